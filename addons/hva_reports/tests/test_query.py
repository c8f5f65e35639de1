"""Questions about results through the one door: who gets what, by which rows, compared with when."""

from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..tools.periods import containing
from .common_reports import ReportCase

OCTOBER = {"kind": "month", "day": "2026-10-15"}


@tagged("post_install", "-at_install")
class TestQuery(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.person("anna", (cls.health, "manager"))
        for unit, day, channel, score, count in (
            (cls.eura, "2026-10-05", "web", 10, 6),
            (cls.eura, "2026-10-06", "sms", 3, 2),
            (cls.huittinen, "2026-10-31", "sms", 8, 4),
            (cls.huittinen, "2026-09-30", "sms", 0, 5),
            (cls.health, "2026-10-07", "paper", 9, 1),
            (cls.pori, "2026-10-05", "web", 9, 40),
        ):
            cls.give(unit, day, channel, nps=score, count=count)
        cls.env["hva.fact.month"]._rebuild_dirty()

    def ask(self, user=None, **definition):
        return self.env["hva.query"].with_user(user or self.anna).query({"period": OCTOBER, **definition})

    def values(self, answer, metric="answers"):
        return {row["label"]: row["cells"][metric]["value"] for row in answer["rows"]}

    def test_a_unit_by_the_units_below_it(self):
        answer = self.ask(unit=self.health.id, group="unit")
        self.assertEqual(self.values(answer), {"Eura": 8, "Huittinen": 4, "Health": 1})
        self.assertEqual(answer["totals"]["cells"]["answers"]["value"], 13)
        self.assertEqual(answer["scope"], "own")
        self.assertEqual(answer["unit"]["path"], [[self.county.id, "County"]])

    def test_without_a_unit_the_readers_own_are_asked(self):
        self.assertEqual(self.ask()["totals"]["cells"]["answers"]["value"], 13)
        self.assertEqual(self.values(self.ask(group="leaf"), "nps"), {"Eura": 50, "Huittinen": 0, "Health": 100})

    def test_an_own_branch_has_no_row_of_its_top_where_that_has_no_feedback(self):
        everything = self.values(self.ask(group="unit"))
        self.assertEqual(everything, {"Eura": 8, "Huittinen": 4, "Health": 1})
        september = self.ask(group="unit", period={"kind": "month", "day": "2026-09-15"})
        self.assertEqual(self.values(september), {"Eura": 0, "Huittinen": 5})
        self.assertEqual([row["has_below"] for row in september["rows"]], [False, False])

    def test_channels_and_filters(self):
        answer = self.ask(group="channel", filters={"channels": ["sms", "web"]})
        self.assertEqual(self.values(answer), {"Web form": 6, "Text message": 6})

    def test_steps_also_empty_ones_and_their_days(self):
        answer = self.ask(
            period={"kind": "own", "start": "2026-09-30", "end": "2026-11-01"}, group="step", step="month"
        )
        rows = {row["key"]: row["cells"]["answers"]["value"] for row in answer["rows"]}
        self.assertEqual(rows, {"2026-09-30": 5, "2026-10-01": 13, "2026-11-01": 0})
        weeks = self.ask(group="step", step="week")["rows"]
        self.assertEqual([row["cells"]["answers"]["value"] for row in weeks], [0, 9, 0, 0, 4])

    def test_no_arrow_inside_the_interval(self):
        compared = self.ask(unit=self.huittinen.id, compare="previous")["totals"]["compared"]
        self.assertEqual((compared["nps"]["value"], compared["nps"]["change"]), (-100, 100))
        self.assertEqual(compared["nps"]["verdict"], "up")
        self.assertEqual(compared["answers"]["verdict"], "none")
        self.give(self.eura, "2026-09-10", nps=10, count=2)
        same = self.ask(unit=self.eura.id, compare="previous")["totals"]["compared"]
        self.assertEqual((same["nps"]["change"], same["nps"]["verdict"]), (-50, "same"))

    def test_statements_and_classes(self):
        self.give(self.eura, "2026-10-08", statements={"ST1": 5, "ST2": 0}, count=3)
        self.give(self.eura, "2026-10-08", statements={"ST1": 2})
        answer = self.ask(unit=self.eura.id, group="statement", metrics=["stand", "agree", "mean", "v0", "v5"])
        st1, st2 = ({name: cell["value"] for name, cell in row["cells"].items()} for row in answer["rows"])
        self.assertEqual(st1, {"stand": 4, "agree": 0.75, "mean": 4.25, "v0": 0, "v5": 3})
        self.assertEqual((st2["stand"], st2["v0"], st2["mean"]), (0, 3, None))
        classes = self.ask(unit=self.eura.id, group="nps_class", metrics=["answers", "share"])
        self.assertEqual(
            {row["key"]: row["cells"]["answers"]["value"] for row in classes["rows"]},
            {"promoters": 6, "passives": 0, "detractors": 2},
        )

    def test_somebody_elses_unit_is_not_live(self):
        answer = self.ask(unit=self.county.id, group="unit", period={"kind": "month"})
        rows = {row["label"]: row for row in answer["rows"]}
        self.assertEqual(answer["scope"], "mixed")
        self.assertEqual(rows["Health"]["cells"]["answers"]["state"], "ok")
        for row in (rows["Social"], answer["totals"]):
            self.assertEqual({cell["state"] for cell in row["cells"].values()}, {"hidden"})

    def test_which_rows_there_are_says_nothing_of_somebody_elses_unit(self):
        """A row of a language that one person answered in, on one day, would tell of that person."""
        olli, day = self.person("olli", (self.pori, "manager")), {"kind": "day", "day": "2026-10-08"}
        self.give(self.huittinen, "2026-10-08", "qr", nps=3, statements={"ST1": 1})
        self.give(self.health, "2026-10-08", "qr", nps=3)
        groups = ("channel", "language", "service", "contact_mode", "respondent_group", "age_band", "assisted")
        for group in (*groups, "statement"):
            for unit in (self.huittinen, self.county):
                with self.subTest(group=group, unit=unit.name):
                    self.assertEqual(self.ask(olli, unit=unit.id, group=group, period=day)["rows"], [])
        for group in ("unit", "leaf"):
            rows = self.ask(olli, unit=self.health.id, group=group, period=day, filters={"channels": ["qr"]})["rows"]
            self.assertEqual([row["label"] for row in rows], ["Eura", "Huittinen"], "Health has feedback of its own")

    def test_a_month_that_is_over_but_not_closed_yet_shows_nothing_and_then_its_figures(self):
        self.give(self.pori, "2026-10-08", nps=9, count=40)
        self.give(self.pori, "2026-10-08", nps=7, count=20)
        asked = {"unit": self.pori.id, "metrics": ["n"]}
        self.assertEqual(self.ask(**asked)["totals"]["cells"]["n"]["reason"], "not_published")
        self.env["hva.fact.closed"]._close_due()
        self.assertEqual(self.ask(**asked)["totals"]["cells"]["n"]["state"], "ok")

    def test_feedback_of_a_merged_unit_counts_where_its_work_goes_on(self):
        self.huittinen.write({"merged_into_id": self.eura.id, "active": False})
        answer = self.ask(unit=self.eura.id, group="leaf")
        self.assertEqual(self.values(answer), {"Eura": 12})
        self.assertEqual(self.ask(unit=self.huittinen.id)["totals"]["cells"]["answers"]["value"], 12)

    def test_mail_and_query_say_the_same(self):
        self.give(self.eura, "2026-10-09", "qr", nps=7, statements={"ST1": 4, "ST2": 1}, count=3)
        report = self.definition.with_user(self.anna).query(containing("month", date(2026, 10, 1)))
        metrics = ["answers", "n", "nps", "promoters", "passives", "detractors"]
        for group, matrix in (("leaf", report.units), ("channel", report.channels)):
            rows = {row["key"]: row["cells"] for row in self.ask(group=group, metrics=metrics)["rows"]}
            for row in matrix.rows:
                self.assertEqual(
                    [row[code].value for code in metrics], [rows[row.key][code]["value"] for code in metrics], row.label
                )
        shown = {row["key"]: row["cells"] for row in self.ask(group="statement", metrics=["stand", "mean"])["rows"]}
        for row in report.statements.rows:
            cells = shown[row.key.removeprefix("item_")]
            self.assertEqual((row["n"].value, row["mean"].value), (cells["stand"]["value"], cells["mean"]["value"]))

    def test_what_was_not_offered_is_refused(self):
        for wrong in (
            {"unit": 10**9},
            {"group": "giver"},
            {"metrics": ["answers; DROP TABLE hva_fact"]},
            {"filters": {"channels": ["telepathy"]}},
            {"period": {"kind": "own", "start": "2026-13-01", "end": "2026-12-01"}},
            {"surprise": 1},
        ):
            with self.subTest(wrong=wrong), self.assertRaises(UserError):
                self.ask(**wrong)
        with self.assertRaises(AccessError):
            self.ask(self.person("stranger"))

    def test_the_number_of_statements_does_not_grow_with_units(self):
        level, unit = self.env["hva.unit.level"].search([], limit=1), self.env["hva.unit"].create
        counts = []
        for _turn in range(2):
            self.ask(unit=self.health.id, group="unit", compare="previous")
            before = self.cr.sql_log_count
            self.ask(unit=self.health.id, group="unit", compare="previous")
            counts.append(self.cr.sql_log_count - before)
            more = unit([{"name": f"U{n}", "level_id": level.id, "parent_id": self.health.id} for n in range(20)])
            self.give(more[3], "2026-10-09", nps=9)
            self.env.flush_all()
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0], 10)
