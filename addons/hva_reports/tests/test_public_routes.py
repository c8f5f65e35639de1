from odoo.tests import TransactionCase, tagged

from odoo.addons.hva_feedback.tests.public_routes import check_routes

from ..models.hva_walked_page import NAMES


@tagged("post_install", "-at_install")
class TestPublicRoutes(TransactionCase):
    def test_each_public_page_is_walked_through(self):
        check_routes(self, "hva_reports", NAMES)
