"""What the query shows of units that are not one's own: closed months as first counted, small ones hidden."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from ..models import hva_fact_closed, hva_query_others
from .common_reports import ReportCase

OCTOBER = {"kind": "month", "day": "2026-10-15"}
METRICS = ["answers", "n", "nps", "promoters", "passives", "detractors"]


@tagged("post_install", "-at_install")
class TestOthersFigures(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.person("anna", (cls.eura, "manager"))
        for month in ("2026-09", "2026-10"):
            for unit, up, middle, down in ((cls.eura, 2, 1, 0), (cls.huittinen, 3, 0, 1), (cls.pori, 30, 20, 10)):
                for score, count in ((9, up), (7, middle), (0, down)):
                    if count:
                        cls.give(unit, f"{month}-05", "web", nps=score, count=count)
            for score, count in ((10, 12), (8, 8), (5, 6)):
                cls.give(cls.social, f"{month}-05", "sms", nps=score, count=count)
        cls.env["hva.fact.month"]._rebuild_dirty()
        cls.env["hva.fact.closed"]._close_due()

    def ask(self, **definition):
        asked = {"unit": self.county.id, "period": OCTOBER, "metrics": METRICS, "group": "unit", **definition}
        return self.env["hva.query"].with_user(self.anna).query(asked)

    def cells(self, answer):
        return {row["label"]: row["cells"] for row in [*answer["rows"], answer["totals"]]}

    def shown(self, cells):
        return {code: cell["value"] for code, cell in cells.items() if cell["state"] == "ok"}

    def test_a_branch_of_others_is_shown_and_one_with_a_small_unit_is_not(self):
        answer = self.ask()
        cells = self.cells(answer)
        self.assertEqual(self.shown(cells["Health"]), {}, "Health less my own Eura is Huittinen's four")
        self.assertEqual(self.shown(cells["Social"]), {}, "the county less Social is Huittinen again")
        self.assertEqual((cells["Together"]["n"]["value"], cells["Together"]["promoters"]["value"]), (93, 47))
        self.assertEqual(cells["Social"]["answers"]["reason"], "own_only")
        self.assertEqual(answer["scope"], "mixed")

    def test_a_later_correction_reaches_own_people_at_once_and_others_never(self):
        before = self.ask()["rows"]
        self.give(self.pori, "2026-10-06", nps=10)
        self.give(self.eura, "2026-10-06", nps=10)
        self.env["hva.fact.month"]._rebuild_dirty()
        self.env["hva.fact.closed"]._close_due()
        self.assertEqual(self.ask()["rows"], before)
        own = self.ask(unit=self.eura.id)["totals"]["cells"]["n"]["value"]
        self.assertEqual(own, 4)

    def test_a_longer_period_says_what_its_months_say_and_nothing_else(self):
        own = {"kind": "own", "start": "2026-09-01", "end": "2026-10-31"}
        for row in self.ask(period=own, group="leaf")["rows"]:
            if not row["is_own"]:
                months = [
                    self.find(self.ask(period={"kind": "month", "day": f"2026-{month}-15"}, group="leaf"), row["key"])
                    for month in ("09", "10")
                ]
                for code in ("n", "promoters"):
                    values = [cells[code]["value"] for cells in months]
                    expected = None if None in values else sum(values)
                    self.assertEqual(row["cells"][code]["value"], expected)

    def test_a_month_that_nobody_is_waited_for_any_more_is_shown_at_once(self):
        august = {"kind": "month", "day": "2026-08-15"}
        late = self.give(self.pori, "2026-08-05", nps=9)
        self.env["hva.fact.month"]._rebuild_dirty()
        reasons = [row["cells"]["n"]["reason"] for row in self.ask(period=august)["rows"] if not row["is_own"]]
        self.assertEqual({*reasons, self.ask(period=august)["totals"]["cells"]["n"]["reason"]}, {"not_published"})
        late.unlink()
        self.env["hva.fact.month"]._rebuild_dirty()
        self.assertNotEqual(self.ask(period=august)["totals"]["cells"]["n"]["reason"], "not_published")

    def find(self, answer, key):
        return next(row["cells"] for row in answer["rows"] if row["key"] == key)

    def test_nothing_of_others_by_day_by_filter_or_while_the_month_runs(self):
        for asked in (
            {"period": {"kind": "week", "day": "2026-10-05"}},
            {"period": {"kind": "month"}},
            {"filters": {"channels": ["web"]}},
            {"group": "language"},
            {"group": "statement", "metrics": ["stand", "mean"]},
            {"period": {"kind": "own", "start": "2026-09-02", "end": "2026-10-31"}},
        ):
            with self.subTest(asked=asked):
                answer = self.ask(**asked)
                is_month = asked.get("group") in ("language", "statement")  # the total of a month is the month's
                for row in answer["rows"] if is_month else [*answer["rows"], answer["totals"]]:
                    if not row["is_own"]:
                        self.assertFalse(self.shown(row["cells"]), row)

    def test_the_first_days_of_a_month_wait_for_late_feedback(self):
        self.give(self.pori, "2026-11-05", nps=10, count=30)
        november = {"kind": "month", "day": "2026-11-15"}
        for day, state in (("2026-12-02", "hidden"), ("2026-12-03", "ok")):
            with freeze_time(f"{day} 10:00:00"):
                self.env["hva.fact.closed"]._close_due()
                cells = self.cells(self.ask(unit=self.pori.id, period=november, group="none"))
                self.assertEqual(cells["Together"]["n"]["state"], state)

    def test_of_others_nothing_but_their_closed_months_is_summed(self):
        months = type(self.env["hva.fact.month"])
        for group, summed in (("leaf", {self.eura.id}), ("unit", set()), ("channel", set())):
            with self.subTest(group=group), patch.object(months, "_summed", autospec=True, return_value=[]) as asked:
                self.ask(group=group, compare="previous")
                self.assertEqual({unit for call in asked.call_args_list for unit in call.args[1]}, summed)

    def test_many_units_are_told_the_same_as_few(self):
        asked = {
            "group": "leaf",
            "compare": "previous",
            "period": {"kind": "own", "start": "2026-08-01", "end": "2026-10-31"},
        }
        few = self.ask(**asked)
        with patch.object(hva_query_others, "FEW_LINES", 0):
            self.assertEqual(self.ask(**asked), {**few, "fresh_at": self.ask(**asked)["fresh_at"]})

    def test_memory_of_closed_months_has_a_limit(self):
        closed = self.env["hva.fact.closed"].sudo()
        known = self.ask()["rows"]
        with patch.object(hva_fact_closed, "READERS_MONTHS", 2), patch.object(hva_fact_closed, "TABLES", 1):
            self.env.registry.clear_cache()
            for _time in range(2):
                for month in ("09", "10"):
                    self.ask(period={"kind": "month", "day": f"2026-{month}-15"}, unit=self.pori.id)
                self.assertEqual(self.ask()["rows"], known, "what was forgotten is reckoned again")
            tables, hidden = closed._get_memory()
            self.assertEqual((len(tables), len(hidden)), (1, 2))
        self.env.registry.clear_cache()
