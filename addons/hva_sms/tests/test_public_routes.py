from odoo.tests import HttpCase, tagged

from odoo.addons.hva_feedback.tests.public_routes import check_routes

from ..models.hva_walked_page import NAMES
from . import test_message_pages_browser, test_pool_browser


@tagged("post_install", "-at_install")
class TestPublicRoutes(HttpCase):
    def test_each_public_page_is_walked_through(self):
        walked = {**test_pool_browser.WALKED, **test_message_pages_browser.WALKED}
        self.assertEqual(set(walked), set(NAMES), "the accessibility statement names what the tests walk through")
        check_routes(self, "hva_sms", walked)

    def test_the_statement_names_them(self):
        page = self.url_open("/p/saavutettavuus?lang=en").text
        for name in NAMES.values():
            self.assertIn(name._translate("en_US"), page)
