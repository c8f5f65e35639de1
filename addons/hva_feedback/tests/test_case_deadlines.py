from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .case_story import CaseStory

CONTACT = {"phone": "+358401234567"}


@tagged("post_install", "-at_install")
class TestCaseDeadlines(CaseStory):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.open_office()

    def _deadline(self, given_at):
        with freeze_time(given_at):
            return self.make_case(**CONTACT).hva_deadline_at

    def test_contact_is_promised_in_seven_working_days(self):
        self.assertEqual(self._deadline("2026-11-09 08:00:00"), datetime(2026, 11, 18, 14, 0))

    def test_over_midsummer_and_christmas(self):
        self.assertEqual(self._deadline("2026-06-17 09:00:00"), datetime(2026, 6, 29, 13, 0))
        self.assertEqual(self._deadline("2026-12-22 09:00:00"), datetime(2027, 1, 5, 14, 0))

    def test_over_both_clock_changes_the_hour_on_the_wall_stays(self):
        self.assertEqual(self._deadline("2026-03-26 12:00:00"), datetime(2026, 4, 8, 13, 0))
        self.assertEqual(self._deadline("2026-10-22 12:00:00"), datetime(2026, 11, 2, 14, 0))

    def test_a_local_closing_day_moves_the_deadline(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Move of the clinic",
                "calendar_id": self.area.calendar_id.id,
                "date_from": "2026-11-10 05:00:00",
                "date_to": "2026-11-10 21:00:00",
            }
        )
        self.assertEqual(self._deadline("2026-11-09 08:00:00"), datetime(2026, 11, 19, 14, 0))

    def test_a_case_is_late_after_its_deadline_until_it_is_answered(self):
        with freeze_time("2026-11-09 08:00:00"):
            case = self.make_case(**CONTACT).with_user(self.handler)
        late = [("hva_is_late", "=", True), ("id", "=", case.id)]
        with freeze_time("2026-11-18 14:00:00"):
            self.assertFalse(case.hva_is_late)
            self.assertFalse(case.search(late))
        with freeze_time("2026-11-18 14:00:01"):
            case.invalidate_recordset()
            self.assertTrue(case.hva_is_late)
            self.assertEqual(case.search(late), case)
            self.assertFalse(case.search([("hva_is_late", "=", False), ("id", "=", case.id)]))
            case.action_hva_take()
            self.assertTrue(case.hva_is_late, "taking it does not answer anybody")
            case.action_hva_answered()
            self.assertFalse(case.hva_is_late)
            self.assertFalse(case.search(late))

    def test_changing_the_calendar_later_moves_no_promise(self):
        with freeze_time("2026-11-09 08:00:00"):
            case = self.make_case(**CONTACT)
        before = case.hva_deadline_at
        self.area.calendar_id.attendance_ids[:1].unlink()
        self.assertEqual(case.hva_deadline_at, before)
