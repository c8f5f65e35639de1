"""Where the words of a question changed: said in mail, workbook and analysis, and no export mixes the two."""

import io
import json

import openpyxl

from odoo import http
from odoo.tests import HttpCase, tagged

from odoo.addons.hva_feedback.tools.entry import Entry, Submission

from ..report.render_html import render_mail
from ..report.render_xlsx import render_workbook
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
        self.give(self.eura, "2026-10-15", nps=2, count=6)
        report = self.report()
        self.assertEqual([(one.column, one.day.isoformat()) for one in report.breaks], [("nps", "2026-10-15")])
        self.assertEqual(report.units[str(self.eura.id)]["change"].reason, "wording")
        self.assertEqual(report.units.total["change"].reason, "wording")
        mail = self.mail()
        self.assertIn("because the words of the question changed on", mail)
        self.assertIn("The words of “Recommendation 0–10” changed on", mail)
        self.assertNotIn("▼", mail)

    def test_words_of_a_statement_break_that_statement_alone(self):
        self.reword("ST1")
        self.give(self.eura, "2026-10-15", nps=2, statements={"ST1": 1}, count=6)
        report = self.report()
        self.assertEqual([one.column for one in report.breaks], ["item_st1"])
        self.assertNotEqual(report.units[str(self.eura.id)]["change"].reason, "wording")

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
            for row in range(first.row + 1, first.row + 14)
        ]
        self.assertEqual([place for place, pair in enumerate(values) if pair[0] is not None], [11])
        self.assertEqual([place for place, pair in enumerate(values) if pair[1] is not None], [12])

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
