"""The front door and the warning before sending in a real browser: axe, keyboard, small screens, no JavaScript."""

from odoo.tests import tagged

from .browser_story import SMALLEST_TARGET, VARIANTS, BrowserWorld, Keys
from .finder_story import FinderCase


@tagged("post_install", "-at_install")
class TestUnitFinderBrowser(BrowserWorld, FinderCase):
    def pages(self):
        """Return what to call each page, and its address."""
        return {
            "start": self.url,
            "found": f"{self.url}?q=centre",
            "close": f"{self.url}?q=centresssss",
            "nothing": f"{self.url}?q=zzzz",
            "tree": f"{self.url}?under={self.health.id}",
            "refused": f"{self.url}?unit=0",
            "form": f"{self.url}?unit={self.centre.id}&service={self.dental.id}",
            "unknown": f"{self.url}?unit=unknown",
        }

    def open_all(self):
        self.browser.execute_script("document.querySelectorAll('details').forEach(each => each.open = true)")

    def go(self, key):
        """Press a key that leads to another page, and wait for it."""
        old = self.find("html")[0]
        self.press(key)
        self.wait_for_page(old)

    def test_axe_finds_nothing_on_any_page_and_screen(self):
        for screen, (width, prefer) in VARIANTS.items():
            for name, path in self.pages().items():
                with self.subTest(screen=screen, page=name):
                    self.visit(path, width, prefer)
                    self.open_all()
                    self.assertAccessible(f"{name}, {screen}")
                    self.assertFitsTheScreen()

    def test_axe_finds_nothing_on_the_warning_and_on_choosing_again(self):
        for width in (320, 1280):
            self.visit(f"{self.url}?unit={self.centre.id}", width)
            self.find(f"#{self.field('OPEN')}")[0].send_keys("soita 040 123 4567")
            self.submit()
            self.wait_for_focus("warnings")
            self.assertAccessible("warning")
            self.assertFitsTheScreen()
            self.visit(f"{self.url}?unit={self.centre.id}", width)
            self.browser.execute_script("document.querySelector('input[name=unit]').value = '0'")
            self.submit()
            self.wait_for_focus("summary")
            self.assertAccessible("choose again")
            self.assertFitsTheScreen()

    def test_links_and_buttons_are_large_enough_for_a_thumb(self):
        for name, path in self.pages().items():
            self.visit(path)
            self.open_all()
            for target in self.find(".rows a, .way, summary, main button, input[type=search]"):
                self.assertGreaterEqual(target.size["height"], SMALLEST_TARGET - 1, f"{name}: {target.text}")

    def test_with_the_keyboard_alone_from_the_search_to_the_thanks(self):
        self.visit(width=1280)
        seen = []
        for _step in range(30):
            self.press(Keys.TAB)
            active = self.browser.switch_to.active_element
            self.assertTrue(self.has_visible_focus())
            seen.append(active.tag_name)
            if active.get_attribute("name") == "q":
                break
        self.assertIn("summary", seen, "the list of what does not belong here can be opened")
        self.press("ward")
        self.go(Keys.ENTER)
        self.press(Keys.TAB)
        while not (self.browser.switch_to.active_element.get_attribute("href") or "").count("unit="):
            self.press(Keys.TAB)
        self.go(Keys.ENTER)
        self.assertIn(self.ward.name, self.browser.title)
        self.find(f"#{self.field('OPEN')}")[0].send_keys("soita 040 123 4567")
        self.submit()
        while self.browser.switch_to.active_element.get_attribute("name") != "as_it_is":
            self.press(Keys.TAB)
        self.go(Keys.ENTER)
        self.assertIn("/p/kiitos", self.browser.current_url)
        self.assertEqual((self.answers().hva_unit_id, self.answers().hva_text), (self.ward, "soita [puhelinnumero]"))

    def test_without_javascript_by_municipality(self):
        self.browser = self.open_browser(javascript=False)
        self.browser.get(self.base_url() + self.url)
        self.find("details:nth-of-type(2) summary")[0].click()
        link = next(each for each in self.find(".rows a") if f"town={self.ulvila.id}" in each.get_attribute("href"))
        link.click()
        self.find("ul.rows a")[0].click()
        self.find("input[name=kind]")[0].click()
        self.find("button[type=submit]")[0].click()
        self.wait_until(lambda: "/p/kiitos" in self.browser.current_url)
        self.assertEqual(self.answers().hva_unit_id, self.home)
        self.assertEqual(self.browser.get_cookies(), [])
