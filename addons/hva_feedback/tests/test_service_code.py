from psycopg2 import IntegrityError

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestServiceCode(TransactionCase):
    def test_a_code_as_long_as_a_visit_can_carry_is_kept(self):
        service = self.env["hva.service"].create({"name": "Long", "code": "x" * 16})
        self.assertEqual(len(service.code), 16)

    @mute_logger("odoo.sql_db")
    def test_a_longer_code_is_refused(self):
        with self.assertRaisesRegex(IntegrityError, "code_length"), self.env.cr.savepoint():
            self.env["hva.service"].create({"name": "Too long", "code": "x" * 17})
