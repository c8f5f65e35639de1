"""Beyond own units small numbers are hidden, so that no reader can work them out."""

from datetime import date

from odoo.tests import tagged

from ..tools.periods import Span, containing
from .common_reports import OCTOBER, ReportCase


@tagged("post_install", "-at_install")
class TestSmallNumbers(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.person("anna", (cls.eura, "manager"))
        cls.wide = cls.env["hva.report.definition"].create({"name": "County", "unit_ids": [(6, 0, cls.county.ids)]})
        for unit, up, middle, down in ((cls.eura, 2, 1, 0), (cls.huittinen, 3, 0, 1), (cls.pori, 30, 20, 10)):
            for score, count in ((9, up), (7, middle), (0, down)):
                if count:
                    cls.give(unit, "2026-10-05", "web" if unit != cls.pori else "sms", nps=score, count=count)
        cls.give(cls.social, "2026-10-05", "sms", nps=9, count=12)
        cls.give(cls.social, "2026-10-05", "sms", nps=7, count=8)
        cls.give(cls.social, "2026-10-05", "sms", nps=5, count=6)
        cls.give(cls.pori, "2026-10-05", "sms", text="Somebody else's words")
        cls.env["hva.fact.closed"]._close_due()

    def test_inside_own_units_nothing_is_hidden(self):
        report = self.query(self.anna, definition=self.wide)
        self.assertEqual(self.figures(report.units[str(self.eura.id)])[:4], (3, 2, 1, 0))

    def test_a_small_unit_of_others_shows_nothing_and_why(self):
        row = self.query(self.anna, definition=self.wide).units[str(self.huittinen.id)]
        self.assertEqual({row[c].reason for c in ("n", "promoters", "nps", "low", "high")}, {"small"})
        self.assertEqual(row["answers"].reason, "own_only")

    def test_the_mix_of_channels_says_nothing_of_hidden_channels(self):
        """Huittinen's four by web are hidden from Anna, and a share of the web less her own three would tell them."""
        asked = {"unit": self.eura.id, "period": {"kind": "month", "day": "2026-10-01"}, "metrics": ["nps_adjusted"]}
        admin = self.person("mix_admin")
        admin.group_ids += self.env.ref("hva_feedback.hva_feedback_group_admin")
        for reader, is_told in ((admin, True), (self.anna, False)):
            notes = self.env["hva.query"].with_user(reader).query(asked)["notes"]
            self.assertEqual(any(note["code"] == "mix" for note in notes), is_told, reader.login)

    def test_one_small_unit_takes_a_second_count_with_it(self):
        report = self.query(self.anna, definition=self.wide)
        lines = [report.units[str(unit.id)] for unit in (self.pori, self.social)] + [report.units.total]
        hidden = [line.key for line in lines if line["n"].reason == "small"]
        self.assertTrue(hidden, "with all others and the total shown, Huittinen would be their difference")
        for line in lines:
            if line["n"].reason:
                self.assertIsNone(line["nps"].value)

    def test_channels_cannot_be_subtracted_either(self):
        report = self.query(self.anna, definition=self.wide)
        web = report.channels["web"]
        # web is Eura (own: 3) and Huittinen (4): its total would give Huittinen away
        self.assertEqual(web["n"].reason, "small")

    def test_words_of_others_are_never_there(self):
        self.assertFalse(self.query(self.anna, definition=self.wide).comments)

    def test_the_running_month_and_other_spans_show_no_other_unit(self):
        for span in (
            containing("month", date(2026, 11, 1)),
            Span(date(2026, 10, 2), date(2026, 11, 1)),
            containing("quarter", date(2026, 10, 1)),
        ):
            report = self.query(self.anna, span, self.wide)
            for line in (report.units[str(self.pori.id)], report.units.total):
                self.assertEqual(line["n"].reason, "not_published")

    def test_a_quarter_of_others_says_what_its_months_say(self):
        for day in ("2026-07-05", "2026-08-05"):
            self.give(self.pori, day, "sms", nps=9, count=20)
            self.give(self.pori, day, "sms", nps=7, count=20)
        self.env["hva.fact.closed"]._close_due()
        report = self.query(self.anna, containing("quarter", date(2026, 7, 1)), self.wide)
        self.assertEqual(self.figures(report.units[str(self.pori.id)]), (80, 40, 40, 0, 50))
        self.assertEqual(report.units[str(self.pori.id)]["change"].reason, "no_answers")

    def test_limits_are_settings(self):
        self.env["ir.config_parameter"].set_param("hva_reports.suppression_base", "1")
        self.env["ir.config_parameter"].set_param("hva_reports.suppression_cell", "1")
        report = self.query(self.anna, definition=self.wide)
        self.assertEqual(report.units[str(self.pori.id)]["n"].value, 60)
        self.assertEqual(
            report.units.total["n"].value, self.count([self.eura, self.huittinen, self.pori, self.social], OCTOBER)[0]
        )

    def test_two_definitions_hide_the_same_so_that_they_cannot_be_subtracted(self):
        part = self.env["hva.report.definition"].create(
            {"name": "Part", "unit_ids": [(6, 0, (self.eura + self.pori + self.social).ids)]}
        )
        one, two = self.query(self.anna, definition=self.wide), self.query(self.anna, definition=part)
        self.assertEqual(one.units.total.cells, two.units.total.cells)
        self.assertEqual(one.units[str(self.pori.id)].cells, two.units[str(self.pori.id)].cells)

    def test_an_administrator_sees_the_county(self):
        boss = self.person("boss")
        boss.group_ids += self.env.ref("hva_feedback.hva_feedback_group_admin")
        report = self.query(boss, definition=self.wide)
        self.assertFalse(report.is_wide)
        self.assertEqual(self.figures(report.units[str(self.huittinen.id)])[:4], (4, 3, 0, 1))
