"""The results for everybody in a real browser: axe in every language, size and setting."""

from odoo.tests import HttpCase, tagged

from odoo.addons.hva_feedback.tests.accessible_pages import LANGUAGES
from odoo.addons.hva_feedback.tests.browser_story import BrowserWorld
from odoo.addons.hva_feedback.tests.pairwise import pairwise
from odoo.addons.hva_feedback.tests.test_pages_axe import MEDIA, SIZES

from .common_reports import ReportCase


@tagged("post_install", "-at_install")
class TestPublicResultsBrowser(ReportCase, BrowserWorld, HttpCase):
    def test_axe_finds_nothing_and_a_phone_need_not_scroll_sideways(self):
        self.give(self.eura, "2026-10-05", nps=10, count=30, statements={"ST1": 5})
        self.give(self.pori, "2026-10-06", nps=3, count=12, statements={"ST1": 2})
        self.env.company.hva_is_results_public = True
        self.env["hva.published"]._publish_due()
        self.env.flush_all()
        for case in pairwise({"lang": LANGUAGES, "size": SIZES, "media": MEDIA}):
            with self.subTest(**case):
                width, text = SIZES[case["size"]]
                self.open_request(f"/p/tulokset?lang={case['lang']}", None, width, MEDIA[case["media"]])
                self.browser.execute_script("document.documentElement.style.fontSize = arguments[0]", text)
                self.assertTrue(self.find("h3"), "the statements are there")
                self.assertAccessible(str(case))
                self.assertFitsTheScreen()
        self.walk_with_tab()
