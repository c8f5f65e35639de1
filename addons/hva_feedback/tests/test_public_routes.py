from odoo.tests import TransactionCase, tagged

from .public_routes import check_routes
from .test_accessibility_statement import walked


@tagged("post_install", "-at_install")
class TestPublicRoutes(TransactionCase):
    def test_each_public_page_is_walked_through(self):
        check_routes(self, "hva_feedback", walked()["pages"])
