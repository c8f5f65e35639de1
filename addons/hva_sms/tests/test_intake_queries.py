from odoo.tests import tagged

from ..tools.visit_contract import ParsedFile
from ..tools.visit_rows import parse_row
from .common import SmsCase


@tagged("post_install", "-at_install")
class TestIntakeQueries(SmsCase):
    """A long delivery costs statements by the thousand rows, never by the row."""

    def take_in(self, name, count, revision=1):
        """Receive `count` visits and return how many statements that took."""
        rows = [
            parse_row(n, {**self.row(f"{name}-{n}"), "revision": revision, **typed, "phone": phone})
            for n, phone in enumerate(self.phones(count))
            for typed in [{"sms_consent": True, "non_disclosure": False}]
        ]
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        receipt = self.env["hva.visit.batch"]._receive("bench", f"{name}-{revision}", ParsedFile(rows, [], digest=name))
        self.env.flush_all()
        self.assertEqual({each.result for each in receipt.results}, {"accepted" if revision == 1 else "updated"})
        return self.env.cr.sql_log_count - before

    def test_statements_do_not_grow_with_rows(self):
        self.take_in("warm", 5)
        few, many, two_chunks = self.take_in("few", 10), self.take_in("many", 900), self.take_in("two", 1900)
        self.assertEqual(few, many)
        self.assertLessEqual(two_chunks - many, 4)

    def test_nor_when_visits_are_corrected(self):
        self.take_in("warm", 5)
        self.take_in("warm", 5, revision=2)
        for name, count in (("few", 10), ("many", 400)):
            self.take_in(name, count)
        self.env["hva.visit"]._cron_evaluate()
        few, many = self.take_in("few", 10, revision=2), self.take_in("many", 400, revision=2)
        self.assertLess(many - few, 39, "taking back is done in pieces, not by the row")
