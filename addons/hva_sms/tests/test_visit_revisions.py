from odoo.tests import tagged

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestVisitRevisions(SmsCase):
    """A patient system corrects itself: what that changes depends on how far the invitation has come."""

    def setUp(self):
        super().setUp()
        self.visit = self.take_in([self.row("e1")], "first")["e1"]

    def send(self):
        self.travel("2026-11-03 08:05")
        self.dispatch()
        return self.fake.sent

    def test_higher_revision_replaces_a_visit_that_waits(self):
        self.take_in([self.row("e1", revision=2, phone="0405550001", unit_oid=self.ward.oid)], "second")
        self.assertEqual(self.results("second")["e1"], ("updated", ""))
        self.assertEqual((self.visit.reason, self.visit.unit_id), ("invited", self.ward))
        self.assertEqual([msg.to for msg in self.send()], ["+358405550001"])

    def test_visit_entered_in_error_is_not_asked_about(self):
        self.take_in([self.row("e1", revision=2, status="entered_in_error")], "second")
        self.assertEqual(self.results("second")["e1"], ("skipped", "not_finished"))
        self.assertEqual(self.visit.reason, "not_finished")
        self.assertFalse(self.send())

    def test_non_disclosure_that_comes_later_takes_everything_back(self):
        self.take_in([self.row("e1", revision=2, non_disclosure="true")], "second")
        self.assertEqual(self.visit.reason, "non_disclosure")
        self.assertFalse(self.visit.phone or self.visit.phone_hmac or self.visit.invitation_id)
        self.assertFalse(self.env["hva.quarantine"].search([]))
        self.assertFalse(self.send())

    def test_taking_back_deletes_link_and_rest_time(self):
        self.assertEqual(self.env["hva.feedback.link"].search_count([]), 20)
        self.take_in([self.row("e1", revision=2, status="cancelled")], "second")
        self.assertEqual(self.env["hva.feedback.link"].search_count([]), 19, "the look-alikes stay until they expire")
        self.assertEqual(self.reasons([self.row("e2")], "third"), {"e2": "invited"}, "the person was never asked")

    def test_same_revision_again_is_a_duplicate_and_with_other_content_a_conflict(self):
        self.take_in([self.row("e1")], "second")
        self.assertEqual(self.results("second")["e1"], ("duplicate", "duplicate"))
        self.take_in([self.row("e1", unit_oid=self.ward.oid)], "third")
        self.assertEqual(self.results("third")["e1"], ("rejected", "conflict"))
        self.assertEqual(self.visit.unit_id, self.clinic)

    def test_older_revision_changes_nothing(self):
        self.take_in([self.row("e1", revision=3, unit_oid=self.ward.oid)], "second")
        self.take_in([self.row("e1", revision=2)], "third")
        self.assertEqual(self.results("third")["e1"], ("duplicate", "duplicate"))
        self.assertEqual(self.visit.unit_id, self.ward)

    def test_revision_after_sending_is_too_late(self):
        message = self.send()[0]
        self.take_in([self.row("e1", revision=2, status="cancelled")], "second")
        self.assertEqual(self.results("second")["e1"], ("skipped", "too_late"))
        self.report(message, "delivered")
        self.apply_reports()
        self.take_in([self.row("e1", revision=3)], "third")
        self.assertEqual(self.results("third")["e1"], ("skipped", "too_late"))
        self.assertEqual(self.visit.reason, "invited")

    def test_revisions_within_one_file(self):
        rows = [self.row("e2", phone="0405550002"), self.row("e2", phone="0405550003", revision=2)]
        self.take_in(rows, "second")
        self.travel("2026-11-03 08:05")
        self.dispatch()
        self.assertEqual(sorted(self.fake.numbers), ["+358401234567", "+358405550003"])

    def test_repeat_is_recognised_for_30_days(self):
        self.travel("2026-12-02 12:00")
        self.env["hva.invitation"]._cron_erase()
        self.assertTrue(self.visit.event_hmac)
        self.travel("2026-12-03 12:00")
        self.env["hva.invitation"]._cron_erase()
        self.assertFalse(self.visit.event_hmac or self.visit.content_hash)
        self.drop("late", [self.row("e1")])
        self.assertEqual(self.results("late")["e1"], ("rejected", "too_old"))
