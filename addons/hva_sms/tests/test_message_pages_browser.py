"""The pages about messages in a real browser: axe in every language, size and setting, valid HTML, and the keyboard."""

from odoo.tests import HttpCase, tagged

from odoo.addons.hva_feedback.tests.accessible_pages import LANGUAGES
from odoo.addons.hva_feedback.tests.browser_story import BrowserWorld, Keys
from odoo.addons.hva_feedback.tests.html_rules import faults
from odoo.addons.hva_feedback.tests.pairwise import pairwise
from odoo.addons.hva_feedback.tests.test_pages_axe import MEDIA, SIZES

STOP, SENT = "/hva_sms/opt-out", "/p/viesti"
PAGES = {  # page and state -> address, query, fields to post
    "stop": (STOP, "", None),
    "stop_done": (STOP, "&done=1", None),
    "stop_errors": (STOP, "", [("number", "12")]),
    "sent": (SENT, "", None),
    "sent_errors": (SENT, "", [("link", "?"), ("day", "")]),
    "sent_foreign": (SENT, "", [("link", "https://example.com/p/Ab3dEf"), ("day", "")]),
}
WALKED = {  # page as the accessibility statement names it -> what of it is walked through
    "opt_out": ("stop", "stop_done", "stop_errors"),
    "sent_check": ("sent", "sent_errors", "sent_foreign"),
}
CHOICES = {"page": PAGES, "lang": (*LANGUAGES, "fi-simple"), "size": SIZES, "media": MEDIA}


@tagged("post_install", "-at_install")
class TestMessagePagesBrowser(BrowserWorld, HttpCase):
    def test_axe_finds_nothing_the_html_is_valid_and_tab_reaches_everything(self):
        left = set(PAGES)
        for case in pairwise(CHOICES):
            with self.subTest(**case):
                lang, (width, text) = case["lang"], SIZES[case["size"]]
                path, query, fields = PAGES[case["page"]]
                sent = fields and [*fields, ("lang", lang)]
                self.assertFalse(faults(self.url_open(f"{path}?lang={lang}{query}", data=sent).text))
                self.open_request(f"{path}?lang={lang}{query}", sent, width, MEDIA[case["media"]])
                self.browser.execute_script("document.documentElement.style.fontSize = arguments[0]", text)
                self.assertEqual(self.find("html")[0].get_attribute("lang"), lang)
                self.assertAccessible(str(case))
                self.assertFitsTheScreen()
                self.assertEqual(len(self.find("footer a")), 1, "the accessibility statement")
                if case["page"] in left:
                    left.remove(case["page"])
                    self.walk_with_tab()

    def test_a_message_is_checked_with_the_keyboard_alone(self):
        self.open_request(f"{SENT}?lang=en", None, 1280, {})
        for _tab in range(20):
            self.press(Keys.TAB)
            if self.browser.switch_to.active_element.get_attribute("id") == "link":
                break
        self.assertTrue(self.has_visible_focus())
        old = self.find("html")[0]
        self.press("https://example.com/p/Ab3dEf", Keys.ENTER)
        self.wait_for_page(old)
        self.assertEqual(self.find("h1")[0].text, "This message is not from us")
        self.assertEqual(len(self.find("[role=status]")), 1)
