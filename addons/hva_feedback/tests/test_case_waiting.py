from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .case_story import CaseStory

CONTACT = {"phone": "+358401234567"}


@tagged("post_install", "-at_install")
class TestCaseWaiting(CaseStory):
    """The clock stands still while the customer is waited for, and begins anew when a case is opened again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.open_office()
        cls.county.resource_calendar_id = cls.area.calendar_id
        cls.criticism_rule = cls.env["hva.routing.rule"].search([("code", "=", "criticism")])
        cls.env["hva.routing.rule"].search([]).deadline_by = "county"

    def setUp(self):
        super().setUp()
        with freeze_time("2026-11-09 08:00:00"):
            self.case = self.make_case(**CONTACT).with_user(self.handler)
            self.case.action_hva_take()

    def test_the_deadline_moves_by_the_working_days_waited_and_the_history_says_so(self):
        with freeze_time("2026-11-12 09:00:00"):
            self.case.action_hva_wait()
        with freeze_time("2026-11-30 09:00:00"):
            self.env.invalidate_all()
            self.assertFalse(self.case.hva_is_late, "waiting is not late")
        with freeze_time("2026-11-17 09:00:00"):
            self.case.action_hva_take()
        self.assertRecordValues(
            self.case,
            [
                {
                    "hva_state": "in_handling",
                    "hva_waiting_since": False,
                    "hva_waited_days": 3,
                    "hva_deadline_at": datetime(2026, 11, 23, 14, 0),
                }
            ],
        )
        event = self.case.hva_event_ids[0].with_context(lang="en_US")
        self.assertRegex(event.what, r"→ In handling\. Deadline 11/18/2026 → 11/23/2026")

    def test_over_christmas_only_working_days_are_waited(self):
        with freeze_time("2026-12-22 09:00:00"):
            case = self.make_case(**CONTACT).with_user(self.handler)
            case.action_hva_take()
        with freeze_time("2026-12-23 09:00:00"):
            case.action_hva_wait()
        with freeze_time("2026-12-29 09:00:00"):
            case.action_hva_answered()
        self.assertEqual(case.hva_waited_days, 2)
        self.assertEqual(case.hva_deadline_at, datetime(2027, 1, 8, 14, 0))

    def test_waiting_twice_adds_up_and_closing_from_waiting_keeps_the_record(self):
        for begins, ends in (("2026-11-10", "2026-11-11"), ("2026-11-12", "2026-11-13")):
            with freeze_time(f"{begins} 09:00:00"):
                self.case.action_hva_wait()
            with freeze_time(f"{ends} 09:00:00"):
                self.case.action_hva_take()
        with freeze_time("2026-11-13 09:30:00"):
            self.case.action_hva_wait()
        with freeze_time("2026-11-16 09:00:00"):
            self.case._hva_move("closed", outcome="explained")
        self.assertEqual(self.case.hva_waited_days, 3)

    def test_a_case_opened_again_has_a_new_deadline(self):
        with freeze_time("2026-11-10 09:00:00"):
            self.case._hva_move("closed", outcome="explained")
        with freeze_time("2026-12-01 09:00:00"):
            self.case._hva_move("reopened", reason="Called again")
            self.env.invalidate_all()
            self.assertFalse(self.case.hva_is_late)
        self.assertEqual(self.case.hva_deadline_at, datetime(2026, 12, 10, 14, 0))

    def test_the_county_names_deadlines_by_kind_and_priority_unless_the_rule_does(self):
        rules = self.env["hva.deadline.rule"]
        rules.create({"sequence": 1, "kind": "criticism", "amount": 3})
        with freeze_time("2026-11-09 08:00:00"):
            self.assertEqual(self.make_case(kind="criticism").hva_deadline_at, datetime(2026, 11, 12, 14, 0))
        self.criticism_rule.write({"deadline_by": "days", "deadline_days": 5})
        with freeze_time("2026-11-09 08:00:00"):
            self.assertEqual(self.make_case(kind="criticism").hva_deadline_at, datetime(2026, 11, 16, 14, 0))
        rules.search([]).active = False
        with freeze_time("2026-11-09 08:00:00"):
            self.assertEqual(self.make_case(**CONTACT).hva_deadline_at, datetime(2026, 11, 18, 14, 0))

    def test_hours_of_the_clock_stand_still_too(self):
        self.criticism_rule.write({"deadline_by": "hours", "deadline_hours": 24})
        with freeze_time("2026-11-13 08:00:00"):
            case = self.make_case(kind="criticism").with_user(self.handler)
            case.action_hva_take()
            case.action_hva_wait()
        with freeze_time("2026-11-13 18:00:00"):
            case.action_hva_take()
        self.assertEqual(case.hva_deadline_at, datetime(2026, 11, 14, 18, 0))

    def test_what_is_urgent_runs_by_working_hours_and_tells_no_hidden_hour(self):
        self.criticism_rule.priority = "3"
        self.env["hva.deadline.rule"].search([("priority", "=", "3")]).write({"amount": 4, "clock": "hours"})
        with freeze_time("2026-11-13 13:17:00"):  # 15.17 on a Friday
            open_hour = self.make_case(kind="criticism")
            hidden_hour = self.make_case(kind="criticism", source="link")
        self.assertEqual((open_hour.hva_clock, open_hour.hva_deadline_at), ("hours", datetime(2026, 11, 16, 9, 17)))
        self.assertEqual(hidden_hour.hva_deadline_at, datetime(2026, 11, 16, 14, 0))
        self.assertEqual((hidden_hour.hva_escalate_at.minute, hidden_hour.hva_escalate_at.second), (0, 0))

    def test_due_soon_and_late_are_found_by_search(self):
        searched = self.env["helpdesk.ticket"].with_user(self.handler)
        mine = [("id", "=", self.case.id)]
        for moment, soon, late in (
            ("2026-11-13 08:00:00", False, False),
            ("2026-11-16 08:00:00", True, False),
            ("2026-11-18 14:00:00", True, False),
            ("2026-11-18 14:00:01", False, True),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                self.env.invalidate_all()
                self.assertEqual(bool(searched.search([("hva_is_due_soon", "=", True), *mine])), soon)
                self.assertEqual(self.case.hva_is_due_soon, soon)
                self.assertEqual(bool(searched.search([("hva_is_late", "=", True), *mine])), late)
