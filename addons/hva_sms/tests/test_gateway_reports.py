import base64
import hashlib
import hmac
import json
from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.hva_sms.gateways.http_template import HttpTemplateGateway
from odoo.addons.hva_sms.gateways.link_mobility import LinkMobilityGateway
from odoo.addons.hva_sms.gateways.twilio import TwilioGateway

from .common import SmsCase

BASE = "https://palaute.example.fi"
TEMPLATE = json.dumps(
    {
        "auth": "none",
        "fields": {"to": "{to}", "text": "{text}"},
        "report": {
            "status": "results.0.status",
            "token": "results.0.ref",
            "secret_header": "x-secret",
            "states": {"DELIVRD": "delivered"},
        },
    }
)


@tagged("post_install", "-at_install")
class TestGatewayReports(SmsCase, HttpCase):
    """Reports of gateways that sign them, or that send those of all messages to one address."""

    def setUp(self):
        super().setUp()
        self.params.set_param("hva_sms.callback_base_url", BASE)
        self.invitation = self.invite()
        self.dispatch()
        self.token = self.fake.sent[0].callback_url.rpartition("/")[2]
        self.gateway.action_new_gate()
        self.gate = self.gateway.gate_url.removeprefix(BASE)

    def speak(self, adapter):
        """Let the gateway be of another kind from now on."""
        patcher = patch.object(type(self.gateway), "_get_adapter", lambda gateway: adapter)
        patcher.start()
        self.addCleanup(patcher.stop)

    def post(self, path, body, **headers):
        data = json.dumps(body) if isinstance(body, (dict, list)) else body
        reply = self.url_open(path, data=data, headers={"Content-Type": "application/json", **headers})
        self.assertEqual((reply.status_code, reply.text), (200, "ok"), "the answer tells nothing")
        self.apply_reports()
        return self.invitation.state

    def test_only_a_report_that_twilio_signed_counts(self):
        self.speak(TwilioGateway("https://api.twilio.com", "AC1", "t0ken"))
        path, params = f"/hva_sms/dlr/{self.token}", {"MessageSid": "SM1", "MessageStatus": "delivered"}
        signed = BASE + path + "MessageSidSM1MessageStatusdelivered"
        signature = base64.b64encode(hmac.new(b"t0ken", signed.encode(), hashlib.sha1).digest()).decode()
        with mute_logger("odoo.addons.hva_sms.models.hva_delivery_report"):
            self.url_open(path, data=params)
            self.url_open(path, data={**params, "Extra": "1"}, headers={"X-Twilio-Signature": signature})
        self.apply_reports()
        self.assertEqual(self.invitation.state, "submitted")
        self.url_open(path, data=params, headers={"X-Twilio-Signature": signature})
        self.apply_reports()
        self.assertEqual(self.invitation.state, "delivered")

    def test_link_reports_at_its_gate_by_our_token(self):
        self.speak(LinkMobilityGateway("https://link.example.com/sms/send", "u", "p", "1"))
        report = {"refId": self.token, "id": "m-1", "resultCode": 1001, "operator": "no.operator"}
        with mute_logger("odoo.addons.hva_sms.models.hva_delivery_report"):
            self.assertEqual(self.post(self.gate, {**report, "refId": "hva-1"}), "submitted")
            self.assertEqual(self.post("/hva_sms/gate/" + "0" * 22, report), "submitted")
            self.assertEqual(self.post(self.gate, "{" * 100), "submitted")
            self.assertEqual(self.post(self.gate, [1]), "submitted")
        self.assertEqual(self.post(self.gate, report), "delivered")

    def test_a_gate_takes_reports_of_its_own_messages_only(self):
        other = self.gateway.copy({"name": "Other"})
        other.action_new_gate()
        self.speak(LinkMobilityGateway("https://link.example.com/sms/send", "u", "p", "1"))
        report = {"refId": self.token, "resultCode": 1001}
        self.assertEqual(self.post(other.gate_url.removeprefix(BASE), report), "submitted")

    def test_a_new_gate_closes_the_old_one(self):
        self.speak(LinkMobilityGateway("https://link.example.com/sms/send", "u", "p", "1"))
        self.gateway.action_new_gate()
        self.assertEqual(self.post(self.gate, {"refId": self.token, "resultCode": 1001}), "submitted")

    def test_a_template_says_where_status_and_secret_are(self):
        self.speak(HttpTemplateGateway("https://sms.example.com/send", "", "", TEMPLATE, secret="s3cret"))
        report = {"results": [{"ref": self.token, "status": "DELIVRD"}]}
        with mute_logger("odoo.addons.hva_sms.models.hva_delivery_report"):
            self.assertEqual(self.post(self.gate, report, **{"X-Secret": "guess"}), "submitted")
        self.assertEqual(self.post(self.gate, report, **{"X-Secret": "s3cret"}), "delivered")
