from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.hva_sms.gateways.base import SendResult

from .common import SmsCase

NUMBER = "+358401234500"


@tagged("post_install", "-at_install")
class TestGatewayTrial(SmsCase):
    """Trying a gateway out on numbers of the house, and another one that takes over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gateway.trial_numbers = f"{NUMBER}\n"
        cls.technical = new_test_user(cls.env, "technical", groups="hva_feedback.hva_feedback_group_technical")
        cls.admin = new_test_user(cls.env, "admin_of_feedback", groups="hva_feedback.hva_feedback_group_admin")

    def trial(self, number=NUMBER):
        gateway = self.gateway.with_user(self.technical)
        gateway.trial_number = number
        gateway.action_try()
        return gateway.trial_result

    def test_a_trial_goes_to_a_number_of_the_list_and_tells_the_answer(self):
        self.assertEqual(self.trial(), "The gateway took the message.")
        self.assertEqual(self.fake.numbers, [NUMBER])
        self.fake.replies = [SendResult("refused", "bad_sender")]
        self.assertEqual(self.trial(), "The gateway refused the message: The sender would not arrive unharmed")

    def test_no_other_number_gets_a_trial(self):
        with self.assertRaises(UserError):
            self.trial("+358401234501")
        with self.assertRaises(ValidationError):
            self.gateway.trial_numbers = "0401234500"
        self.assertEqual(self.fake.numbers, [])

    def test_a_trial_obeys_the_brake(self):
        self.params.set_param("hva_sms.kill_switch", "1")
        with self.assertRaises(UserError):
            self.trial()
        self.assertEqual(self.fake.numbers, [])

    def test_only_technical_people_try(self):
        with self.assertRaises(AccessError):
            self.gateway.with_user(self.admin).action_try()
        with self.assertRaises(AccessError):
            self.gateway.with_user(self.technical).trial_numbers = "+358401234501"

    def test_another_gateway_takes_over_what_was_certainly_not_taken(self):
        spare = self.gateway.copy({"name": "Spare"})
        self.gateway.fallback_id = spare
        self.rule.gateway_id = self.gateway
        unclear, waiting = self.invite(2).sorted("id")
        self.gateway.failure_count = 2
        self.fake.replies = [SendResult("unknown", "read_timeout")]
        with mute_logger("odoo.addons.hva_sms.models.hva_sms_gateway"):
            self.dispatch()
        self.assertEqual((unclear.state, waiting.state), ("unknown", "submitted"))
        self.assertEqual(waiting.gateway_id, spare)
        self.assertEqual(len(self.fake.sent), 2, "what may have been taken is not sent again")

    def test_no_gateway_takes_over_from_itself(self):
        with self.assertRaises(ValidationError):
            self.gateway.fallback_id = self.gateway
