"""The person responsible is reminded: each step once, by a to-do and a mail without content."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import TransactionCase, tagged

from .case_story import CANARY
from .improvement_story import ImprovementWorld


@tagged("post_install", "-at_install")
class TestImprovementReminders(ImprovementWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()

    def setUp(self):
        super().setUp()
        with freeze_time("2026-11-01 10:00:00"):
            self.improvement = self.decide(self.improve(name=f"About {CANARY}", heard=CANARY), "2026-12-10")
        self.env["mail.mail"].search([]).unlink()

    def run_job(self, moment):
        """Run the job at a moment (UTC); return the subjects of the mails it made."""
        reports = []

        def report(cron, processed=0, *, remaining=None, deactivate=False):
            reports.append((processed, remaining))
            return 60.0

        self.patch(type(self.env["ir.cron"]), "_commit_progress", report)
        before = self.env["mail.mail"].search([])
        with freeze_time(moment):
            self.env["hva.improvement"]._cron_remind()
        self.env.flush_all()
        return self.env["mail.mail"].search([]) - before

    def test_a_quarter_of_a_year_brings_each_step_once(self):
        sent = []
        moment = datetime(2026, 11, 2, 0, 30)
        while moment < datetime(2027, 3, 1):
            sent += [(moment.date().isoformat(), mail.subject) for mail in self.run_job(moment)]
            # by night and by day, around the day that counts
            moment += (
                timedelta(hours=12) if datetime(2026, 12, 1) < moment < datetime(2026, 12, 14) else timedelta(days=5)
            )
        self.assertEqual(
            sent,
            [
                ("2026-12-03", "The day of an improvement is near: Clinic"),
                ("2026-12-10", "An improvement should be done today: Clinic"),
                ("2026-12-11", "An improvement is late: Clinic"),
            ],
        )

    def test_the_mail_goes_to_the_person_and_says_nothing_of_the_content(self):
        mail = self.run_job("2026-12-10 09:00:00")
        self.assertEqual(mail.recipient_ids, self.handler.partner_id)
        whole = f"{mail.subject} {mail.body_html} {mail.body}"
        self.assertNotIn(CANARY, whole)
        self.assertNotIn("Put up signs", whole)
        self.assertIn("Open the improvement", whole)

    def test_there_is_one_to_do_and_it_goes_when_it_is_done(self):
        for day in ("2026-12-03", "2026-12-10", "2026-12-11"):
            self.run_job(f"{day} 09:00:00")
        activity = self.improvement.sudo().activity_ids
        self.assertEqual(
            (len(activity), activity.user_id, activity.summary), (1, self.handler, "An improvement is late")
        )
        self.improvement.action_done()
        self.assertFalse(self.improvement.sudo().activity_ids)

    def test_nobody_is_reminded_at_night(self):
        self.assertFalse(self.run_job("2026-12-10 03:00:00"))
        self.assertTrue(self.run_job("2026-12-10 05:30:00"))

    def test_another_day_is_reminded_of_anew(self):
        self.assertTrue(self.run_job("2026-12-10 09:00:00"))
        self.improvement.due_on = "2027-01-20"
        self.assertFalse(self.run_job("2026-12-11 09:00:00"))
        self.assertEqual(len(self.run_job("2027-01-20 09:00:00")), 1)

    def test_who_has_left_is_not_reminded_but_the_manager_is(self):
        self.env["hva.unit.access"].search([("user_id", "=", self.handler.id)]).unlink()
        self.assertEqual(self.run_job("2026-12-10 09:00:00").recipient_ids, self.manager.partner_id)

    def test_the_effect_is_asked_for_after_three_months(self):
        with freeze_time("2026-12-10 09:00:00"):
            self.improvement.action_done()
        self.assertFalse(self.run_job("2027-03-09 09:00:00"))
        self.assertEqual(self.run_job("2027-03-10 09:00:00").subject, "Did the improvement have an effect?: Clinic")
        self.assertFalse(self.run_job("2027-04-10 09:00:00"))
