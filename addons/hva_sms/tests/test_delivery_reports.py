from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hva_sms.gateways.base import SendResult

from .common import SmsCase

GATEWAY_LOG = "odoo.addons.hva_sms.models.hva_sms_gateway"


@tagged("post_install", "-at_install")
class TestDeliveryReports(SmsCase):
    """Reports come late, twice, early and in any order; states only go forward."""

    def send(self, count=1):
        invitations = self.invite(count)
        self.dispatch()
        return invitations, self.fake.sent

    def test_delivered_message_keeps_day_unit_and_outcome_only(self):
        [invitation], [message] = self.send()
        visit = invitation.visit_ids
        self.report(message, "submitted")
        self.report(message, "delivered")
        self.apply_reports()
        kept = {"unit_id", "rule_id", "survey_id", "gateway_id", "kind", "lang_code", "state", "due_on", "sent_on"}
        kept |= {"answer_mode"}  # by link or by text message: two response rates
        data = invitation.read(load="")[0]
        left = {name for name, value in data.items() if value and name not in {"id", "display_name"}}
        self.assertEqual(left, kept)
        self.assertEqual(invitation.state, "delivered")
        self.assertFalse(
            visit.invitation_id or visit.phone_hmac or visit.client_hmac or visit.visit_end_at or visit.age_years
        )
        self.assertEqual((visit.reason, visit.unit_id), ("invited", self.clinic))

    def test_late_report_does_not_undo_delivery(self):
        [invitation], [message] = self.send()
        for state in ("delivered", "submitted", "failed"):
            self.report(message, state)
            self.apply_reports()
        self.assertEqual(invitation.state, "delivered")

    def test_reports_that_wait_together_are_applied_by_rank(self):
        [invitation], [message] = self.send()
        self.report(message, "delivered")
        self.report(message, "submitted")
        self.apply_reports()
        self.assertEqual(invitation.state, "delivered")

    def test_repeated_report_is_stored_once(self):
        _invitations, [message] = self.send()
        for _time in range(3):
            self.report(message, "submitted")
        self.assertEqual(self.env["hva.delivery.report"].search_count([]), 1)

    def test_report_during_the_call_waits_for_the_result(self):
        invitations = self.invite()

        def report_at_once(msg):
            self.report(msg, "delivered")
            self.apply_reports()
            self.assertEqual(invitations.state, "claimed")

        self.fake.before_reply = report_at_once
        self.dispatch()
        self.assertEqual(invitations.state, "submitted")
        self.apply_reports()
        self.assertEqual(invitations.state, "delivered")

    @mute_logger(GATEWAY_LOG)
    def test_report_resolves_what_was_unknown(self):
        [invitation] = self.invite()
        self.fake.replies = [SendResult("unknown", "read_timeout")]
        self.dispatch()
        self.report(self.fake.sent[0], "delivered")
        self.apply_reports()
        self.assertEqual(invitation.state, "delivered")

    def test_failure_has_its_code(self):
        [invitation], [message] = self.send()
        self.report(message, "failed", "undeliv:069")
        self.apply_reports()
        self.assertEqual((invitation.state, invitation.failure_code), ("failed", "undeliv:069"))

    def test_forged_tokens_change_nothing(self):
        [invitation], _messages = self.send()
        for token in ("x", "0" * 22, "' OR 1=1 --", "%00"):
            self.env["hva.delivery.report"]._receive(token, {"state": "delivered"})
        self.assertFalse(self.env["hva.delivery.report"].search([]))
        self.assertEqual(invitation.state, "submitted")

    def test_silence_ends_in_unknown_after_72_hours_with_everything_erased(self):
        [invitation], _messages = self.send()
        visit = invitation.visit_ids
        self.travel(hours=71)
        self.env["hva.invitation"]._cron_erase()
        self.assertEqual((invitation.state, bool(invitation.phone)), ("submitted", True))
        self.travel(hours=2)
        self.env["hva.invitation"]._cron_erase()
        self.assertEqual((invitation.state, invitation.failure_code), ("unknown", "no_report"))
        self.assertFalse(invitation.phone or invitation.text or visit.phone_hmac)
        self.travel(hours=73)
        self.env["hva.invitation"]._cron_erase()
        self.assertFalse(invitation.state_at or invitation.due_at or invitation.dlr_token_hash or visit.invitation_id)

    def test_reports_are_forgotten_after_72_hours(self):
        _invitations, [message] = self.send()
        self.report(message, "delivered")
        self.apply_reports()
        self.travel(hours=73)
        self.env["hva.invitation"]._cron_erase()
        self.assertFalse(self.env["hva.delivery.report"].search([]))
