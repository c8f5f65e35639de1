import contextlib
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.hva_sms.gateways.base import GatewayConfigError, QueryResult, Report, SendResult
from odoo.addons.hva_sms.gateways.dry_run import DryRunGateway
from odoo.addons.hva_sms.gateways.kannel import KannelGateway

from .common import FakeGateway, SmsCase

GATEWAY_LOG = "odoo.addons.hva_sms.models.hva_sms_gateway"
STATE_LOG = "odoo.addons.hva_sms.models.hva_invitation_state"
RECONCILE_LOG = "odoo.addons.hva_sms.models.hva_invitation_reconcile"
NEVER_SEEN = QueryResult("never_seen")
TIMEOUT = SendResult("unknown", "read_timeout")


class AskableGateway(FakeGateway):
    """A gateway that can be asked; its answers are what the test says, then `unclear`."""

    can_query = True

    def __init__(self):
        super().__init__()
        self.asked = []
        self.answers = []

    def query(self, ref):
        self.asked.append(ref)
        answer = self.answers.pop(0) if self.answers else QueryResult("unclear")
        if isinstance(answer, Exception):
            raise answer
        return answer


class UnknownCase(SmsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technical = new_test_user(cls.env, "unk", "base.group_user,hva_feedback.hva_feedback_group_technical")

    def lose(self, count=1):
        """Send messages of which nobody knows whether they arrived; return their invitations."""
        invitations = self.invite(count)
        with mute_logger(GATEWAY_LOG):
            for _message in range(count):
                self.fake.replies = [TIMEOUT]
                self.gateway.action_resume()
                self.dispatch()
        self.assertEqual(set(invitations.mapped("state")), {"unknown"})
        self.gateway.action_resume()
        return invitations

    def has_personal(self, invitations):
        return any(invitation.phone or invitation.text for invitation in invitations)


@tagged("post_install", "-at_install")
class TestUnknownAtAMuteGateway(UnknownCase):
    """Kannel cannot be asked: what is unknown there stays so until a report or 72 hours, and is never sent again."""

    def test_nothing_is_asked_kept_or_resent(self):
        [invitation] = self.lose()
        self.assertFalse(self.has_personal(invitation) or invitation.can_ask_gateway or self.gateway.can_query)
        with patch.object(FakeGateway, "query", side_effect=AssertionError("asked")):
            for _hour in range(80):
                self.travel(hours=1)
                self.dispatch()
                self.env["hva.invitation"]._cron_erase()
        self.assertEqual((invitation.state, len(self.fake.sent)), ("unknown", 1))
        self.assertFalse(invitation.state_at or invitation.dlr_token_hash or invitation.unknown_hours)

    def test_late_report_settles_it(self):
        [invitation] = self.lose()
        self.travel(hours=30)
        self.assertEqual(invitation.unknown_hours, 30)
        self.report(self.fake.sent[0], "delivered")
        self.apply_reports()
        self.assertEqual(invitation.state, "delivered")

    def test_button_says_that_it_cannot_be_asked(self):
        invitation = self.lose().with_user(self.technical)
        with self.assertRaisesRegex(UserError, "not resent"):
            invitation.action_ask_gateway()

    def test_kannel_is_mute_and_a_broken_setting_too(self):
        self.assertFalse(KannelGateway.can_query)
        self.assertEqual(KannelGateway("http://127.0.0.1:1/x", "a", "b").query("hva-1").answer, "unclear")
        with patch.object(type(self.gateway), "_get_adapter", side_effect=GatewayConfigError("no password")):
            self.assertFalse(self.gateway._can_query())


@tagged("post_install", "-at_install")
class TestUnknownAtAnAskableGateway(UnknownCase):
    """A gateway that knows our reference is asked, and only its definite "never seen" sends a message again."""

    def setUp(self):
        super().setUp()
        self.fake = AskableGateway()
        self.patch(type(self.gateway), "_get_adapter", lambda gateway: self.fake)

    def ask(self, *answers, minutes=16):
        self.fake.answers = list(answers)
        self.travel(minutes=minutes)
        with mute_logger(RECONCILE_LOG):
            self.dispatch()

    def test_never_seen_is_sent_again_once(self):
        [invitation] = self.lose()
        self.assertTrue(self.has_personal(invitation) and invitation.can_ask_gateway)
        self.ask(NEVER_SEEN)
        self.assertEqual(self.fake.asked, [f"hva-{invitation.id}"])
        self.assertEqual((invitation.state, len(self.fake.sent)), ("submitted", 2))
        self.assertEqual(self.fake.sent[0].ref, self.fake.sent[1].ref)
        self.assertEqual(len(set(self.fake.numbers)), 1)
        self.ask(minutes=120)
        self.assertEqual((len(self.fake.asked), len(self.fake.sent)), (1, 2))
        self.report(self.fake.sent[1], "delivered")
        self.apply_reports()
        self.assertEqual(invitation.state, "delivered")
        self.assertFalse(self.has_personal(invitation))

    def test_not_asked_before_the_gateway_had_time_to_take_it(self):
        [invitation] = self.lose()
        self.ask(NEVER_SEEN, minutes=14)
        invitation.with_user(self.technical).action_ask_gateway()
        self.dispatch()
        self.assertEqual(
            (self.fake.asked, invitation.state), ([], "unknown"), "not even when somebody presses the button"
        )

    def test_known_with_an_outcome_settles_it(self):
        for number, (state, code) in enumerate(
            (("delivered", ""), ("failed", "undeliv:069"), ("expired", "expired:027"))
        ):
            with self.subTest(state):
                self.fake.__init__()
                rows = [self.row(f"known-{number}", phone=f"+3584066600{number:02}")]
                self.travel(f"{self.now:%Y-%m-%d} 12:00")
                rows[0]["visit_end"] = f"{self.now:%Y-%m-%dT%H:%M:%SZ}"
                invitation = self.take_in(rows, name=f"known-{number}")[f"known-{number}"].invitation_id
                self.travel(hours=20, minutes=10)
                self.fake.replies = [TIMEOUT]
                with mute_logger(GATEWAY_LOG):
                    self.dispatch()
                self.gateway.action_resume()
                self.ask(QueryResult("known", Report(state, code)))
                self.assertEqual((invitation.state, invitation.failure_code or ""), (state, code))
                self.assertEqual(len(self.fake.sent), 1)

    def test_unclear_and_not_final_answers_change_nothing_and_are_asked_again_later(self):
        [invitation] = self.lose()
        for answer in (
            QueryResult("unclear"),
            QueryResult("known", Report("submitted")),
            QueryResult("known", Report("unknown")),
            ValueError("the adapter has a bug"),
        ):
            self.ask(answer, minutes=61)
            self.assertEqual((invitation.state, len(self.fake.sent)), ("unknown", 1))
        self.assertEqual(len(self.fake.asked), 4)
        self.ask(NEVER_SEEN, minutes=30)
        self.assertEqual(len(self.fake.asked), 4, "an hour has not gone")

    def test_unclear_answer_ends_the_round(self):
        self.lose(3)
        self.ask(QueryResult("unclear"), NEVER_SEEN, NEVER_SEEN)
        self.assertEqual(len(self.fake.asked), 1)
        self.ask(NEVER_SEEN, NEVER_SEEN, minutes=1)
        self.assertEqual((len(self.fake.asked), len(self.fake.sent)), (3, 5))

    def test_never_seen_after_the_window_waits_for_the_next_one(self):
        [invitation] = self.lose()
        self.travel("2026-11-03 16:30")
        self.ask(NEVER_SEEN)
        self.assertEqual((invitation.state, len(self.fake.sent)), ("due", 1))
        self.assertEqual(str(invitation.due_at), "2026-11-04 08:00:00")
        self.travel("2026-11-04 08:01")
        self.dispatch()
        self.assertEqual((invitation.state, len(self.fake.sent)), ("submitted", 2))

    def test_never_seen_after_72_hours_is_given_up(self):
        [invitation] = self.lose()
        self.travel(hours=71)
        self.ask(NEVER_SEEN, minutes=58)
        self.assertEqual((invitation.state, invitation.failure_code), ("expired", "too_late"))
        self.assertFalse(self.has_personal(invitation))

    def test_person_is_forgotten_after_72_hours_whatever_the_gateway_says(self):
        [invitation] = self.lose()
        self.travel("2026-11-06 07:59")
        self.env["hva.invitation"]._cron_erase()
        self.assertTrue(self.has_personal(invitation))
        self.travel("2026-11-06 08:01")  # 72 hours after the moment it was planned for, five minutes before the loss
        self.env["hva.invitation"]._cron_erase()
        self.assertFalse(self.has_personal(invitation))
        self.travel(minutes=10)
        self.env["hva.invitation"]._cron_erase()
        self.assertFalse(invitation.ask_at or invitation.state_at)
        self.assertEqual(invitation.state, "unknown")
        self.ask(NEVER_SEEN)
        self.assertEqual((self.fake.asked, len(self.fake.sent)), ([], 1))

    def test_silence_after_acceptance_is_asked_about_and_never_resent(self):
        [invitation] = self.invite()
        self.dispatch()
        self.travel(hours=73)
        self.env["hva.invitation"]._cron_erase()
        self.assertEqual((invitation.state, invitation.failure_code), ("unknown", "no_report"))
        self.assertFalse(self.has_personal(invitation))
        self.ask(NEVER_SEEN)
        self.assertEqual((invitation.state, invitation.failure_code), ("failed", "never_taken"))
        self.assertEqual(len(self.fake.sent), 1)

    def test_report_beats_never_seen(self):
        """The gateway denies it, then reports it: believed, so that nobody gets two."""
        [invitation] = self.lose()
        self.params.set_param("hva_sms.kill_switch", "1")  # due again, and not sent yet
        self.fake.answers = [NEVER_SEEN]
        self.travel(minutes=16)
        self.env["hva.invitation"]._reconcile(self.gateway)
        self.assertEqual(invitation.state, "due")
        self.report(self.fake.sent[0], "delivered")
        self.apply_reports()
        self.params.set_param("hva_sms.kill_switch", "")
        self.dispatch()
        self.assertEqual((invitation.state, len(self.fake.sent)), ("delivered", 1))

    def test_opt_out_meanwhile_is_respected(self):
        [invitation] = self.lose()
        self.env["hva.opt.out"]._add(self.env["hva.person.key"]._hmac("phone", invitation.phone))
        self.ask(NEVER_SEEN)
        self.assertEqual((invitation.state, invitation.failure_code, len(self.fake.sent)), ("failed", "opted_out", 1))

    def test_paused_gateway_is_not_asked(self):
        self.lose()
        self.gateway.paused_until = "2026-11-04 12:00:00"
        self.ask(NEVER_SEEN)
        self.assertEqual(self.fake.asked, [])

    def test_button_asks_with_the_next_run(self):
        [invitation] = self.lose()
        self.ask(QueryResult("unclear"))
        invitation.with_user(self.technical).action_ask_gateway()
        self.ask(NEVER_SEEN, minutes=0)
        self.assertEqual((len(self.fake.asked), invitation.state), (2, "submitted"))

    def test_only_the_technical_role_asks(self):
        invitation = self.lose()
        admin = new_test_user(self.env, "unk-admin", "base.group_user,hva_feedback.hva_feedback_group_admin")
        with self.assertRaises(AccessError):
            invitation.with_user(admin).action_ask_gateway()


@tagged("post_install", "-at_install")
class TestDryRunReconciles(UnknownCase):
    """The gateway that sends nothing shows the whole way: a crash, the question, the second try."""

    def test_crashed_dry_run_is_tried_again(self):
        invitations = self.invite(2)
        self.fake.replies = [KeyboardInterrupt()]
        with contextlib.suppress(KeyboardInterrupt):
            self.dispatch()
        self.env.invalidate_all()
        self.patch(type(self.gateway), "_get_adapter", lambda gateway: DryRunGateway())
        self.travel(minutes=11)
        with mute_logger(STATE_LOG):
            self.dispatch()
        self.assertEqual(invitations.mapped("state"), ["unknown", "unknown"])
        self.assertEqual({str(day) for day in invitations.mapped("sent_on")}, {"2026-11-03"})
        self.travel(minutes=16)
        self.dispatch()
        self.assertEqual(invitations.mapped("state"), ["submitted", "submitted"])


@tagged("post_install", "-at_install")
class TestGatewayHealth(UnknownCase):
    """The gateway's form says in one line whether somebody must look."""

    def health(self):
        self.gateway.invalidate_recordset()
        return self.gateway.with_user(self.technical).health

    def test_quiet_then_good(self):
        self.assertEqual(self.health(), "quiet")
        self.invite(3)
        self.dispatch()
        self.assertEqual((self.health(), self.gateway.recent_count, self.gateway.unknown_count), ("good", 3, 0))
        self.travel("2026-11-05 08:00")
        self.assertEqual(self.health(), "quiet")

    def test_many_unknown_are_an_alarm_with_their_age(self):
        self.lose(4)
        self.assertEqual(self.health(), "good", "four are too few to tell")
        self.travel(hours=3)
        rows = [self.row(f"more-{n}", phone=phone) for n, phone in enumerate(self.phones(1, first=50))]
        rows[0]["visit_end"] = "2026-11-02T09:00:00+02:00"
        self.take_in(rows, "more")
        self.fake.replies = [TIMEOUT]
        with mute_logger(GATEWAY_LOG):
            self.dispatch()
        self.assertEqual(self.health(), "unknown_high")
        self.assertEqual((self.gateway.unknown_count, self.gateway.oldest_unknown_hours), (5, 3))
        action = self.gateway.with_user(self.technical).action_show_unknown()
        found = self.env["hva.invitation"].with_user(self.technical).search(action["domain"])
        self.assertEqual(len(found), 5)

    def test_missing_reports_are_an_alarm(self):
        self.invite(12)
        self.dispatch()
        self.travel(hours=7)
        self.assertEqual((self.health(), self.gateway.silent_count), ("silent", 12))
        for message in self.fake.sent[:10]:
            self.report(message, "delivered")
        self.apply_reports()
        self.assertEqual(self.health(), "good")

    def test_pause_is_shown(self):
        self.invite(3)
        self.fake.replies = [TIMEOUT]
        with mute_logger(GATEWAY_LOG):
            self.dispatch()
        self.assertEqual(self.health(), "paused")

    def test_screens_show_age_and_reason_and_no_number(self):
        [invitation] = self.lose()
        self.travel(hours=5)
        views = [(self.env.ref("hva_sms.hva_invitation_unknown_view_list").id, "list")]
        model = self.env["hva.invitation"].with_user(self.technical)
        shown = list(model.get_views(views)["models"]["hva.invitation"]["fields"])
        self.assertFalse({"phone", "text", "state_at", "due_at"} & set(shown))
        values = model.browse(invitation.id).read(["unknown_hours", "failure_reason", "can_ask_gateway"])[0]
        self.assertEqual((values["unknown_hours"], values["failure_reason"]), (5, "read_timeout"))
        for name in ("phone", "text", "state_at", "ask_at"):
            with self.assertRaises(AccessError):
                model.browse(invitation.id).read([name])
        self.assertIn("alert", self.env["hva.sms.gateway"].with_user(self.technical).get_view(view_type="form")["arch"])
