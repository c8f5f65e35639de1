"""The pages of the resident pool in a real browser: axe in every language, size and setting, and valid HTML."""

from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.hva_feedback.tests.browser_story import BrowserWorld
from odoo.addons.hva_feedback.tests.html_rules import faults
from odoo.addons.hva_feedback.tests.pairwise import pairwise
from odoo.addons.hva_feedback.tests.test_pages_axe import MEDIA, SIZES

from ..models import hva_pool_request
from .common_pool import PoolCase

PATH = "/p/vastaajaksi"
LANGUAGES = ("fi", "fi-simple", "sv", "en")
# page -> (address, fields to post or None)
PAGES = {
    "form": ("", None),
    "form_errors": ("", [("channel", "sms"), ("phone", "12"), ("email", "x")]),
    "mail_sent": ("?mail=1", None),
    "digits": ("digits", None),
    "digits_errors": ("digits", [("digits", "0")]),
    "confirm": ("confirm", None),
    "joined": ("?joined=1", None),
    "late": (f"/vahvista/{'0' * 22}", None),
    "leave": ("/eroa", None),
    "leave_errors": ("/eroa", [("contact", "?")]),
    "leave_sure": (f"/eroa/12-{'a' * 32}", None),
    "left": ("/eroa?left=1", None),
}
WALKED = {  # page as the accessibility statement names it -> what of it is walked through
    "pool_form": ("form", "form_errors"),
    "pool_digits": ("digits", "digits_errors"),
    "pool_confirm": ("confirm",),
    "pool_leave": ("leave", "leave_errors", "leave_sure"),
    "pool_told": ("mail_sent", "joined", "late", "left"),
}


@tagged("post_install", "-at_install")
class TestPoolBrowser(PoolCase, BrowserWorld, HttpCase):
    def test_axe_finds_nothing_the_html_is_valid_and_tab_reaches_everything(self):
        left = set(PAGES)
        tickets = {"digits": self.ask("sms", "+358400007733"), "confirm": self.ask("mail", "axe.pool@example.fi")}
        for case in pairwise({"page": PAGES, "lang": LANGUAGES, "size": SIZES, "media": MEDIA}):
            with self.subTest(**case):
                lang, (width, text) = case["lang"], SIZES[case["size"]]
                place, fields = PAGES[case["page"]]
                ticket = tickets.get(place)
                path = f"{PATH}/vahvista?t={ticket}" if ticket else f"{PATH}{place}"
                path += f"{'&' if '?' in path else '?'}lang={lang}"
                sent = fields and [*fields, ("lang", lang), *([("t", ticket)] if ticket else [])]
                if ticket:
                    self.env["hva.pool.request"].search([]).write({"tries": 0})
                self.env["hva.throttle"].search([]).unlink()
                self.assertFalse(faults(self.url_open(path, data=sent).text))
                self.open_request(path, sent, width, MEDIA[case["media"]])
                self.browser.execute_script("document.documentElement.style.fontSize = arguments[0]", text)
                self.assertEqual(self.find("html")[0].get_attribute("lang"), lang.partition("-")[0])
                self.assertAccessible(str(case))
                self.assertFitsTheScreen()
                if case["page"] in left:
                    left.remove(case["page"])
                    self.walk_with_tab()

    def ask(self, channel, contact):
        """Fill in the form for a contact; return the ticket of what waits to be confirmed."""
        ticket = channel.ljust(22, "0")
        with patch.object(hva_pool_request, "new_code", lambda: ticket):
            self.env["hva.pool.request"]._ask(hva_pool_request.Wish(channel, contact), "fi")
        return ticket
