"""Pages of staff links and one-time codes in a real browser: axe, keyboard alone, small screens, no JavaScript."""

from odoo.tests import tagged

from .browser_story import SMALLEST_TARGET, VARIANTS, BrowserWorld, By, Keys
from .page_story import PageCase
from .staff_story import StaffWorld

PIN = "4071"


@tagged("post_install", "-at_install")
class TestStaffBrowser(BrowserWorld, StaffWorld, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_link(new_pin=PIN)
        cls.env.flush_all()

    def click(self, value):
        """Press Enter on the button of this step and wait for the next page."""
        old = self.find("html")[0]
        self.find(f"button[value={value}]")[0].send_keys(Keys.ENTER)
        self.wait_for_page(old)

    def unlock(self):
        self.find("#pin")[0].send_keys(PIN)
        self.click("pin")

    def assertGood(self, what):
        self.assertAccessible(what)
        self.assertFitsTheScreen()
        self.assertFalse(self.browser.get_cookies(), what)
        for target in self.find("label.choice, button, textarea, .field input:not([type=radio]):not([type=checkbox])"):
            if target.is_displayed():
                size = target.size
                self.assertGreaterEqual(min(size["width"], size["height"]), SMALLEST_TARGET, what)

    def test_axe_finds_nothing_on_any_page_and_screen(self):
        for name, (width, prefer) in VARIANTS.items():
            with self.subTest(name):
                self.visit(width=width, prefer=prefer)
                self.assertGood(f"{name}, PIN")
                self.find("#pin")[0].send_keys("0")
                self.click("pin")
                self.assertGood(f"{name}, wrong PIN")
                self.unlock()
                self.assertGood(f"{name}, form")
                self.click("next")
                self.assertGood(f"{name}, form with errors")
                self.find(f"input[name={self.field('NPS')}]")[3].send_keys(Keys.SPACE)
                self.click("next")
                self.assertGood(f"{name}, the next one")
                self.click("codes")
                self.assertGood(f"{name}, desk for codes")
                self.click("show_code")
                self.assertGood(f"{name}, a code on the screen")
                self.click("form")
                self.click("codes")
                self.click("print_codes")
                self.assertGood(f"{name}, slips")
                self.visit("/p/koodi", width, prefer)
                self.assertGood(f"{name}, type a code")
                self.submit()
                self.assertGood(f"{name}, a code that is none")

    def test_three_are_recorded_with_the_keyboard_alone(self):
        self.visit(width=1280)
        self.browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
        self.press(PIN, Keys.ENTER)
        self.wait_until(lambda: self.find("input[name=nonce]"))
        for number in range(3):
            stops = self._tab_to_the_answer()
            if number:
                self.assertLessEqual(stops, 3, "from the receipt to the first question")
            old = self.find("html")[0]
            self.press(Keys.SPACE, *[Keys.ARROW_RIGHT] * 7)
            self.find("button[value=next]")[0].send_keys(Keys.ENTER)
            self.wait_for_page(old)
            self.wait_for_focus("saved")
            self.assertTrue(self.has_visible_focus())
        self.assertEqual(self.answers().mapped("hva_nps"), [7, 7, 7])

    def _tab_to_the_answer(self):
        """Press Tab until the first question has the focus; return how often."""
        for stops in range(1, 30):
            self.press(Keys.TAB)
            at = self.browser.switch_to.active_element
            self.assertTrue(self.has_visible_focus(), at.get_attribute("outerHTML"))
            if self.browser.switch_to.active_element.get_attribute("name") == self.field("NPS"):
                return stops
        return self.fail("the first question is not reached")

    def test_without_scripts_and_cookies_everything_works(self):
        self.browser = self.open_browser(javascript=False)
        self.visit()
        self.unlock()
        self.find(f"input[name={self.field('NPS')}]")[0].send_keys(Keys.SPACE)
        self.click("finish")
        self.assertEqual((self.answers().hva_has_nps, self.answers().hva_nps), (True, 0))
        self.click("form")
        self.click("codes")
        self.click("show_code")
        code = self.find(".code")[0].text
        self.visit("/p/koodi")
        self.find("#code")[0].send_keys(code.lower(), Keys.ENTER)
        self.wait_until(lambda: self.find("input[name=nonce]"))
        self.find(f"input[name={self.field('NPS')}]")[10].send_keys(Keys.SPACE)
        self.submit()
        self.assertIn("/p/kiitos", self.browser.current_url)
        self.assertEqual(self.answers().mapped("hva_channel"), ["staff_oral", "handover"])
        self.assertFalse(self.browser.get_cookies())
