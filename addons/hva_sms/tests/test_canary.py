import base64
import hashlib
import logging
import re

import psycopg2.errors

from odoo.tests import tagged
from odoo.tools import SQL

from . import canary_forms
from .common import PHONE, SmsCase

DIGITS = PHONE.removeprefix("+358")
CLIENT_KEY = "canary-client-key-0123456789abcdef0123"


@tagged("post_install", "-at_install")
class TestCanary(SmsCase):
    """One number goes the whole way. It is in no log ever, and in no table once its message has arrived."""

    def go_the_whole_way(self):
        row = self.row("canary-1", phone=f"0{DIGITS}", client_key=CLIENT_KEY)
        rows = [row, self.row("bad", phone=f"0{DIGITS}", unit_oid="1.2.3"), self.row("nd", non_disclosure="true")]
        self.take_in(rows, "canary")
        self.travel("2026-11-03 08:05")
        self.dispatch()
        self.env["hva.drop.folder"]._cron_read_drop()
        [message] = self.fake.sent
        self.report(message, "submitted")
        self.report(message, "delivered")
        self.apply_reports()
        self.env["hva.invitation"]._cron_erase()
        self.env.flush_all()
        return message

    def find(self, wanted):
        """Return {table: kinds} of the whole database: which of the needles (bytes: kind) are in it."""
        self.env.cr.execute(
            """SELECT table_name FROM information_schema.tables
                WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"""
        )
        found = {}
        for [table] in self.env.cr.fetchall():
            self.env.cr.execute(SQL("SELECT string_agg(t::text, ' ') FROM %s AS t", SQL.identifier(table)))
            text = self.env.cr.fetchone()[0] or ""
            if kinds := canary_forms.seen(text.encode(), wanted):
                found[table] = kinds
        return found

    def test_nothing_is_left_of_the_person(self):
        """In no spelling, hashed without a key, coded or not."""
        code = self.code_of(self.go_the_whole_way())
        words = [*canary_forms.spellings(PHONE), CLIENT_KEY, "canary-1"]
        self.assertFalse(self.find(canary_forms.needles(words) | {code.encode(): "link"}))

    def test_search_would_have_found_it(self):
        self.take_in([self.row("e1")])
        self.env.flush_all()
        found = self.find(canary_forms.needles([PHONE]))
        self.assertEqual(found["hva_invitation"], ["plain"])

    def test_each_form_is_found(self):
        wanted = canary_forms.needles([PHONE])
        coded = base64.b64encode(f"to={PHONE}&text=".encode())
        for data, kind in (
            (f"x{PHONE}x".encode(), "plain"),
            (hashlib.md5(PHONE.encode()).hexdigest().encode(), "md5"),
            (coded, "base64"),
            (f"..{PHONE}..".encode("utf-16-le"), "utf-16-le"),
            (f"..{PHONE}..".encode().hex().encode(), "hexadecimal"),
        ):
            self.assertIn(kind, canary_forms.seen(data, wanted))
        self.assertFalse(canary_forms.seen(b"+358401234566", wanted))

    def test_no_log_line_names_the_person(self):
        with self.assertLogs("odoo", logging.INFO) as logs:
            message = self.go_the_whole_way()
        text = "\n".join(logs.output)
        token = message.callback_url.rpartition("/")[2]
        for needle in (DIGITS, self.code_of(message), token, CLIENT_KEY, "canary-1"):
            self.assertNotIn(needle, text)
        self.assertFalse(re.search(r"Traceback", text))

    def test_failing_statement_does_not_log_the_number(self):
        """Whatever the database refuses, the statement with the number in it is not written to the log."""
        with self.assertLogs("odoo", logging.INFO) as logs:
            self.env.cr.execute("ALTER TABLE hva_visit ADD CONSTRAINT canary CHECK (phone IS NULL)")
            self.drop("canary", [self.row("e1")])
            self.env.cr.execute("ALTER TABLE hva_visit DROP CONSTRAINT canary")
            self.env.cr.execute("ALTER TABLE hva_invitation ADD CONSTRAINT canary CHECK (phone IS NULL)")
            self.env["hva.drop.folder"]._cron_read_drop()
            try:
                with self.env.cr.savepoint():
                    self.visits("e1")["e1"]._evaluate()
            except psycopg2.errors.CheckViolation as error:
                logging.getLogger("odoo.tests").exception("as the scheduler does: %s", error)
        text = "\n".join(logs.output)
        self.assertIn("as the scheduler does", text)
        self.assertNotIn(DIGITS, text)
