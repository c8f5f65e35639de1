"""The public page in a real browser: a county's colours, keyboard alone, large text, and no JavaScript at all."""

import base64

from odoo.tests import tagged

from .browser_story import SMALLEST_TARGET, BrowserWorld, By, Keys
from .page_story import PageCase

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><path d="M0 0h120v40H0z" fill="#036"/></svg>'


@tagged("post_install", "-at_install")
class TestFeedbackPageAccessibility(BrowserWorld, PageCase):
    def test_a_countys_own_colours_are_as_accessible_in_light_and_dark(self):
        # One colour that just passes on white, one far from every default, one with a dark colour of its own.
        looks = (
            {"main_color": "#6e6e6e"},
            {"main_color": "#7a1f5c"},
            {"main_color": "#00513f", "dark_color": "#ffd23f"},
        )
        look = self.env["hva.look"].create({"logo": base64.b64encode(LOGO)})
        for colours in looks:
            look.write(colours)
            self.env.flush_all()
            for scheme in ("light", "dark"):
                self.visit(width=320, prefer={"prefers-color-scheme": scheme})
                self.find(f"#{self.field('NPS')}-9")[0].click()
                self.assertAccessible(f"{colours}, {scheme}")
                self.assertFitsTheScreen()
        drawn = self.browser.execute_script("return document.querySelector('header img').naturalWidth")
        self.assertGreater(drawn, 0, "the policy lets the logo in")

    def test_text_of_double_size_and_wide_spacing_still_fit(self):
        self.visit(width=320)
        self.browser.execute_script("document.documentElement.style.fontSize = '200%'")
        self.assertFitsTheScreen()
        self.browser.execute_script(
            "document.documentElement.style.fontSize = '';"
            "const style = document.createElement('style');"
            "style.textContent = '* { line-height: 1.5 !important; letter-spacing: .12em !important;"
            " word-spacing: .16em !important } p { margin-bottom: 2em !important }';"
            "document.head.append(style)"
        )
        self.assertFitsTheScreen()

    def test_targets_are_large_enough_for_a_thumb(self):
        self.visit(width=320)
        for target in self.find("label.choice, button, textarea, .field input:not([type=radio])"):
            size = target.size
            self.assertGreaterEqual(
                min(size["width"], size["height"]), SMALLEST_TARGET, target.get_attribute("outerHTML")
            )

    # ------------------------------------------------------------------ keyboard

    def test_a_feedback_is_given_with_the_keyboard_alone(self):
        self.visit(width=1280)
        self.browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
        stops = []
        for _stop in range(40):
            active = self.browser.switch_to.active_element
            name = active.get_attribute("name") or active.tag_name
            stops.append(name)
            self.assertTrue(self.has_visible_focus(), name)
            if active.tag_name == "button":
                break
            if name == self.field("NPS"):
                self.press(Keys.SPACE, *[Keys.ARROW_RIGHT] * 7)
            elif active.get_attribute("type") == "radio" and name != self.field("CONTACT"):
                self.press(Keys.SPACE)
            elif name == self.field("OPEN"):
                self.press("Näppäimistöllä")
            self.press(Keys.TAB)
        fields = [f"q{question.id}" for question in self.form.questions]
        languages = ["a"] * 4  # plain Finnish is the fourth
        self.assertEqual(
            stops, [*languages, "summary", *fields, "contact_name", "contact_phone", "contact_email", "kind", "button"]
        )
        self.submit()
        self.assertIn("/p/kiitos", self.browser.current_url)
        answer = self.answers()
        self.assertEqual((answer.hva_nps, answer.hva_text, answer.hva_kind), (7, "Näppäimistöllä", "thanks"))

    def test_after_an_error_the_focus_is_in_the_summary_and_its_links_lead_to_the_field(self):
        self.visit(width=320)
        self.find(f"#{self.field('OPEN')}")[0].send_keys("Tämä säilyy")
        self.find("#contact_email")[0].send_keys("x@example.fi")
        self.submit()
        self.wait_for_focus("summary")
        self.assertEqual(self.find(f"#{self.field('OPEN')}")[0].get_attribute("value"), "Tämä säilyy")
        self.press(Keys.TAB)
        self.press(Keys.ENTER)
        self.assertEqual(self.browser.switch_to.active_element.get_attribute("name"), self.field("CONTACT"))

    def test_assistive_software_hears_each_question_as_a_group_with_its_radios(self):
        self.visit()
        nodes = self.browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
        said = [
            (node["role"]["value"], node.get("name", {}).get("value"), node.get("description", {}).get("value", ""))
            for node in nodes
            if not node["ignored"]
        ]
        groups = [(name, description) for role, name, description in said if role == "radiogroup"]
        self.assertEqual(groups[0][0], self.question("NPS").title)
        self.assertIn("väliltä 0–10", groups[0][1])
        self.assertEqual(len(groups), 10)
        radios = [name for role, name, _description in said if role == "radio"]
        self.assertEqual(len(radios), 11 + 7 * 6 + 2 + 4)
        self.assertIn("Erittäin epätodennäköisesti", radios[0])
        self.assertNotIn("Jätä tämä kenttä tyhjäksi", [name for _role, name, _description in said])

    # ------------------------------------------------------------------ without JavaScript, cookies, storage

    def test_nothing_of_it_needs_javascript_and_nothing_stays_in_the_browser(self):
        self.browser = self.open_browser(javascript=False)
        self.browser.get(self.base_url() + self.url)
        self.find(f"#{self.field('NPS')}-0")[0].click()
        self.find("button[type=submit]")[0].click()
        self.wait_until(lambda: "/p/kiitos" in self.browser.current_url)
        self.assertEqual(self.browser.get_cookies(), [])
        answer = self.answers()
        self.assertEqual((answer.hva_has_nps, answer.hva_nps), (True, 0))
