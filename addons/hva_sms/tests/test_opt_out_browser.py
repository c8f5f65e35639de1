"""The opt-out page in a real browser: axe in every language, size and setting, and valid HTML."""

from odoo.tests import HttpCase, tagged

from odoo.addons.hva_feedback.tests.accessible_pages import LANGUAGES
from odoo.addons.hva_feedback.tests.browser_story import BrowserWorld
from odoo.addons.hva_feedback.tests.html_rules import faults
from odoo.addons.hva_feedback.tests.pairwise import pairwise
from odoo.addons.hva_feedback.tests.test_pages_axe import MEDIA, SIZES

URL = "/hva_sms/opt-out"
STATES = {"start": ("", None), "done": ("&done=1", None), "errors": ("", [("number", "12")])}
CHOICES = {"state": STATES, "lang": LANGUAGES, "size": SIZES, "media": MEDIA}


@tagged("post_install", "-at_install")
class TestOptOutBrowser(BrowserWorld, HttpCase):
    def test_axe_finds_nothing_and_the_html_is_valid(self):
        for case in pairwise(CHOICES):
            with self.subTest(**case):
                lang, (width, text) = case["lang"], SIZES[case["size"]]
                query, fields = STATES[case["state"]]
                sent = fields and [*fields, ("lang", lang)]
                self.assertFalse(faults(self.url_open(f"{URL}?lang={lang}{query}", data=sent).text))
                self.open_request(f"{URL}?lang={lang}{query}", sent, width, MEDIA[case["media"]])
                self.browser.execute_script("document.documentElement.style.fontSize = arguments[0]", text)
                self.assertEqual(self.find("html")[0].get_attribute("lang"), lang)
                self.assertAccessible(str(case))
                self.assertFitsTheScreen()
                self.assertEqual(len(self.find("footer a")), 1, "the accessibility statement")
