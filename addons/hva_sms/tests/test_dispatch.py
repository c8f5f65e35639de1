import contextlib
import logging
from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hva_sms.gateways.base import SendResult

from .common import SmsCase

DISPATCH_LOG = "odoo.addons.hva_sms.models.hva_invitation_dispatch"
GATEWAY_LOG = "odoo.addons.hva_sms.models.hva_sms_gateway"
STATE_LOG = "odoo.addons.hva_sms.models.hva_invitation_state"


@tagged("post_install", "-at_install")
class TestDispatch(SmsCase):
    """At most one message per visit, whatever the gateway says or does not say."""

    def states(self, invitations):
        return invitations.mapped("state")

    def test_accepted_message_is_submitted(self):
        [invitation] = self.invite()
        self.dispatch()
        [message] = self.fake.sent
        self.assertEqual(message.to, self.phones(1)[0])
        self.assertEqual(message.sender, "County")
        self.assertIn("https://palaute.example.fi/p/", message.text)
        self.assertEqual(message.validity_minutes, 475, "from 10:05 until the window closes at 18:00")
        self.assertEqual((invitation.state, str(invitation.sent_on)), ("submitted", "2026-11-03"))
        self.dispatch()
        self.assertEqual(len(self.fake.sent), 1)

    def test_nothing_goes_before_its_time(self):
        invitations = self.invite()
        self.travel("2026-11-03 07:59")
        self.dispatch()
        self.assertEqual((self.states(invitations), self.fake.sent), (["due"], []))

    def test_claim_is_committed_before_the_call(self):
        [invitation] = self.invite()
        steps = []
        job = type(self.env["hva.sms.job"])
        commit = job._commit

        def note_commit(self, *args):
            steps.append(("commit", invitation.state))
            return commit(self, *args)

        self.fake.before_reply = lambda msg: steps.append(("call", invitation.state))
        with patch.object(job, "_commit", note_commit):
            self.dispatch()
        called = steps.index(("call", "claimed"))
        self.assertEqual(steps[called - 1], ("commit", "claimed"))
        self.assertEqual(steps[called + 1], ("commit", "submitted"))

    def test_refused_message_has_failed_with_its_code(self):
        [invitation] = self.invite()
        self.fake.replies = [SendResult("refused", "bad_number")]
        self.dispatch()
        self.assertEqual((invitation.state, invitation.failure_code), ("failed", "bad_number"))
        self.assertFalse(invitation.phone or invitation.text)

    @mute_logger(GATEWAY_LOG)
    def test_busy_gateway_gets_the_message_again_later(self):
        [invitation] = self.invite()
        self.fake.replies = [SendResult("busy", "http_503")] * 2
        self.dispatch()
        self.assertEqual((invitation.state, invitation.failure_code), ("due", "http_503"))
        self.dispatch()
        self.assertEqual(len(self.fake.sent), 1, "not before the pause is over")
        self.travel(minutes=2)
        self.dispatch()
        self.travel(minutes=6)
        self.dispatch()
        self.assertEqual((len(self.fake.sent), invitation.state), (3, "submitted"))
        self.assertEqual(self.gateway.failure_count, 0)

    @mute_logger(GATEWAY_LOG)
    def test_unknown_is_never_sent_again(self):
        [invitation] = self.invite()
        self.fake.replies = [SendResult("unknown", "read_timeout")]
        self.dispatch()
        self.assertEqual((invitation.state, invitation.failure_code), ("unknown", "read_timeout"))
        self.assertFalse(invitation.phone or invitation.text)
        for _hour in range(80):
            self.travel(hours=1)
            self.dispatch()
            self.env["hva.invitation"]._cron_erase()
        self.assertEqual((len(self.fake.sent), invitation.state), (1, "unknown"))

    def test_outage_costs_one_message_for_each_probe(self):
        invitations = self.invite(30)
        self.fake.replies = [SendResult("unknown", "broken_connection")] * 2
        with mute_logger(GATEWAY_LOG):
            self.dispatch()
            self.assertEqual(self.count_by(invitations, "state"), {"unknown": 1, "due": 29})
            job = self.env.ref("hva_sms.ir_cron_hva_dispatch")
            triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", job.id)])
            self.assertIn(self.gateway.paused_until, triggers.mapped("call_at"), "the job comes when the pause is over")
            self.travel(minutes=2)
            self.dispatch()
        self.assertEqual(self.count_by(invitations, "state"), {"unknown": 2, "due": 28})
        self.travel(minutes=1)
        self.dispatch()
        self.assertEqual(len(self.fake.sent), 2, "the pause has doubled")
        self.travel(minutes=5)
        self.dispatch()
        self.assertEqual(self.count_by(invitations, "state"), {"unknown": 2, "submitted": 28})
        self.assertEqual(len(set(self.fake.numbers)), 30)

    def test_adapter_that_breaks_leaves_the_message_unknown(self):
        [invitation] = self.invite()
        self.fake.replies = [ValueError(f"could not send to {invitation.phone}")]
        with self.assertLogs("odoo", logging.INFO) as logs:
            self.dispatch()
        self.assertEqual(invitation.state, "unknown")
        self.assertNotIn(self.phones(1)[0], "\n".join(logs.output))

    def test_crash_between_claim_and_call_is_not_sent_again(self):
        invitations = self.invite(3)
        self.fake.replies = [KeyboardInterrupt()]  # as when the process is told to die
        # not assertRaises, which would roll the claim back: it was committed
        with contextlib.suppress(KeyboardInterrupt):
            self.dispatch()
        self.env.invalidate_all()
        self.assertEqual(self.states(invitations), ["claimed"] * 3)
        self.dispatch()
        self.assertEqual(len(self.fake.sent), 1)
        self.travel(minutes=5)
        with self.assertLogs(STATE_LOG, logging.WARNING):
            self.dispatch()
        self.assertEqual(self.states(invitations), ["unknown"] * 3)
        self.assertEqual(len(self.fake.sent), 1)

    @mute_logger(DISPATCH_LOG)
    def test_kill_switch_stops_everything_and_lets_go_again(self):
        invitations = self.invite(2)
        self.params.set_param("hva_sms.kill_switch", "1")
        self.dispatch()
        self.assertEqual(self.states(invitations), ["due", "due"])
        self.params.set_param("hva_sms.kill_switch", "")
        self.dispatch()
        self.assertEqual(self.states(invitations), ["submitted", "submitted"])

    @mute_logger(DISPATCH_LOG)
    def test_kill_switch_stops_a_run_before_its_next_message(self):
        invitations = self.invite(30)
        self.fake.before_reply = lambda msg: self.params.set_param("hva_sms.kill_switch", "1")
        self.dispatch()
        self.assertEqual(self.count_by(invitations, "state"), {"submitted": 1, "due": 29})

    def test_messages_leave_at_the_pace_of_their_gateway(self):
        self.invite(3)
        self.gateway.rate_per_minute = 30
        pauses = []
        with patch.object(type(self.env["hva.sms.job"]), "_pause", lambda job, seconds: pauses.append(seconds)):
            self.dispatch()
        self.assertEqual((len(self.fake.sent), set(pauses)), (3, {2.0}))

    def test_slow_gateway_is_no_crash(self):
        """What is claimed and not tried within a minute goes back, so nothing looks abandoned that is not."""
        invitations = self.invite(6)
        ages = []

        def take_long(msg):
            self.travel(seconds=40)
            claimed = invitations.filtered(lambda each: each.state == "claimed")
            ages.append(self.now.replace(tzinfo=None) - min(claimed.mapped("state_at")))

        self.fake.before_reply = take_long
        self.dispatch()
        self.assertEqual((self.states(invitations), len(set(self.fake.numbers))), (["submitted"] * 6, 6))
        self.assertLess(max(ages), timedelta(minutes=2))

    def test_opt_out_between_decision_and_sending_is_respected(self):
        [invitation] = self.invite()
        self.env["hva.opt.out"]._add(self.env["hva.person.key"]._hmac("phone", invitation.phone))
        self.dispatch()
        self.assertEqual((invitation.state, invitation.failure_code, self.fake.sent), ("failed", "opted_out", []))

    def test_archived_gateway_sends_nothing(self):
        invitations = self.invite()
        self.gateway.action_archive()
        self.dispatch()
        self.assertEqual((self.states(invitations), self.fake.sent), (["due"], []))

    def test_paused_rule_holds_what_is_due(self):
        invitations = self.invite()
        self.rule.is_paused = True
        self.dispatch()
        self.assertEqual((self.states(invitations), self.fake.sent), (["due"], []))

    def test_what_cannot_be_sent_in_72_hours_is_given_up(self):
        [invitation] = self.invite()
        self.params.set_param("hva_sms.kill_switch", "1")
        self.travel("2026-11-06 08:10")
        with mute_logger(DISPATCH_LOG):
            self.dispatch()
        self.assertEqual((invitation.state, invitation.failure_code), ("expired", "too_late"))
        self.assertFalse(invitation.phone or invitation.text)

    def test_each_rule_sends_through_its_own_gateway(self):
        other = self.gateway.copy({"name": "Other", "sender_id": "Ward"})
        self.rule.copy({"unit_id": self.ward.id, "gateway_id": other.id})
        self.take_in([self.row("a", phone="0405550001"), self.row("b", phone="0405550002", unit_oid=self.ward.oid)])
        self.travel("2026-11-03 08:05")
        self.dispatch()
        self.assertEqual(
            {msg.to: msg.sender for msg in self.fake.sent}, {"+358405550001": "County", "+358405550002": "Ward"}
        )

    def test_texts_follow_the_language_and_fit_one_message(self):
        from odoo.addons.hva_sms.tools.sms_text import segments

        rows = [
            self.row(lang, language=lang, phone=number)
            for lang, number in zip(("fi", "sv", "en", "ar"), self.phones(4), strict=True)
        ]
        self.take_in(rows)
        self.travel("2026-11-03 08:05")
        self.dispatch()
        by_number = {msg.to: msg.text for msg in self.fake.sent}
        starts = [by_number[number].split("!")[0] for number in self.phones(4)]
        self.assertEqual(starts, ["Hei", "Hej", "Hello", "Hello"])
        self.assertEqual({segments(text).parts for text in by_number.values()}, {1})
