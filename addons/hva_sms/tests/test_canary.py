import logging
import re

import psycopg2.errors

from odoo.tests import tagged

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

    def find(self, needle):
        """Return the columns of the whole database that hold a text."""
        self.env.cr.execute(
            """SELECT table_name, column_name FROM information_schema.columns
                 JOIN information_schema.tables USING (table_schema, table_name)
                WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
                  AND data_type IN ('character varying', 'text', 'jsonb', 'json', 'bytea')"""
        )
        found = []
        for table, column in self.env.cr.fetchall():
            value = f'"{column}"' if column != "db_datas" else f"encode(\"{column}\", 'escape')"
            self.env.cr.execute(f'SELECT 1 FROM "{table}" WHERE {value}::text LIKE %s LIMIT 1', [f"%{needle}%"])
            if self.env.cr.fetchone():
                found.append(f"{table}.{column}")
        return found

    def test_nothing_is_left_of_the_person(self):
        code = self.code_of(self.go_the_whole_way())
        for needle in (DIGITS, code, CLIENT_KEY, "canary-1"):
            self.assertFalse(self.find(needle), needle)

    def test_search_would_have_found_it(self):
        self.take_in([self.row("e1")])
        self.env.flush_all()
        self.assertIn("hva_invitation.phone", self.find(DIGITS))

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
