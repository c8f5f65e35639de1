"""Axe over every public page: each page, state, language, size and setting of the browser meets each other once.

No fault is allowed anywhere. What axe leaves open ("incomplete") must be of a kind that is judged in `JUDGED`.
"""

from odoo.tests import BaseCase, tagged

from .accessible_pages import LANGUAGES, MORE_LANGUAGES, PAGES, AccessiblePages
from .common_sets import ready_set
from .device_browser import TerminalBrowser
from .device_story import DeviceWorld
from .page_languages import bring_wordings, bring_words
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
# The terminal draws its screens in the browser: its questions and their faults, in the language that was tapped.
WALKED = {**PAGES, "terminal": ("start", "filled", "errors")}
STATES = tuple(dict.fromkeys(state for states in WALKED.values() for state in states))
# (axe rule, setting, element) -> why what axe leaves open there is no fault. Nothing else may be left open.
JUDGED = {
    ("color-contrast", "forced_colours", "button"): "the browser draws buttons in the colours that its user chose",
}


def languages_of(page, state):
    """Return the languages in which a page is walked through; a terminal begins in its own."""
    return ("fi",) if (page, state) == ("terminal", "start") else (*LANGUAGES, *MORE_LANGUAGES.get(page, ()))


def cases():
    """Return the combinations that are walked through."""
    languages = dict.fromkeys(lang for page in WALKED for lang in languages_of(page, None))
    choices = {"page": WALKED, "state": STATES, "lang": languages, "size": SIZES, "media": MEDIA}
    return pairwise(choices, is_possible)


def is_possible(case):
    page, state = case["page"], case["state"]
    return state in WALKED[page] and case["lang"] in languages_of(page, state)


@tagged("post_install", "-at_install")
class TestPagesWithAxe(TerminalBrowser, DeviceWorld, AccessiblePages):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in ("fi-simple", "se"):
            bring_words(cls.env, lang)
        base = ready_set(cls.env).sudo()  # as an administrator would
        bring_wordings(base, "se")
        cls.survey = base._publish()
        cls.device = cls.env["hva.device"].create({"name": "Lobby", "collector_id": cls.door.id})
        cls.settle()

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
        if page == "terminal":
            self.go_to_terminal(state, lang, width, MEDIA[media])
        else:
            self.open_request(*self.request_for(page, state, lang), width, MEDIA[media])
            if state == "filled":
                self.fill_in()
        self.browser.execute_script("document.documentElement.style.fontSize = arguments[0]", text)

    def go_to_terminal(self, state, lang, width, media):
        if self.device.paired_at:
            self.resize(width, 800, media)
            self.browser.get(f"{self.base_url()}/p/device/{self.device.code}")
            self.wait_for("#screen .begin button")
        else:
            self.open_terminal(width, 800, media)
            self.device.invalidate_recordset()
        if state == "start":
            return
        self.browser.execute_script(
            "for (const form of Object.values(hvaTerminal.config.forms)) form.questions[0].required = true"
        )
        self.begin(lang)
        self.tap(".scale .choice" if state == "filled" else ".forward")


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
        for page, states in WALKED.items():
            mine = [case for case in chosen if case["page"] == page]
            self.assertEqual({case["state"] for case in mine}, set(states))
            for name, values in (("lang", languages_of(page, None)), ("size", SIZES), ("media", MEDIA)):
                self.assertEqual({case[name] for case in mine}, set(values), page)
