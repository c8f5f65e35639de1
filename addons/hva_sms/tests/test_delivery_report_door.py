from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.hva_sms.gateways.base import GatewayConfigError

from .common import SmsCase


@tagged("post_install", "-at_install")
class TestDeliveryReportDoor(SmsCase, HttpCase):
    """What a gateway, or anybody else, sees at /hva_sms/dlr/<token>."""

    def setUp(self):
        super().setUp()
        self.invitation = self.invite()
        self.dispatch()
        self.path = "/hva_sms/dlr/" + self.fake.sent[0].callback_url.rpartition("/")[2]

    def test_report_by_get_and_by_post(self):
        reply = self.url_open(f"{self.path}?state=submitted")
        self.assertEqual((reply.status_code, reply.text, reply.cookies.get_dict()), (200, "ok", {}))
        reply = self.url_open(self.path, data={"state": "delivered"})
        self.assertEqual((reply.status_code, reply.text), (200, "ok"))
        self.apply_reports()
        self.assertEqual(self.invitation.state, "delivered")

    def test_answer_is_the_same_for_unknown_repeated_and_senseless_reports(self):
        paths = [self.path, f"{self.path}?state=submitted", f"{self.path}?state=submitted", "/hva_sms/dlr/" + "0" * 22]
        self.assertEqual({(reply.status_code, reply.text) for reply in map(self.url_open, paths)}, {(200, "ok")})

    def test_gateway_that_is_not_set_up_is_asked_to_report_again(self):
        error = GatewayConfigError("environment variable X is not set")
        with (
            patch.object(type(self.gateway), "_get_adapter", side_effect=error),
            mute_logger("odoo.addons.hva_sms.controllers.delivery_report"),
        ):
            self.assertEqual(self.url_open(f"{self.path}?state=delivered").status_code, 503)
        self.assertFalse(self.env["hva.delivery.report"].search([]))

    def test_body_is_limited(self):
        reply = self.url_open(self.path, data={"state": "x" * 10000})
        self.assertEqual(reply.status_code, 413)
