"""Axe over every public page: each page, state, language, size and setting of the browser meets each other once.

No fault is allowed anywhere. What axe leaves open ("incomplete") must be of a kind that is judged in `JUDGED`.
"""

from odoo.tests import BaseCase, tagged

from .accessible_pages import LANGUAGES, PAGES, AccessiblePages
from .browser_story import BrowserWorld
from .pairwise import pairwise

# size -> width and size of text. The last is what 400 % zoom of a 1280 pixel window makes, with text enlarged on top.
SIZES = {"phone": (320, "100%"), "desktop": (1280, "100%"), "zoomed": (320, "200%")}
MEDIA = {
    "plain": {},
    "dark": {"prefers-color-scheme": "dark"},
    "forced_colours": {"forced-colors": "active"},
    "less_motion": {"prefers-reduced-motion": "reduce"},
    "more_contrast": {"prefers-contrast": "more"},
}
STATES = tuple(dict.fromkeys(state for states in PAGES.values() for state in states))
# (axe rule, setting, element) -> why what axe leaves open there is no fault. Nothing else may be left open.
JUDGED = {
    ("color-contrast", "forced_colours", "button"): "the browser draws buttons in the colours that its user chose",
}


def cases():
    """Return the combinations that are walked through."""
    choices = {"page": PAGES, "state": STATES, "lang": LANGUAGES, "size": SIZES, "media": MEDIA}
    return pairwise(choices, lambda case: case["state"] in PAGES[case["page"]])


@tagged("post_install", "-at_install")
class TestPagesWithAxe(BrowserWorld, AccessiblePages):
    def test_no_page_has_a_fault_anywhere(self):
        left_open = set()
        for case in cases():
            with self.subTest(**case):
                self.go(**case)
                self.assertEqual(self.find("html")[0].get_attribute("lang"), case["lang"])
                for rule, nodes in self.assertAccessible(str(case)).items():
                    left_open |= {(rule, case["media"], node[1:].partition(" ")[0]) for node in nodes}
                self.assertFitsTheScreen()
        self.assertEqual(left_open, set(JUDGED))

    def go(self, page, state, lang, size, media):
        """Open a page in a state; the browser sends forms itself, as filled in."""
        width, text = SIZES[size]
        self.open_request(*self.request_for(page, state, lang), width, MEDIA[media])
        if state == "filled":
            self.fill_in()
        self.browser.execute_script("document.documentElement.style.fontSize = arguments[0]", text)


class TestPairwise(BaseCase):
    def test_each_two_values_meet_that_can_meet(self):
        choices = {"a": (1, 2, 3), "b": ("x", "y"), "c": (True, False), "d": (4, 5, 6)}
        possible = lambda case: (case["a"], case["b"]) != (1, "x")  # noqa: E731
        chosen = pairwise(choices, possible)
        self.assertTrue(all(map(possible, chosen)))
        met = {(one["a"], one["d"]) for one in chosen}
        self.assertEqual(len(met), 9)
        self.assertEqual(len({(one["a"], one["b"]) for one in chosen}), 5)
        self.assertLess(len(chosen), 14, "far fewer than all 30")

    def test_every_page_is_seen_in_every_state_language_size_and_setting(self):
        chosen = cases()
        for page, states in PAGES.items():
            mine = [case for case in chosen if case["page"] == page]
            self.assertEqual({case["state"] for case in mine}, set(states))
            for name, values in (("lang", LANGUAGES), ("size", SIZES), ("media", MEDIA)):
                self.assertEqual({case[name] for case in mine}, set(values), page)
