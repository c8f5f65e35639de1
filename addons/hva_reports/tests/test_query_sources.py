"""Figures beside the feedback itself: response rates, handling times, and NPS with the county's channels."""

from datetime import UTC, date, datetime, time, timedelta

from odoo.tests import tagged

from odoo.addons.hva_feedback.tools.routing import Rule
from odoo.addons.hva_feedback.tools.work_clock import quantile
from odoo.addons.hva_feedback.tools.working_hours import working_time_between

from .common_reports import ReportCase

TAKEN = ("take_hours_median", "take_hours_p90")
OCTOBER = {"kind": "month", "day": "2026-10-15"}


@tagged("post_install", "-at_install")
class TestQuerySources(ReportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = cls.person("anna", (cls.health, "manager"))

    def ask(self, *metrics, **definition):
        asked = {"period": OCTOBER, "metrics": list(metrics), "unit": self.health.id, **definition}
        return self.env["hva.query"].with_user(self.anna).query(asked)

    def invite(self, unit, state, count, day="2026-10-05", **values):
        vals = {"unit_id": unit.id, "state": state, "due_on": day, "sent_on": day, "lang_code": "fi", **values}
        return self.env["hva.invitation"].create([vals] * count)

    def test_response_rate_counts_invitations_that_left_and_answers_by_text_message(self):
        self.invite(self.eura, "delivered", 30)
        self.invite(self.eura, "submitted", 10)
        self.invite(self.eura, "failed", 5, sent_on=False)
        self.invite(self.eura, "delivered", 7, kind="reply")
        self.invite(self.eura, "delivered", 7, day="2026-11-02")
        self.give(self.eura, "2026-10-06", "sms", nps=9, count=10)
        self.give(self.eura, "2026-10-06", "web", nps=9, count=5)
        answer = self.ask("invited", "sent", "delivered", "response_rate", group="unit")
        rows = {row["label"]: row["cells"] for row in answer["rows"]}
        values = {code: cell["value"] for code, cell in rows["Eura"].items()}
        self.assertEqual(values, {"invited": 45, "sent": 40, "delivered": 30, "response_rate": 0.25})
        self.assertLess(rows["Eura"]["response_rate"]["low"], 0.25)
        self.assertEqual(rows["Huittinen"]["response_rate"]["state"], "not_applicable")
        by_channel = self.ask("response_rate", group="channel")["rows"]
        self.assertEqual({row["cells"]["response_rate"]["state"] for row in by_channel}, {"not_applicable"})

    def case(self, unit, clock_on, taken, closed):
        answer = self.give(unit, clock_on, nps=1, text="Pitkä jono")
        case = self.env["helpdesk.ticket"]._hva_open({answer: Rule(rule_id=False, reason="low_score")})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET hva_clock_on = %s, hva_taken_at = %s, hva_closed_at = %s WHERE id = %s",
            [clock_on, taken, closed, case.id],
        )

    def test_handling_times_are_working_hours_of_the_responsible_unit(self):
        calendar = self.env["resource.calendar"].create({"name": "Weekdays", "attendance_ids": [
            (0, 0, {"name": str(day), "dayofweek": str(day), "hour_from": 8, "hour_to": 16}) for day in range(5)
        ]})  # fmt: skip
        self.county.calendar_id = calendar
        # Friday 2 October 2026, 8-16 in Helsinki is 5-13 UTC
        self.case(self.eura, "2026-10-02", "2026-10-02 07:00:00", "2026-10-05 06:00:00")  # 2 and 9 hours
        self.case(self.eura, "2026-10-02", "2026-10-03 12:00:00", None)  # on Saturday: the Friday's 8 hours
        codes = ("cases", "take_hours_median", "take_hours_p90", "close_hours_median")
        cells = self.ask(*codes, group="none")["totals"]["cells"]
        self.assertEqual([cells[code]["value"] for code in codes], [2, 5, 7.4, 9])
        self.assertEqual(cells["close_hours_median"]["n"], 1)

    def test_hours_are_those_reckoned_span_by_span_wherever_they_end(self):
        calendar = self.env["resource.calendar"].create({"name": "Odd", "attendance_ids": [
            (0, 0, {"name": str(day), "dayofweek": str(day), "hour_from": 7 + day, "hour_to": 21 - day})
            for day in (0, 1, 3, 5)
        ]})  # fmt: skip
        self.huittinen.calendar_id = calendar
        expected = {self.eura: [], self.huittinen: []}
        moments = [datetime(2026, 10, 1, 20, 59) + timedelta(hours=11 * n, minutes=7 * n) for n in range(75)]
        for number, moment in enumerate(moments):
            unit, begins = list(expected)[number % 2], date(2026, 10, 2 + number % 7)
            self.case(unit, begins.isoformat(), moment, moment + timedelta(days=30) if number % 3 else None)
            working = unit._get_calendar()._hva_working_calendar()
            opens = datetime.combine(begins, time.min, tzinfo=working.zone).astimezone(UTC)
            spent = working_time_between(opens, max(opens, moment.replace(tzinfo=UTC)), working)
            expected[unit].append(spent.total_seconds() / 3600)
        cells = {row["label"]: row["cells"] for row in self.ask("cases", *TAKEN, group="unit")["rows"]}
        for unit, hours in expected.items():
            found = [cells[unit.name][code]["value"] for code in ("cases", *TAKEN)]
            wanted = [len(hours), *(quantile(sorted(hours), part) for part in (0.5, 0.9))]
            for value, one in zip(found, wanted, strict=True):
                self.assertAlmostEqual(value, one)
        together = self.ask(*TAKEN, group="unit")["totals"]["cells"]["take_hours_median"]["value"]
        self.assertAlmostEqual(together, quantile(sorted(sum(expected.values(), [])), 0.5))

    def test_a_terminal_lifts_the_plain_score_and_not_the_adjusted_one(self):
        for unit in (self.pori, self.eura):
            self.give(unit, "2026-09-10", "sms", nps=10, count=30)
            self.give(unit, "2026-09-10", "sms", nps=0, count=10)
        for score, count in ((10, 95), (0, 5)):
            self.give(self.pori, "2026-09-10", "kiosk", nps=score, count=count)
            self.give(self.eura, "2026-10-10", "kiosk", nps=score, count=count)
        for score, count in ((10, 30), (0, 10)):
            self.give(self.eura, "2026-10-10", "sms", nps=score, count=count)
        self.env["hva.fact.closed"]._close_due()
        answer = self.ask("nps", "nps_adjusted", unit=self.eura.id, compare="previous")
        cells, compared = answer["totals"]["cells"], answer["totals"]["compared"]
        self.assertEqual(round(cells["nps"]["value"]), 79)
        self.assertEqual(compared["nps"]["verdict"], "up")
        self.assertEqual(compared["nps_adjusted"]["reason"], "few_in_channel", "September had no terminal")
        self.assertAlmostEqual(compared["nps_adjusted"]["split"]["real"], 0)
        self.assertAlmostEqual(compared["nps_adjusted"]["split"]["mix"], compared["nps"]["change"])
        mix = next(note["mix"] for note in answer["notes"] if note["code"] == "mix")
        expected = sum(share * {"sms": 50, "kiosk": 90}[channel] for channel, share in mix.items())
        self.assertAlmostEqual(cells["nps_adjusted"]["value"], expected)
        own = self.ask("nps_adjusted", unit=self.eura.id, group="channel")["rows"]
        self.assertEqual({row["cells"]["nps_adjusted"]["state"] for row in own}, {"not_applicable"})
        self.give(self.pori, "2026-10-20", "kiosk", nps=10, count=60)
        later = self.ask("nps_adjusted", unit=self.eura.id)
        self.assertEqual(
            next(note["mix"] for note in later["notes"] if note["code"] == "mix"), mix, "as it was counted"
        )

    def test_a_run_chart_says_shift_and_not_red(self):
        for month in range(1, 11):
            up, down = (9, 1) if month > 4 else (5, 5)
            self.give(self.eura, f"2026-{month:02}-10", nps=9, count=up + month)
            self.give(self.eura, f"2026-{month:02}-10", nps=0, count=down)
        period = {"kind": "own", "start": "2026-01-01", "end": "2026-10-31"}
        chart = self.ask("answers", "nps", unit=self.eura.id, period=period, group="step")["run_charts"]
        self.assertEqual(set(chart), {"nps"})
        self.assertTrue(chart["nps"]["is_long_enough"])
        self.assertIn("trend", {signal["rule"] for signal in chart["nps"]["signals"]})
