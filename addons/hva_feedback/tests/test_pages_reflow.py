"""Wider text spacing, large targets, forced colours and a focus in sight: on every page that people use."""

from odoo.tests import tagged

from .accessible_pages import AccessiblePages
from .browser_story import SMALLEST_TARGET, BrowserWorld

PAGES = (
    ("form", "start"),
    ("form", "errors"),
    ("kinds", "errors"),
    ("finder", "list"),
    ("chosen", "choose_again"),
    ("staff", "errors"),
    ("code_desk", "start"),
    ("code", "errors"),
    ("thanks", "errors"),
    ("statement", "errors"),
    ("unknown", "start"),
)
WALKED = (("finder", "list"), ("staff", "errors"), ("code_desk", "start"), ("thanks", "errors"))
# The distances of WCAG 1.4.12.
SPACING = """
const style = document.createElement('style');
style.textContent = '* { line-height: 1.5 !important; letter-spacing: .12em !important }'
  + '* { word-spacing: .16em !important } p { margin-bottom: 2em !important }';
document.head.append(style);
"""
# Boxes whose text is larger than they are, with nothing to scroll.
CUT_OFF = """
return [...document.querySelectorAll('main *, footer *')].filter(box => {
  const style = getComputedStyle(box);
  const hides = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY);
  return hides && !box.closest('.heard, .trap, svg')
    && (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1);
}).map(box => box.outerHTML.slice(0, 200));
"""
# What is pressed: width and height of each, but for links inside a sentence, which the guideline lets be.
TARGETS = """
const seen = [];
for (const at of document.querySelectorAll('a, button, summary, input, textarea, label.choice')) {
  if (at.closest('.trap, .heard') || at.type === 'hidden' || !at.getClientRects().length) continue;
  if (at.matches('.choice input')) continue;
  const inSentence = at.tagName === 'A' && getComputedStyle(at).display === 'inline';
  const box = at.getBoundingClientRect();
  if (!inSentence) seen.push([at.outerHTML.slice(0, 160), Math.round(box.width), Math.round(box.height)]);
}
return seen;
"""
CHECKED_LOOK = """
const look = box => {
  const style = getComputedStyle(box);
  return [style.outlineStyle, style.outlineWidth, style.outlineColor].join();
};
const [one, other] = document.querySelectorAll('label.choice');
one.querySelector('input').checked = true;
return [look(one), look(other), getComputedStyle(other).borderTopStyle, getComputedStyle(other).borderTopWidth,
  getComputedStyle(other).borderTopColor, getComputedStyle(document.body).backgroundColor];
"""


@tagged("post_install", "-at_install")
class TestPagesReflow(BrowserWorld, AccessiblePages):
    def on_each_page(self, check, width=320, pages=PAGES):
        for page, state in pages:
            with self.subTest(page=page, state=state):
                self.open_request(*self.request_for(page, state, "fi"), width)
                check()

    def test_wide_spacing_cuts_nothing_off(self):
        def check():
            self.browser.execute_script(SPACING)
            self.assertFitsTheScreen()
            self.assertFalse(self.browser.execute_script(CUT_OFF))

        self.on_each_page(check)

    def test_everything_to_press_is_large_enough_for_a_thumb(self):
        def check():
            small = [seen for seen in self.browser.execute_script(TARGETS) if min(seen[1:]) < SMALLEST_TARGET]
            self.assertFalse(small)

        self.on_each_page(check)

    def test_what_is_chosen_and_where_boxes_end_is_seen_in_forced_colours(self):
        self.open_request(*self.request_for("kinds", "start", "fi"), 320, {"forced-colors": "active"})
        chosen, other, style, width, colour, ground = self.browser.execute_script(CHECKED_LOOK)
        self.assertNotEqual(chosen, other)
        self.assertNotIn("none", chosen)
        self.assertEqual((style, width), ("solid", "1px"))
        self.assertNotEqual(colour, ground)

    def test_the_focus_is_always_in_sight_and_marked(self):
        self.on_each_page(self.walk_with_tab, 1280, WALKED)
