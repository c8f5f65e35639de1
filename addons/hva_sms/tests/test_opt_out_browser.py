"""The opt-out page in a real browser: axe in every language, size and setting, and valid HTML."""

from odoo.tests import HttpCase, tagged

from odoo.addons.hva_feedback.tests.browser_story import VARIANTS, BrowserWorld
from odoo.addons.hva_feedback.tests.html_rules import faults

URL = "/hva_sms/opt-out"
STATES = {"start": ("", None), "done": ("&done=1", None), "errors": ("", [("number", "12")])}


@tagged("post_install", "-at_install")
class TestOptOutBrowser(BrowserWorld, HttpCase):
    def test_axe_finds_nothing_and_the_html_is_valid(self):
        for number, (name, (width, prefer)) in enumerate(VARIANTS.items()):
            lang = ("fi", "sv", "en")[number % 3]
            for state, (query, fields) in STATES.items():
                with self.subTest(name, state=state, lang=lang):
                    sent = fields and [*fields, ("lang", lang)]
                    self.assertFalse(faults(self.url_open(f"{URL}?lang={lang}{query}", data=sent).text))
                    self.open_request(f"{URL}?lang={lang}{query}", sent, width, prefer)
                    self.assertEqual(self.find("html")[0].get_attribute("lang"), lang)
                    self.assertAccessible(name)
                    self.assertFitsTheScreen()
                    self.assertEqual(len(self.find("footer a")), 1, "the accessibility statement")
