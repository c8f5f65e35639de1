from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.hva_sms.gateways.base import SendResult
from odoo.addons.sms.tools.sms_api import SmsApi

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestOdooMessages(SmsCase, HttpCase):
    """Odoo's own text messages leave through our gateway for the companies that chose it, and for no other."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["sms.sms"].search([]).unlink()
        cls.ours = cls.env["res.company"].create({"name": "Ours", "country_id": cls.env.ref("base.fi").id})
        cls.theirs = cls.env["res.company"].create({"name": "Theirs", "country_id": cls.env.ref("base.fi").id})
        cls.gateway.company_ids = cls.ours

    def write_to(self, company, number, body="Hei"):
        """Write a message in a partner's chatter as that company does; return it, still in the queue."""
        partner = self.env["res.partner"].create({"name": "Person", "phone": number, "company_id": company.id})
        message = partner.with_company(company)._message_sms(body, sms_numbers=[number], put_in_queue=True)
        message.record_company_id = company
        return self.env["sms.sms"].search([("mail_message_id", "=", message.id)])

    def run_queue(self):
        """Let Odoo's job send; return the numbers that Odoo's own service was asked to write to."""
        asked = []

        def send(api, messages, delivery_reports_url=False):
            numbers = [each for message in messages for each in message["numbers"]]
            asked.extend(each["number"] for each in numbers)
            return [{"uuid": each["uuid"], "state": "success"} for each in numbers]

        no_commit = patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 0)
        with patch.object(SmsApi, "_send_sms_batch", send), no_commit:
            self.env["sms.sms"]._process_queue()
        return asked

    def test_each_company_has_its_own_way(self):
        mine = self.write_to(self.ours, "+358401234501")
        other = self.write_to(self.theirs, "+358401234502")
        self.assertEqual(self.run_queue(), ["+358401234502"])
        self.assertEqual(self.fake.numbers, ["+358401234501"])
        self.assertEqual((mine.state, other.state), ("pending", "pending"))

    def test_nothing_changes_where_no_company_chose_us(self):
        self.gateway.company_ids = False
        size = self.env["sms.sms"]._get_send_batch_size()
        self.write_to(self.ours, "+358401234501")
        self.assertEqual(self.run_queue(), ["+358401234501"])
        self.assertEqual((self.fake.numbers, size), ([], 500))

    def test_what_the_gateway_refuses_is_an_error_with_its_reason(self):
        sms = self.write_to(self.ours, "+358401234501")
        self.fake.replies = [SendResult("refused", "bad_number")]
        self.run_queue()
        self.assertEqual((sms.state, sms.failure_type), ("error", "sms_number_format"))

    def test_the_brake_stops_them_too(self):
        self.params.set_param("hva_sms.kill_switch", "1")
        sms = self.write_to(self.ours, "+358401234501")
        self.run_queue()
        self.assertEqual((sms.state, self.fake.numbers), ("error", []))

    def test_a_report_tells_the_chatter_how_it_ended(self):
        sms = self.write_to(self.ours, "+358401234501")
        notification = sms.mail_message_id.notification_ids
        self.run_queue()
        path = "/hva_sms/own/" + self.fake.sent[0].callback_url.partition("/hva_sms/own/")[2]
        self.assertEqual(notification.notification_status, "pending")
        self.url_open(f"/hva_sms/own/{self.gateway.id}/{'0' * 32}?state=delivered")
        self.url_open(f"{path}?state=submitted")
        self.assertEqual(notification.notification_status, "pending")
        self.assertEqual(self.url_open(f"{path}?state=delivered").text, "ok")
        self.env.invalidate_all()
        self.assertEqual(notification.notification_status, "sent")

    def test_a_report_that_is_not_signed_by_the_gateway_changes_nothing(self):
        """Also where it names the message by a parameter, as reports at the shared address do."""
        sms = self.write_to(self.ours, "+358401234501")
        notification = sms.mail_message_id.notification_ids
        self.run_queue()
        path = "/hva_sms/own/" + self.fake.sent[0].callback_url.partition("/hva_sms/own/")[2]
        self.gateway.action_new_gate()
        gate = "/hva_sms/gate/" + self.gateway.gate_code
        self.patch(type(self.fake), "is_genuine", lambda gateway, call: "x-signed" in call.headers)
        self.patch(type(self.fake), "report_token", lambda gateway, params: params.get("ref", ""))
        said = f"state=delivered&ref={sms.uuid}"
        self.url_open(f"{path}?{said}")
        self.url_open(f"{gate}?{said}")
        self.env.invalidate_all()
        self.assertEqual(notification.notification_status, "pending")
        self.url_open(f"{gate}?{said}", headers={"X-Signed": "1"})
        self.env.invalidate_all()
        self.assertEqual(notification.notification_status, "sent")

    def test_a_failure_is_told_too(self):
        sms = self.write_to(self.ours, "+358401234501")
        notification = sms.mail_message_id.notification_ids
        self.run_queue()
        path = "/hva_sms/own/" + self.fake.sent[0].callback_url.partition("/hva_sms/own/")[2]
        self.url_open(f"{path}?state=failed&code=invalid_destination")
        self.env.invalidate_all()
        self.assertEqual(
            (notification.notification_status, notification.failure_type), ("exception", "sms_invalid_destination")
        )
