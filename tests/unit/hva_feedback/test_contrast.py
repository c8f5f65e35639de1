"""Contrast by WCAG's formula, and the nearest colour that passes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_feedback.tools.contrast import TEXT, best_on, is_colour, nearest_passing, passes, ratio

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#FFFFFF", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),  # the grey that is known to miss by a hair
        ("#767676", "#ffffff", 4.54),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_ratios_are_those_of_the_standard(one, other, expected):
    assert ratio(one, other) == pytest.approx(expected, abs=0.01)
    assert ratio(other, one) == ratio(one, other)


@pytest.mark.parametrize("text", ["", "#fff", "003f7f", "#003f7g", "#003f7f;", "#003f7f\n", "red", "#００３f7f"])
def test_only_six_digits_are_a_colour(text):
    assert not is_colour(text)
    with pytest.raises(ValueError):
        ratio(text, "#ffffff")


def test_a_colour_that_passes_is_its_own_nearest():
    assert nearest_passing("#003F7F", [("#ffffff", TEXT)]) == "#003f7f"


def test_the_suggestion_is_close_and_just_passes():
    found = nearest_passing("#777777", [("#ffffff", TEXT)])
    assert found == "#767676"


def test_no_colour_can_be_read_on_white_and_on_black_paper_when_far_too_much_is_asked():
    assert nearest_passing("#888888", [("#ffffff", 7.0), ("#000000", 7.0)]) is None


@given(COLOURS, COLOURS)
def test_there_is_always_a_text_colour_for_one_ground(colour, ground):
    found = nearest_passing(colour, [(ground, TEXT)])
    assert found and passes(found, [(ground, TEXT)])


@given(COLOURS, COLOURS)
def test_something_can_always_be_read(colour, wished):
    assert ratio(best_on(colour, [wished]), colour) >= TEXT
