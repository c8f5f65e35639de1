import logging
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.hva_sms.gateways.base import SendResult

from .common import SmsCase

DISPATCH_LOG = "odoo.addons.hva_sms.models.hva_invitation_dispatch"
GATEWAY_LOG = "odoo.addons.hva_sms.models.hva_sms_gateway"
BREAKER_LOG = "odoo.addons.hva_sms.models.hva_sms_gateway_breaker"
WATCH_LOG = "odoo.addons.hva_sms.models.hva_sending_watch"
LATE = "Text messages are late"
STOPPED = "Sending through a gateway has been stopped"


class SendingCase(SmsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            role: new_test_user(
                cls.env,
                f"sending-{role}",
                f"base.group_user,hva_feedback.hva_feedback_group_{role}",
                lang="en_US",
                email=f"{role}@x.fi",
            )
            for role in ("technical", "admin", "handler")
        }
        cls.page = cls.env.ref("hva_sms.hva_sending_county")

    def as_(self, role):
        return self.page.with_user(self.people[role])

    def press(self, role, act, reason, **values):
        """Press a button of the page and then the one of its dialog."""
        action = getattr(self.as_(role), f"action_{act}")()
        dialog = self.env[action["res_model"]].with_user(self.people[role]).with_context(**action["context"])
        dialog.create({"reason": reason, **values}).action_confirm()
        self.page.invalidate_recordset()

    def mails(self, subject):
        return self.env["mail.mail"].search([("subject", "=", subject)])

    def trail(self, action):
        return self.env["hva.audit"].search([("action", "=", action)], limit=1)


@tagged("post_install", "-at_install")
class TestStopButton(SendingCase):
    """Whoever looks after the sending stops it at once, and it goes on only when somebody says so."""

    @mute_logger(DISPATCH_LOG)
    def test_who_stopped_when_and_why_is_shown_and_kept(self):
        invitations = self.invite(2)
        self.press("technical", "stop", "Wrong text")
        self.dispatch()
        self.assertEqual((invitations.mapped("state"), self.fake.sent), (["due", "due"], []))
        page = self.as_("admin")
        self.assertEqual(
            (page.hold, page.stopped_by_id, page.stop_reason), ("stopped", self.people["technical"], "Wrong text")
        )
        kept = self.trail("sending_stopped")
        self.assertEqual((kept.user_id, kept.reason), (self.people["technical"], "Wrong text"))
        self.press("admin", "resume", "Text mended")
        self.assertEqual((page.hold, page.stop_reason), ("running", False))
        self.dispatch()
        self.assertEqual(invitations.mapped("state"), ["submitted", "submitted"])
        kept = self.trail("sending_resumed")
        self.assertEqual((kept.user_id, kept.reason, kept.details), (self.people["admin"], "Text mended", {"due": 2}))

    def test_others_neither_see_the_page_nor_stop_anything(self):
        with self.assertRaises(AccessError):
            self.as_("handler").read(["hold"])
        for method in ("_stop", "_resume"):
            with self.assertRaises(AccessError):
                getattr(self.as_("handler"), method)("because")
        self.assertEqual(self.page.hold, "running")

    def test_setting_alone_stops_too(self):
        self.params.set_param("hva_sms.kill_switch", "1")
        self.assertEqual((self.as_("admin").hold, self.page.stopped_at), ("stopped", False))


@tagged("post_install", "-at_install")
class TestLate(SendingCase):
    """What is due and does not leave is told once, without a word of whose it is."""

    def test_technical_people_are_told_once_until_it_is_over(self):
        self.invite(3)
        self.travel(minutes=20)
        self.watch()
        self.assertFalse(self.mails(LATE))
        self.travel(minutes=10)
        with self.assertLogs(WATCH_LOG, logging.WARNING):
            self.watch()
        self.watch()
        mail = self.mails(LATE).filtered(lambda mail: self.people["technical"].partner_id in mail.recipient_ids)
        self.assertEqual(len(mail), 1)
        self.assertIn("3 text messages are due", mail.body_html)
        self.assertNotIn(self.phones(1)[0][-6:], mail.body_html)
        self.assertTrue(self.as_("technical").is_late)
        self.dispatch()
        self.page.invalidate_recordset()
        self.watch()
        self.assertFalse(self.page.late_since or self.as_("technical").is_late)

    def watch(self):
        self.page.invalidate_recordset()
        self.env["hva.sending"]._cron_watch()

    def test_limit_is_a_setting(self):
        self.invite()
        self.params.set_param("hva_sms.late_minutes", "120")
        self.travel(minutes=100)
        self.assertFalse(self.page.is_late)

    def test_what_waits_for_its_window_is_not_late(self):
        self.invite()
        self.travel("2026-11-03 16:00")
        self.dispatch()
        self.travel("2026-11-03 20:00")
        self.page.invalidate_recordset()
        self.assertEqual((self.page.is_late, self.page.due_count, self.page.later_count), (False, 0, 1))


@tagged("post_install", "-at_install")
class TestBreaker(SendingCase):
    """A gateway that leaves too many outcomes open is stopped until a person lets it go on."""

    def lose(self, times):
        """Let the gateway leave `times` messages open, each after the pause of the one before."""
        for _each in range(times):
            self.fake.replies = [SendResult("unknown", "read_timeout")]
            self.dispatch()
            self.travel(minutes=61)

    @mute_logger(GATEWAY_LOG, DISPATCH_LOG)
    def test_five_in_a_row_stop_it_and_a_person_lets_it_go_on(self):
        invitations = self.invite(10)
        with self.assertLogs(BREAKER_LOG, logging.ERROR):
            self.lose(5)
        self.assertEqual(self.gateway.stopped_because, "in_a_row")
        self.dispatch()
        self.assertEqual(self.count_by(invitations, "state"), {"unknown": 5, "due": 5})
        mail = self.mails(STOPPED).filtered(lambda mail: self.people["technical"].partner_id in mail.recipient_ids)
        self.assertEqual(len(mail), 1)
        self.gateway.with_user(self.people["technical"]).action_resume()
        self.assertEqual(self.trail("gateway_resumed").details, {"because": "in_a_row"})
        self.dispatch()
        self.assertEqual(self.count_by(invitations, "state"), {"unknown": 5, "submitted": 5})

    @mute_logger(GATEWAY_LOG, DISPATCH_LOG)
    def test_share_of_the_day_stops_it_and_what_was_before_a_resumption_does_not_count_again(self):
        self.gateway.most_in_a_row = 0
        self.invite(40)
        self.fake.replies = [SendResult("accepted")] * 17
        self.dispatch_only(17)
        with self.assertLogs(BREAKER_LOG, logging.ERROR):
            for _each in range(5):
                self.fake.replies = [SendResult("unknown", "read_timeout")]
                self.dispatch_only(1)
        self.assertEqual(self.gateway.stopped_because, "share")
        self.gateway.with_user(self.people["technical"]).action_resume()
        self.fake.replies = [SendResult("unknown", "read_timeout")]
        self.dispatch_only(1)
        self.assertFalse(self.gateway.stopped_at)

    @mute_logger(GATEWAY_LOG, DISPATCH_LOG)
    def test_gateway_that_is_down_is_tried_again_by_itself_for_ever(self):
        [invitation] = self.invite()
        self.fake.replies = [SendResult("busy", "not_connected")] * 6
        for _each in range(7):
            self.dispatch()
            self.travel(minutes=61)
        self.assertEqual((self.gateway.stopped_at, invitation.state), (False, "submitted"))

    @mute_logger(GATEWAY_LOG, DISPATCH_LOG, BREAKER_LOG)
    def test_another_gateway_takes_over_from_a_stopped_one(self):
        other = self.gateway.copy({"name": "Other", "sender_id": "Other"})
        self.gateway.fallback_id = other
        self.rule.gateway_id = self.gateway
        invitations = self.invite(8)
        self.gateway.most_in_a_row = 1
        self.lose(1)
        self.dispatch()
        self.assertEqual(self.count_by(invitations, "state"), {"unknown": 1, "submitted": 7})

    def dispatch_only(self, count):
        """Send so many messages, whatever pause the gateway is in."""
        self.gateway.paused_until = False
        with self.limited_to(count):
            self.dispatch()

    def limited_to(self, count):
        sent = len(self.fake.sent) + count
        page = type(self.page)
        return patch.object(page, "_is_stopped_by_hand", lambda _page: len(self.fake.sent) >= sent)
