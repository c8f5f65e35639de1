"""A county with a resident pool, and a mail server that remembers what it was given. Mix into SmsCase."""

import smtplib
from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests import new_test_user

from odoo.addons.hva_feedback.controllers import page_guard

from ..tools.pool_wish import Wish
from .common import SmsCase


class PoolCase(SmsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for model in ("hva.pool.member", "hva.pool.request", "hva.pool.mail"):
            cls.env[model].search([]).unlink()
        cls.company = cls.env["hva.pool.member"]._get_county()
        cls.company.email = "county@example.fi"
        cls.dental, cls.older = cls.env["hva.pool.topic"].create([{"name": "Teeth"}, {"name": "Old age"}])
        cls.pori, cls.rauma = cls.env["hva.municipality"].create(
            [{"name": "Pool Pori", "code": "991"}, {"name": "Pool Rauma", "code": "992"}]
        )

    @classmethod
    def make_user(cls, role, login, **values):
        user = new_test_user(cls.env, login=login, groups="base.group_user", **values)
        user.group_ids += cls.env.ref(f"hva_feedback.hva_feedback_group_{role}")
        return user

    def setUp(self):
        super().setUp()
        self.mailed = []  # email.message.EmailMessage, as the mail server got them
        self.refused = set()  # addresses that it does not take
        self.is_down = False

        def send_email(_server, message, **_options):
            if self.is_down:
                raise ConnectionRefusedError
            if message["To"] in self.refused:
                raise smtplib.SMTPRecipientsRefused({message["To"]: (550, b"unknown")})
            self.mailed.append(message)

        self.startPatcher(patch.object(type(self.env["ir.mail_server"]), "send_email", send_email))
        # counted when the answer is out, perhaps while the next test runs already; that is tested elsewhere
        self.startPatcher(patch.object(page_guard, "_note_miss"))

    def send_mails(self):
        self.env["hva.pool.mail"]._cron_send()

    def join(self, contact, topics=(), place=None, lang="fi"):
        """Take a resident in, as the page does."""
        channel = "mail" if "@" in contact else "sms"
        wish = Wish(channel, contact, lang, place and place.id, tuple(topic.id for topic in topics))
        return self.env["hva.pool.member"]._join(wish, "page")

    def mail_of(self, address):
        """Return the plain words of the last mail to an address."""
        message = [one for one in self.mailed if one["To"] == address][-1]
        return message.get_body(("plain",)).get_content()

    @contextmanager
    def assertPoolUnchanged(self):
        before = self.env["hva.pool.member"].search_count([])
        yield
        self.assertEqual(self.env["hva.pool.member"].search_count([]), before)
