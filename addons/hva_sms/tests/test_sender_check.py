from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import SmsCase

LOG = "odoo.addons.hva_sms.models.hva_invitation_trust"


@tagged("post_install", "-at_install")
class TestSenderCheck(SmsCase):
    """Nothing real leaves under a sender that is not authorised, or with a link that nobody can judge."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "hva_feedback.hva_feedback_group_technical"
        cls.technical = new_test_user(cls.env, "technical", groups=groups, lang="en_US")
        cls.gateway.write({"kind": "kannel", "url": "http://127.0.0.1:13013/cgi-bin/sendsms"})

    def authorise(self, day="2026-10-01"):
        with Form(self.gateway.with_user(self.technical)) as form:
            form.sender_authorised_on = day
            form.sender_authorised_by = "Provider's desk"
            form.sender_paper = "REG 12/2026"

    @property
    def block(self):
        self.gateway.invalidate_recordset(["sending_block"])
        return self.gateway.with_user(self.technical).sending_block

    def test_messages_wait_until_the_sender_is_authorised(self):
        [invitation] = self.invite()
        with self.assertLogs(LOG, "ERROR") as log:
            self.dispatch()
        self.assertIn("sender_not_authorised", log.output[0])
        self.assertEqual((invitation.state, self.fake.sent), ("due", []))
        self.assertIn("no day of authorisation", self.block)
        self.authorise()
        self.assertFalse(self.block)
        self.dispatch()
        self.assertEqual(invitation.state, "submitted")

    def test_a_day_to_come_does_not_count_yet(self):
        self.authorise("2026-11-03")
        self.assertIn("has not come yet", self.block)
        self.travel("2026-11-03 08:00")
        self.assertFalse(self.block)

    def test_another_sender_is_to_be_authorised_anew(self):
        self.authorise()
        self.gateway.with_user(self.technical).sender_id = "Other"
        self.assertFalse(self.gateway.sender_authorised_on or self.gateway.sender_paper)
        self.assertTrue(self.block)
        self.authorise()
        self.assertFalse(self.gateway.copy().sender_authorised_on)

    def test_links_lead_to_a_name_over_https(self):
        self.authorise()
        [invitation] = self.invite()
        for base in ("http://palaute.example.fi", "https://192.0.2.1", "https://localhost", "https://bit.ly"):
            with self.subTest(base), mute_logger(LOG):
                self.params.set_param("hva_sms.public_base_url", base)
                self.assertIn(base, self.block)
                self.dispatch()
                self.assertEqual(invitation.state, "due")
        self.params.set_param("hva_sms.public_base_url", False)
        self.params.set_param("web.base.url", "https://palaute.example.fi")
        self.assertFalse(self.block)

    def test_trials_go_meanwhile(self):
        number = "+358501112223"
        self.gateway.trial_numbers = number
        gateway = self.gateway.with_user(self.technical)
        gateway.trial_number = number
        gateway.action_try()
        self.assertEqual(self.fake.numbers, [number])

    def test_a_simulator_and_a_dry_run_ask_for_nothing(self):
        self.assertTrue(self.block)
        self.gateway.is_simulator = True
        self.assertFalse(self.block)
        self.gateway.write({"is_simulator": False, "kind": "dry_run"})
        self.assertFalse(self.block)

    def test_only_a_system_administrator_calls_it_a_simulator(self):
        with self.assertRaises(AccessError):
            self.gateway.with_user(self.technical).is_simulator = True

    def test_who_said_so_is_in_the_audit_trail(self):
        self.authorise()
        row = self.env["hva.audit"].search([("action", "=", "sender_noted"), ("res_id", "=", self.gateway.id)], limit=1)
        self.assertEqual(row.user_id, self.technical)
        self.assertEqual(row.details["sender_paper"], "REG 12/2026")

    def test_odoos_own_messages_obey_it_too(self):
        self.gateway.company_ids = self.env.company
        sms = self.env["sms.sms"].create({"number": "+358501112223", "body": "Hello"})
        sms._send()
        self.assertEqual((sms.state, self.fake.sent), ("error", []))
        self.authorise()
        sms.write({"state": "outgoing"})
        sms._send()
        self.assertEqual(self.fake.numbers, ["+358501112223"])
