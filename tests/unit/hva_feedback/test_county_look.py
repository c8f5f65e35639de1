"""What a county's colours become in light and dark, and which are refused."""

import re
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from hva_feedback.tools import county_look
from hva_feedback.tools.contrast import TEXT, is_colour, ratio
from hva_feedback.tools.county_look import GROUND, PANEL, Palette, checks, colours, css

CSS = Path(county_look.__file__).parents[1] / "static/src/feedback_page/feedback_page.css"
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def failed(palette):
    return {(check.scheme, check.code): check for check in checks(palette) if not check.is_passed}


def test_the_house_passes_its_own_rule():
    assert not failed(Palette())


def test_grounds_and_colours_are_those_of_the_style_sheet():
    text = CSS.read_text(encoding="utf-8")
    light, dark = text.split("@media (prefers-color-scheme: dark)")[:2]
    for scheme, part in (("light", light), ("dark", dark)):
        found = {name: value for name, value in re.findall(r"--([\w-]+): (#\w+);", part)}
        full = {name: "#" + "".join(c * 2 for c in v[1:]) if len(v) == 4 else v for name, v in found.items()}
        assert full["ground"] == GROUND[scheme] and full["panel"] == PANEL[scheme]
        shown = colours(Palette(dark_main=county_look.HOUSE_DARK_MAIN), scheme)
        assert full["main"] == shown.main and full["on-main"] == shown.on_main and full["accent"] == shown.accent


def test_pale_text_on_the_button_is_refused_with_its_ratio_and_a_way_out():
    found = failed(Palette(main="#ffcc00", on_main="#ffffff", accent="#003f7f"))
    check = found["light", "text_on_main"]
    assert check.field == "on_main" and check.measured < 1.6 and check.needed == TEXT
    assert ratio(check.suggestion, "#ffcc00") >= TEXT
    assert ("light", "main_on_page") in found, "yellow on white: the button itself cannot be seen"


def test_a_link_colour_is_measured_on_page_and_panel():
    # passes on white by a hair, and not on the panel's grey
    found = failed(Palette(accent="#767676"))
    assert set(found) == {("light", "link_on_panel")}
    assert found["light", "link_on_panel"].field == "accent"


def test_a_suggestion_passes_everything_it_is_used_for():
    palette = Palette(main="#7fb2e5", on_main="#000000")
    for check in failed(palette).values():
        assert check.field == "main"
        assert not failed(replace(palette, main=check.suggestion, on_main="#ffffff"))


def test_a_dark_colour_of_the_countys_own_is_measured_on_the_dark_page():
    found = failed(Palette(dark_main="#003f7f"))
    assert ("dark", "main_on_page") in found
    assert found["dark", "main_on_page"].field == "dark_main"


@given(COLOURS, st.none() | COLOURS)
def test_what_follows_by_itself_in_the_dark_always_passes(main, accent):
    assert not [key for key in failed(Palette(main=main, accent=accent)) if key[0] == "dark"]


@given(COLOURS, COLOURS, st.none() | COLOURS, st.none() | COLOURS)
def test_the_rules_hold_nothing_but_colours(main, on_main, accent, dark_main):
    written = css(Palette(main, on_main, accent, dark_main))
    values = re.findall(r"--[\w-]+:([^;}]*)", written)
    assert len(values) == 8 and all(is_colour(value) for value in values)
