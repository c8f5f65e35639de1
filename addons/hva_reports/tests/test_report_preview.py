"""Whoever keeps a schedule looks at the mail before anybody gets it."""

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common_reports import ReportCase


@tagged("post_install", "-at_install")
class TestReportPreview(ReportCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper = cls.person("preview_keeper", (cls.county, "manager"))
        cls.keeper.group_ids += cls.env.ref("hva_feedback.hva_feedback_group_admin")
        cls.manager = cls.person("preview_manager", (cls.eura, "manager"))
        for user in cls.keeper + cls.manager:
            user.password = user.login
        cls.give(cls.eura, "2026-10-05", nps=9, text="Thank you <b>all</b>", count=4)
        cls.schedule.period_to_send = "2026-10-01"

    def look(self, user):
        self.env.flush_all()
        self.authenticate(user.login, user.login)
        return self.url_open(self.schedule.with_user(self.keeper).action_preview()["url"])

    def test_it_is_the_mail_of_the_period_and_sends_nothing(self):
        page = self.look(self.keeper)
        self.assertEqual(page.status_code, 200)
        for words in ("October 2026", "Net Promoter Score", "Thank you &lt;b&gt;all&lt;/b&gt;"):
            self.assertIn(words, page.text)
        self.assertIn("default-src 'none'", page.headers["Content-Security-Policy"])
        self.assertFalse(self.env["hva.report.run"].search([]))

    def test_a_schedule_that_is_none_is_not_found(self):
        self.authenticate(self.keeper.login, self.keeper.login)
        for number in ("0", "999999", "9" * 30):
            self.assertEqual(self.url_open(f"/hva/report/{number}/preview").status_code, 404)

    @mute_logger("odoo.http")
    def test_nobody_else_opens_it(self):
        page = self.look(self.manager)
        self.assertEqual(page.status_code, 403)
        self.assertNotIn("Net Promoter", page.text)
