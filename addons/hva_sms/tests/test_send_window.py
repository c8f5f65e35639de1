from odoo.tests import tagged

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestSendWindow(SmsCase):
    """Working days of Finland, local hours, also when days have passed since the decision."""

    def due_at(self, now, visit_end):
        self.travel(now)
        visit = self.take_in([self.row(visit_end, visit_end=visit_end)], visit_end[:10])[visit_end]
        return str(visit.invitation_id.due_at)

    def test_christmas(self):
        self.assertEqual(self.due_at("2026-12-23 14:00", "2026-12-23T15:00:00+02:00"), "2026-12-28 08:00:00")

    def test_rule_that_sends_on_holidays_sends_at_christmas(self):
        self.rule.write({"is_sent_on_holidays": True, "is_next_working_day": False})
        self.assertEqual(self.due_at("2026-12-25 12:00", "2026-12-25T13:00:00+02:00"), "2026-12-25 12:00:00")

    def test_midsummer(self):
        self.assertEqual(self.due_at("2027-06-24 14:00", "2027-06-24T15:00:00+03:00"), "2027-06-28 07:00:00")

    def test_night_of_the_clock_change(self):
        self.assertEqual(self.due_at("2026-10-23 14:00", "2026-10-23T15:00:00+03:00"), "2026-10-26 08:00:00")

    def test_local_closing_day(self):
        calendar = self.env["resource.calendar"].create({"name": "Clinic"})
        self.county.calendar_id = calendar
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Closed",
                "calendar_id": calendar.id,
                "date_from": "2026-11-03 00:00:00",
                "date_to": "2026-11-03 21:00:00",
            }
        )
        self.assertEqual(self.due_at("2026-11-02 12:00", "2026-11-02T10:00:00+02:00"), "2026-11-04 08:00:00")

    def test_own_hours_and_days_of_a_rule(self):
        self.rule.write({"window_start": 12.5, "is_sent_tuesday": False})
        self.assertEqual(self.due_at("2026-11-02 12:00", "2026-11-02T10:00:00+02:00"), "2026-11-04 10:30:00")

    def test_closed_window_puts_off_what_is_due(self):
        [invitation] = self.invite()
        self.travel("2026-11-03 16:00")
        self.dispatch()
        self.assertEqual((invitation.state, str(invitation.due_at)), ("due", "2026-11-04 08:00:00"))
        self.assertFalse(self.fake.sent)
        self.travel("2026-11-04 08:01")
        self.dispatch()
        self.assertEqual(invitation.state, "submitted")

    def test_message_lives_no_longer_than_the_window(self):
        self.invite()
        self.travel("2026-11-03 15:50")
        self.dispatch()
        self.assertEqual([msg.validity_minutes for msg in self.fake.sent], [10])

    def test_christmas_wait_is_not_cut_at_72_hours(self):
        self.due_at("2026-12-23 14:00", "2026-12-23T15:00:00+02:00")
        for _day in range(4):
            self.travel(days=1)
            self.dispatch()
            self.env["hva.invitation"]._cron_erase()
        self.travel("2026-12-28 08:05")
        self.dispatch()
        self.assertEqual(len(self.fake.sent), 1)
