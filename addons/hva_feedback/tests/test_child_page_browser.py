"""The children's page in a real browser: accessible on every screen, big to touch, read aloud where a voice is."""

from odoo.tests import tagged

from .browser_story import VARIANTS, BrowserWorld, By, Keys
from .test_child_page import ChildWorld

# A browser without sound has no voices: this one has a Finnish voice, and keeps what it is told to say.
FAKE_VOICE = """
window.said = [];
speechSynthesis.getVoices = () => arguments[0] ? [{lang: arguments[0], localService: true, name: "x"}] : [];
speechSynthesis.speak = utterance => said.push([utterance.lang, utterance.text]);
Object.defineProperty(window, "SpeechSynthesisUtterance", {value: function (text) { this.text = text; }});
speechSynthesis.dispatchEvent(new Event("voiceschanged"));
"""
BIG_TARGET = 60


@tagged("post_install", "-at_install")
class TestChildPageBrowser(BrowserWorld, ChildWorld):
    def test_axe_finds_nothing_on_any_screen_with_and_without_voice(self):
        for name, (width, prefer) in VARIANTS.items():
            with self.subTest(name):
                self.visit(width=width, prefer=prefer)
                self.assertAccessible(name)
                self.assertFitsTheScreen()
                self.browser.execute_script(FAKE_VOICE, "fi-FI")
                self.assertAccessible(f"{name}, with a voice")
                self.assertFitsTheScreen()

    def test_what_a_child_touches_is_big(self):
        for width in (320, 820):
            self.visit(width=width)
            self.browser.execute_script(FAKE_VOICE, "fi-FI")
            for element in (*self.find(".faces .choice"), *self.find("button")):
                size = element.rect
                self.assertGreaterEqual(min(size["width"], size["height"]), BIG_TARGET, element.text)

    def test_a_card_is_read_aloud_in_the_language_of_the_page(self):
        self.visit(f"{self.url}?lang=fi")
        buttons = self.find("button.listen")
        self.browser.execute_script(FAKE_VOICE, "")
        self.assertFalse(any(button.is_displayed() for button in buttons), "no voice, no button")
        self.browser.execute_script(FAKE_VOICE, "sv-SE")
        self.assertFalse(any(button.is_displayed() for button in buttons), "a Swedish voice does not read Finnish")
        self.browser.execute_script(FAKE_VOICE, "fi-FI")
        self.assertTrue(all(button.is_displayed() for button in buttons))
        buttons[1].click()
        self.assertEqual(buttons[1].get_attribute("aria-pressed"), "true")
        buttons[1].click()
        self.assertEqual(buttons[1].get_attribute("aria-pressed"), "false", "once more to stop")
        [said] = self.browser.execute_script("return said")
        self.assertEqual(said, ["fi", "Sain apua. Kyllä. Vähän. Ei. En tiedä."])

    def test_it_is_answered_with_the_keyboard(self):
        self.visit()
        first = self.find(".faces")[0].find_elements(By.CSS_SELECTOR, "input")[0]
        first.send_keys(Keys.SPACE)
        self.submit()
        self.assertEqual(self.answers().user_input_line_ids.hva_value, 3)


@tagged("post_install", "-at_install")
class TestChildPageWithoutScript(BrowserWorld, ChildWorld):
    def open_browser(self, *arguments, javascript=True):
        return super().open_browser(*arguments, javascript=False)

    def test_without_javascript_it_is_a_form_like_any_other(self):
        self.visit()
        self.assertFalse(any(button.is_displayed() for button in self.find("button.listen")))
        self.find(".faces .choice")[1].click()
        self.submit()
        self.assertEqual(self.answers().user_input_line_ids.hva_value, 2)
