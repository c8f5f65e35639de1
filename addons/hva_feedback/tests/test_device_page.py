"""The terminal's page as people in a lobby meet it: large, by keyboard, on small screens, and cleared for the next."""

from odoo.tests import tagged

from .browser_story import Keys
from .device_browser import TerminalBrowser
from .device_story import DeviceCase

SCREENS = {
    "kiosk": (1024, 768, {}),
    "tablet": (800, 1280, {}),
    "phone": (320, 700, {}),
    "forced colours": (1024, 768, {"forced-colors": "active"}),
}


@tagged("post_install", "-at_install")
class TestDevicePage(TerminalBrowser, DeviceCase):
    def look(self, what):
        self.assertAccessible(what)
        self.assertFitsTheScreen()
        self.assertTargets()

    def test_every_screen_is_accessible_large_and_fits(self):
        self.device.has_text = True
        for name, screen in SCREENS.items():
            with self.subTest(name):
                self.open_terminal(*screen)
                self.look(f"{name}, start")
                self.begin()
                kinds = set()
                while self.step():
                    kind = self.find(".scale, .faces, .options, .typed")[0].get_attribute("class")
                    if kind not in kinds:
                        self.look(f"{name}, {kind}")
                    kinds.add(kind)
                    if self.find(".faces .choice"):
                        self.tap(".faces .choice")
                        self.look(f"{name}, chosen")
                    self.go_on()
                self.assertEqual(kinds, {"scale eleven", "faces", "typed"})
                self.look(f"{name}, thanks")
                self.tap("#screen .primary")
                self.tap("#corner .sign")
                self.look(f"{name}, status")
                self.tap("dialog .bar button")

    def test_an_answer_by_taps_reaches_the_database(self):
        self.open_terminal()
        self.begin("sv")
        self.assertEqual(self.browser.execute_script("return document.documentElement.lang"), "sv")
        self.tap(".scale .choice:nth-child(1)")
        self.go_on()
        self.tap(".faces .choice")
        self.tap(".bar button")
        self.assertTrue(self.find(".scale input:checked"), "what was answered is still there after going back")
        self.skip_to_the_end()
        answer = self.stored()
        self.assertEqual((answer.hva_nps, answer.hva_lang_code, answer.hva_channel), (0, "sv", "kiosk"))
        self.assertEqual(len(answer.user_input_line_ids), 2)
        self.assertEqual(self.browser.get_cookies(), [])

    def test_the_keyboard_alone_gives_an_answer(self):
        self.open_terminal()
        self.press(Keys.TAB)
        self.assertTrue(self.has_visible_focus())
        self.press(Keys.ENTER)
        self.wait_for("fieldset")
        self.press(Keys.TAB, Keys.SPACE, *[Keys.ARROW_RIGHT] * 7)
        self.assertTrue(self.has_visible_focus())
        while self.step():
            while "forward" not in self.browser.switch_to.active_element.get_attribute("class"):
                self.press(Keys.TAB)
                self.assertTrue(self.has_visible_focus())
            self.go_on(by_key=Keys.ENTER)
        self.assertEqual(self.stored().hva_nps, 7)

    def test_assistive_software_hears_a_group_with_its_question_and_all_steps(self):
        self.open_terminal()
        self.begin("fi")
        nodes = self.browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        said = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node["ignored"]]
        title = self.question("NPS").title
        self.assertIn(("radiogroup", title), said)
        self.assertIn(("heading", title), said)
        radios = [name for role, name in said if role == "radio"]
        self.assertEqual(len(radios), 11)
        self.assertIn(self.question("NPS").min_label, radios[0])
        self.assertIn(self.question("NPS").max_label, radios[10])

    def test_nothing_answered_sends_nothing_and_stopping_forgets(self):
        self.open_terminal()
        self.begin()
        self.skip_to_the_end()
        self.tap("#screen .primary")
        self.begin()
        self.tap(".scale .choice")
        self.tap(".bar button")
        self.begin()
        self.assertFalse(self.find("input:checked"))
        self.assertFalse(self.stored())

    def test_an_abandoned_screen_warns_and_is_cleared_for_the_next_person(self):
        self.open_terminal()
        self.begin()
        self.tap(".scale .choice")
        self._let_pass(41)
        self.wait_for("dialog[role=alertdialog]")
        self.assertAccessible("warning")
        self.tap("dialog button")
        self.assertFalse(self.find("dialog"))
        self.assertTrue(self.find("input:checked"), "nothing was lost")
        self._let_pass(61)
        self.wait_for(".begin")
        self.begin()
        self.assertFalse(self.find("input:checked"))
        self.assertFalse(self.stored())

    def _let_pass(self, seconds):
        """Move the page's idle clock: as if nobody had touched the screen for so long."""
        self.browser.execute_script(f"hvaTerminal.idle.until -= {seconds * 1000}; hvaTerminal.idle.look()")

    def test_a_tablet_is_handed_over_between_persons(self):
        self.device.kind = "tablet"
        self.open_terminal(800, 1280)
        self.assertAccessible("hand over")
        self.tap("#screen .primary")
        self.begin()
        self.tap(".scale .choice")
        self.skip_to_the_end()
        self.assertFalse(self.find(".scale"))
        self.tap("#screen .primary")
        self.wait_for(".begin")
        self.assertFalse(self.find("#screen button[lang]"), "the next customer begins by the staff's hand")
        self.assertEqual(self.stored().hva_channel, "tablet")

    def test_a_required_question_says_so_and_moves_the_focus_to_it(self):
        self.open_terminal()
        self.browser.execute_script(
            "for (const form of Object.values(hvaTerminal.config.forms)) form.questions[0].required = true"
        )
        self.begin()
        self.tap(".forward")
        self.assertTrue(self.find(".problem[role=alert]"))
        self.assertAccessible("error")
        self.assertEqual(self.browser.switch_to.active_element.get_attribute("name"), self.field("NPS"))

    def test_without_javascript_it_shows_the_other_way(self):
        address = self.collector.url  # before the browser's requests share our connection
        self.browser = self.open_browser(javascript=False)
        self.browser.get(f"{self.base_url()}/p/device/{self.device.code}")
        self.assertIn(address, self.find("footer")[0].text)
        self.assertTrue(self.find("main p"))
        self.assertTrue(self.find("footer svg"))

    def test_a_browser_that_is_not_paired_asks_nothing_and_shows_the_other_way(self):
        address = self.collector.url
        self.resize(1024, 768)
        self.browser.get(f"{self.base_url()}/p/device/{self.device.code}")
        self.wait_until(lambda: self.heading() and not self.find("noscript"), "the page has begun")
        self.look("not paired")
        self.assertFalse(self.find("#screen button"))
        self.assertIn(address, self.find("footer")[0].text)
