import os
from unittest.mock import patch

from odoo.tests import new_test_user, tagged

from .common import PHONE, SmsCase


@tagged("post_install", "-at_install")
class TestPersonRequest(SmsCase):
    """Who asks what is known of her number is told of opt-outs, rest times and messages on their way."""

    def ask(self, number):
        admin = new_test_user(self.env, login="sms_request_admin", groups="base.group_user")
        admin.group_ids += self.env.ref("hva_feedback.hva_feedback_group_admin")
        request = self.env["hva.person.request"].with_user(admin).create({"registry_ref": "1/2026"})
        self.env["hva.person.find"].with_user(admin).create({"request_id": request.id, "term": number})
        return request.found_elsewhere or ""

    def test_a_number_that_opted_out_and_has_a_message_on_its_way(self):
        self.take_in([self.row("e1", phone=PHONE)])
        self.env["hva.opt.out"]._add(self.env["hva.person.key"]._hmac("phone", PHONE))
        told = self.ask("0" + PHONE.removeprefix("+358"))
        self.assertIn("no more text messages", told)
        self.assertIn("on their way", told)
        self.assertNotIn(PHONE[4:], told)

    def test_a_number_nobody_knows(self):
        self.assertEqual(self.ask("040 999 9999"), "")

    def test_without_the_key_it_is_said_that_nothing_could_be_looked_at(self):
        with patch.dict(os.environ, {"HVA_PERSON_KEY": "", "HVA_PERSON_KEY_FILE": ""}):
            self.assertIn("key is missing", self.ask(PHONE))
