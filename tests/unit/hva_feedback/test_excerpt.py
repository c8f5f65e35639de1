import pytest

from hva_feedback.tools.excerpt import excerpt


def test_a_short_text_stays_and_stands_on_one_line():
    assert excerpt("Thank you.\n\nAll was well.", 40) == "Thank you. All was well."
    assert excerpt("", 40) == ""


@pytest.mark.parametrize("limit", range(4, 30))
def test_a_long_text_ends_after_a_whole_word(limit):
    text = "the nurse listened, and then explained"
    shown = excerpt(text, limit)
    assert len(shown) <= limit and shown.endswith("…")
    assert (text + " ").startswith(shown[:-1])
    assert text[len(shown) - 1] in " ,"


def test_a_word_without_end_is_cut_inside():
    assert excerpt("a" * 100, 10) == "a" * 9 + "…"
