"""Where the words of a question changed: said in mail, workbook and analysis, and no export mixes the two."""

import io
import json
from datetime import date

import openpyxl

from odoo import http
from odoo.tests import HttpCase, tagged

from odoo.addons.hva_feedback.tools.entry import Entry, Submission

from ..report.render_html import render_mail
from ..report.render_xlsx import render_workbook
from ..tools.periods import containing
from .common_reports import ReportCase


@tagged("post_install", "-at_install")
class TestWordingBreaks(HttpCase, ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.person("maija", (cls.eura, "manager"))
        cls.set = cls.survey.hva_set_id
        cls.item = cls.env["hva.question.item"].search([("code", "=", "NPS")])
        cls.give(cls.eura, "2026-09-10", nps=9, statements={"ST1": 5}, count=6)
        cls.give(cls.eura, "2026-10-05", nps=9, statements={"ST1": 5}, count=6)

    def reword(self, code="NPS", lang_code="fi"):
        """Publish the set with other words for an item, and answer it from then on."""
        item = self.env["hva.question.item"].search([("code", "=", code)])
        row = item.text_ids.filtered(lambda row: (row.lang_code, row.part) == (lang_code, "title"))
        row.text += " (uusi)"
        self.answer_with(self.set._publish())

    def answer_with(self, version):
        cls = type(self)
        self.addCleanup(setattr, cls, "survey", cls.survey)
        self.addCleanup(setattr, cls, "question", cls.question)
        cls.survey = version
        cls.question = {q.hva_item_id.code: q for q in version.question_ids if q.hva_item_id}

    def report(self):
        return self.query(self.manager)

    def mail(self):
        return str(
            render_mail(self.definition.with_user(self.manager).with_context(lang="en_US").env, self.report(), "R")
        )

    def test_a_report_over_equal_words_says_nothing(self):
        self.answer_with(self.set._publish())
        self.give(self.eura, "2026-10-15", nps=2, count=6)
        report = self.report()
        self.assertEqual(report.breaks, ())
        self.assertNotEqual(report.units[str(self.eura.id)]["change"].reason, "wording")
        self.assertNotIn("words of", self.mail())

    def test_other_words_break_the_series_and_no_change_is_shown(self):
        self.reword()
        self.give(self.eura, "2026-10-15", nps=2, count=7)
        report = self.report()
        self.assertEqual([(one.column, one.day.isoformat()) for one in report.breaks], [("nps", "2026-10-15")])
        self.assertEqual(report.units[str(self.eura.id)]["change"].reason, "wording")
        self.assertEqual(report.units.total["change"].reason, "wording")
        mail = self.mail()
        self.assertIn("because the words of the question changed on", mail)
        self.assertIn("The words of “Recommendation 0–10” changed on", mail)
        self.assertNotIn("▼", mail)

    def test_a_month_of_two_wordings_counts_the_one_most_people_met_and_tells_the_other(self):
        self.reword()
        self.give(self.eura, "2026-10-15", nps=2, count=4)
        report = self.report()
        self.assertEqual((report.headline.value, report.headline.n, report.answers), (100, 6, 10))
        self.assertEqual(self.figures(report.units[str(self.eura.id)]), (6, 6, 0, 0, 100))
        self.assertEqual(self.figures(report.channels["web"]), (6, 6, 0, 0, 100))
        self.assertEqual([(score.value, score.n) for score in report.other_words["now"]], [(-100, 4)])
        self.assertIn("NPS −100, 4 answers. They are not in the other figures", self.mail())
        self.assertEqual(report.units.total["change"].reason, "unclear", "six of October met the words of September")

    def ask(self, **definition):
        asked = {"period": {"kind": "month", "day": "2026-10-10"}, "unit": self.eura.id, **definition}
        return self.env["hva.query"].with_user(self.manager).query(asked)

    def test_a_question_counts_one_wording_too_and_says_when_it_changed(self):
        self.assertEqual(self.ask(group="step")["notes"], [])
        self.reword()
        self.give(self.eura, "2026-10-15", nps=2, count=7)
        answer = self.ask(compare="previous", group="leaf", metrics=["answers", "nps", "nps_adjusted"])
        [row] = answer["rows"]
        self.assertEqual((row["cells"]["answers"]["value"], row["cells"]["nps"]["n"]), (13, 7))
        self.assertEqual(row["cells"]["nps"]["value"], -100)
        before = row["compared"]["nps"]
        self.assertEqual((before["state"], before["reason"], before["verdict"]), ("no_data", "wording", "none"))
        notes = [(note["question"], note["day"]) for note in answer["notes"] if note["code"] == "wording"]
        self.assertEqual(notes, [("nps", "2026-10-15")])
        weeks = self.ask(group="step", step="week", metrics=["nps"])["rows"]
        self.assertEqual([row["cells"]["nps"]["n"] for row in weeks], [0, 0, 7, 0, 0])

    def test_a_later_month_is_compared_with_those_who_met_the_same_words(self):
        self.reword()
        self.give(self.eura, "2026-10-15", nps=10, count=9)
        self.give(self.eura, "2026-11-10", nps=2, count=9)
        report = self.query(self.manager, containing("month", date(2026, 11, 1)))
        self.assertEqual(report.before.n, 9)
        self.assertEqual(report.units.total["change"].value, -200)

    def test_a_pilot_in_one_unit_does_not_push_the_county_aside(self):
        both = self.person("kaisa", (self.health, "manager"))
        self.reword()
        self.give(self.huittinen, "2026-10-15", nps=0, count=2)
        report = self.query(both)
        self.assertEqual(report.units[str(self.huittinen.id)]["nps"].reason, "wording")
        self.assertEqual(report.units[str(self.huittinen.id)]["answers"].value, 2)
        self.assertEqual(self.figures(report.units.total), (6, 6, 0, 0, 100))

    def test_other_units_and_the_county_are_counted_in_one_wording_too(self):
        definition = self.env["hva.report.definition"].create({"name": "County", "unit_ids": [(4, self.county.id)]})
        self.give(self.pori, "2026-10-06", nps=10, count=30)
        self.reword()
        self.give(self.pori, "2026-10-15", nps=0, count=12)
        self.env["hva.fact.closed"]._close_due()
        report = self.query(self.manager, definition=definition)
        self.assertEqual(report.units[str(self.pori.id)]["n"].value, 30)
        self.assertEqual(report.units.total["n"].value, 36)
        self.assertEqual([one.column for one in report.breaks], ["nps"], "also where own units met no other words")

    def test_sums_of_months_hold_one_wording_each_and_equal_a_naive_count(self):
        old = self.survey
        self.reword()
        self.give(self.eura, "2026-10-15", nps=2, statements={"ST1": 1}, count=4)
        self.env["hva.fact.month"]._rebuild_dirty()
        self.env["hva.fact.month"]._rebuild()
        for version, naive in ((old, (12, 12, 0)), (self.survey, (4, 0, 4))):
            months = self.env["hva.fact.month"].search([("unit_id", "=", self.eura.id), ("survey_id", "=", version.id)])
            sums = tuple(sum(months.mapped(name)) for name in ("answers", "promoters", "detractors"))
            self.assertEqual(sums, naive)

    def test_words_of_a_statement_break_that_statement_alone(self):
        self.reword("ST1")
        self.give(self.eura, "2026-10-15", nps=2, statements={"ST1": 1}, count=6)
        report = self.report()
        self.assertEqual([one.column for one in report.breaks], ["item_st1"])
        self.assertNotEqual(report.units[str(self.eura.id)]["change"].reason, "wording")
        rows = [row for row in report.statements.rows if row.key.startswith("item_st1")]
        self.assertEqual([(row["n"].value, row["mean"].value) for row in rows], [(6, 1), (6, 5)])
        self.assertTrue(rows[1].label.endswith("(wording 2)"))
        self.assertEqual(report.headline.n, 12, "the words of the recommendation stayed")

    def test_words_in_a_language_nobody_answered_in_break_nothing(self):
        self.reword(lang_code="sv")
        self.give(self.eura, "2026-10-15", nps=2, count=6)
        self.assertEqual(self.report().breaks, ())

    def test_the_line_of_the_workbook_breaks_where_the_words_changed(self):
        self.reword()
        self.give(self.eura, "2026-10-15", nps=2, count=6)
        env = self.definition.with_user(self.manager).with_context(lang="en_US").env
        sheet = openpyxl.load_workbook(io.BytesIO(render_workbook(env, self.report(), "R"))).worksheets[0]
        cells = {str(cell.value): cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
        self.assertIn("Words changed", cells)
        self.assertIn("NPS, wording 2", cells)
        self.assertTrue(any("changed on" in text for text in cells))
        first, second = cells["NPS, wording 1"], cells["NPS, wording 2"]
        values = [
            (sheet.cell(row, first.column).value, sheet.cell(row, second.column).value)
            for row in range(first.row + 1, first.row + 15)
        ]
        self.assertEqual([place for place, pair in enumerate(values) if pair[0] is not None], [11, 12])
        self.assertEqual([place for place, pair in enumerate(values) if pair[1] is not None], [13])

    def test_the_analysis_tells_since_when_the_words_are_asked(self):
        self.reword()
        self.give(self.eura, "2026-10-15", nps=2, count=6)
        groups = (
            self.env["hva.feedback.analysis"]
            .with_user(self.manager)
            ._read_group([], ["survey_id", "nps_wording_on:day"], ["__count"])
        )
        self.assertEqual([count for _survey, _day, count in groups], [12, 6])
        days = {day for _survey, day, _count in groups}
        self.assertEqual(
            len(days), 2 if self.env["hva.clock"]._today() != self.set.version_ids[-1:].hva_published_on else 1
        )

    def test_the_analysis_has_no_score_for_a_group_of_two_wordings(self):
        self.reword()
        self.give(self.eura, "2026-10-15", nps=2, statements={"ST1": 1}, count=6)
        analysis = self.env["hva.feedback.analysis"].with_user(self.manager).with_context(lang="en_US")
        figures = ["nps:avg", "detractors:sum", "nps_count:sum", "item_st1:avg"]
        months = analysis.formatted_read_group([], ["day:month"], figures)
        seen = [tuple(month[figure] for figure in figures) for month in months]
        self.assertEqual(seen, [(100, 0, 6, 5), (None, None, 12, 3)], "the statement kept its words")
        self.assertEqual([month["day:month"][1] for month in months][1], "October 2026 (words changed)")
        self.assertNotIn("words changed", months[0]["day:month"][1])
        total, by_words = analysis.formatted_read_grouping_sets([], [[], ["nps_wording_on:day", "survey_id"]], figures)
        self.assertIs(total[0]["nps:avg"], False)
        self.assertEqual(sorted(row["nps:avg"] for row in by_words), [-100, 100])
        [channel] = analysis.web_read_group([], ["channel"], figures)["groups"]
        self.assertFalse(channel["nps:avg"])

    def test_two_languages_are_not_two_wordings(self):
        self.give(self.eura, "2026-10-05", nps=9, count=1).write({"hva_lang_code": "sv"})
        analysis = self.env["hva.feedback.analysis"].with_user(self.manager)
        self.assertEqual(analysis._read_group([], [], ["nps:avg"]), [(100,)])

    def export(self, *fields, domain=()):
        self.manager.write(
            {"password": "maija-maija-maija", "group_ids": [(4, self.env.ref("base.group_allow_export").id)]}
        )
        self.env.flush_all()
        self.authenticate("maija", "maija-maija-maija")
        data = {
            "model": "hva.feedback.analysis",
            "fields": [{"name": name, "label": name, "type": "char"} for name in fields],
            "ids": False,
            "domain": list(domain),
            "groupby": [],
            "import_compat": False,
        }
        token = http.Request.csrf_token(self)
        return self.url_open("/web/export/csv", data={"data": json.dumps(data), "csrf_token": token})

    def test_an_export_does_not_mix_words_without_the_version(self):
        self.reword()
        self.give(self.eura, "2026-10-15", nps=2, count=6)
        refused = self.export("day", "score")
        self.assertEqual(refused.status_code, 500)
        self.assertIn("words of a question changed", refused.text)
        self.assertEqual(self.export("day", "score", "survey_id").status_code, 200)
        self.assertEqual(self.export("day", "score", domain=[("survey_id", "=", self.survey.id)]).status_code, 200)
        self.assertEqual(self.export("day", "channel").status_code, 200, "no figure, nothing to mix")

    def test_a_statement_that_was_not_shown_is_not_asked_and_not_skipped(self):
        shown, hidden = self.question["ST1"], self.question["ST2"]
        entry = Entry(
            survey_id=self.survey.id,
            unit_id=self.eura.id,
            channel="web",
            source="collector",
            source_id=0,
            lang_code="fi",
        )
        answer = self.env["survey.user_input"]._hva_store(
            [Submission(entry=entry, values={}, kind="thanks", not_asked=(hidden.id,))]
        )
        self.env.cr.execute("SELECT item_st1, item_st2 FROM hva_fact WHERE answer_id = %s", [answer.id])
        self.assertEqual(self.env.cr.fetchone(), (-1, None))
        self.env["hva.fact"]._rebuild(answer)
        self.env.cr.execute("SELECT item_st1, item_st2 FROM hva_fact WHERE answer_id = %s", [answer.id])
        self.assertEqual(self.env.cr.fetchone(), (-1, None))
        with self.assertRaises(ValueError):
            option = shown.suggested_answer_ids[0].id
            self.env["survey.user_input"]._hva_store(
                [Submission(entry=entry, values={shown.id: option}, not_asked=(shown.id,))]
            )
