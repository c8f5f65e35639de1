import os
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged
from odoo.tools import file_open

from odoo.addons.hva_sms.gateways.base import GatewayConfigError
from odoo.addons.hva_sms.gateways.dry_run import DryRunGateway
from odoo.addons.hva_sms.gateways.kannel import KannelGateway


@tagged("post_install", "-at_install")
class TestGateways(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gateway = cls.env["hva.sms.gateway"].create(
            {
                "name": "Kannel",
                "kind": "kannel",
                "url": "http://127.0.0.1:13013/cgi-bin/sendsms",
                "username": "hva",
                "password": "$HVA_TEST_PASSWORD",
                "sender_id": "County",
            }
        )

    def test_password_comes_from_the_environment(self):
        with patch.dict(os.environ, {"HVA_TEST_PASSWORD": "secret"}):
            adapter = self.gateway._get_adapter()
        self.assertIsInstance(adapter, KannelGateway)
        self.assertNotIn("secret", repr(adapter))
        with self.assertRaisesRegex(GatewayConfigError, "HVA_TEST_PASSWORD"):
            self.gateway._get_adapter()

    def test_gateway_without_address_or_with_a_strange_one_cannot_send(self):
        self.gateway.password = "secret"
        for url in (False, "ftp://127.0.0.1", "http://169.254.169.254/latest", "http://sms.example.com"):
            self.gateway.url = url
            with self.subTest(url), self.assertRaises(GatewayConfigError):
                self.gateway._get_adapter()

    def test_each_kind_says_what_it_was_written_after_and_when(self):
        for kind in ("kannel", "link", "twilio"):
            self.assertRegex(self.env["hva.sms.gateway"].new({"kind": kind}).source, r"\b20[12]\d$")

    def test_dry_run_needs_nothing(self):
        self.gateway.kind = "dry_run"
        self.assertIsInstance(self.gateway._get_adapter(), DryRunGateway)

    def test_sender_that_would_arrive_damaged_is_refused(self):
        for sender in ("Hyvinvointialue", "Ähtäri", "1"):
            with self.subTest(sender), self.assertRaises(ValidationError):
                self.gateway.sender_id = sender

    def test_copied_database_sends_nothing(self):
        with file_open("hva_sms/data/neutralize.sql") as file:
            self.env.cr.execute(file.read())
        self.env.invalidate_all()
        self.assertFalse(self.env["hva.sms.gateway"].search([]))
        self.assertTrue(self.env["hva.sms.job"]._is_stopped())


@tagged("post_install", "-at_install")
class TestContactRuleLimits(TransactionCase):
    def test_hours_and_texts_that_cannot_work_are_refused(self):
        rule = self.env["hva.contact.rule"].create({"name": "Rule"})
        days = {f"is_sent_{name}": False for name in ("monday", "tuesday", "wednesday", "thursday", "friday")}
        for values in ({"window_start": 18, "window_end": 10}, {"window_start": 3.5}, {"window_start": -1}, days):
            with self.subTest(values), self.assertRaises(ValidationError):
                rule.write(values)
        for body in ("no link", "{link} {link}", "{name} {link}", "x" * 400 + "{link}"):
            with self.subTest(body), self.assertRaises(ValidationError):
                self.env["hva.sms.text"].create({"rule_id": rule.id, "lang_code": "fi", "body": body})
