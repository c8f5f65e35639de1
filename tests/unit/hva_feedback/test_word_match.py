"""Words of a list are found in open text, in the forms in which people write them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_feedback.tools.word_match import fold, found, is_pattern

WORDS = st.text(alphabet="abcdeåäöé ", min_size=1, max_size=12)
LIST = ("kantelu*", "muistutu*", "göra en anmälan", "teen kantelu*", "bill", "112")


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("Teen tästä kantelun!", {"kantelu*"}),
        ("Teen kantelun!", {"kantelu*", "teen kantelu*"}),
        ("KANTELU", {"kantelu*"}),
        ("Tästä voisi kannella.", set()),
        ("potilaskantelu", set()),
        ("Jag vill göra en anmälan.", {"göra en anmälan"}),
        ("Jag vill göra\n  en anmälan", {"göra en anmälan"}),
        ("Jag vill göra anmälan", set()),
        ("The bill was right", {"bill"}),
        ("Billy was right, billing too", set()),
        ("soitin 112:een", {"112"}),
        ("soitin numeroon 1123", set()),
        ("", set()),
        ("!?*", set()),
    ],
)
def test_whole_words_beginnings_and_phrases(text, hits):
    assert found(text, LIST) == hits


@pytest.mark.parametrize(
    "text",
    [
        "ｋａｎｔｅｌｕ",
        "kan\u00adtelu",
        "kan\u200btelu",
        "kántelù",
        "\ufeffKantelu.",
        "„kantelu”",
        "kantelu_",
        "𝐤𝐚𝐧𝐭𝐞𝐥𝐮",
    ],
)
def test_case_width_accents_and_what_cannot_be_seen_make_no_difference(text):
    assert found(text, ["kantelu"]) == {"kantelu"}


def test_letters_of_finnish_and_swedish_are_no_accents():
    assert found("sain saada", ["sää*"]) == frozenset()
    assert found("sää oli huono", ["saa*"]) == frozenset()
    assert found(unicodedata.normalize("NFD", "hätä ja å och ö"), ["hätä", "å", "ö"]) == {"hätä", "å", "ö"}


def test_a_list_may_be_written_in_any_form():
    assert found("kantelu", ["KANTELU", "k á n", "Ka\u00adntel*"]) == {"KANTELU", "Ka\u00adntel*"}
    assert found("anything at all", ["", "*", "?!"]) == frozenset()


@pytest.mark.parametrize("written", ["kantelu*", "tehdä kantelu*", "potilas-asiakir*", "Ei*", "112"])
def test_what_a_list_can_have(written):
    assert is_pattern(written)


@pytest.mark.parametrize("written", ["", "  ", "*", "**", "kan*telu", "*kantelu", "kantelu **"])
def test_what_no_list_can_have(written):
    assert not is_pattern(written)


@given(WORDS, WORDS, WORDS)
def test_a_word_is_found_wherever_it_stands(before, word, after):
    hit = found(f"{before} {word.upper()} {after}", [word])
    assert hit == ({word} if is_pattern(word) else frozenset())


@given(st.text(max_size=60), st.lists(st.text(max_size=8), max_size=6))
def test_no_text_and_no_list_is_an_error(text, patterns):
    assert found(text, patterns) <= set(patterns)


@given(st.text(max_size=60))
def test_folding_is_done_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "hostile",
    [
        "a" * 200_000,
        "a " * 100_000,
        "kantelu " * 25_000,
        "teen teen " * 20_000,
        "a\u0301\u0316" * 66_000,
        "\u0f73" * 200_000,
        "a" + "\u0316\u0301" * 100_000,
        "\ufdfa" * 60_000,
        "\u200b" * 200_000,
        "*" * 200_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_hostile_text_takes_no_longer_than_other_text(hostile):
    """With time that grows by the square, each of these would take minutes."""
    assert found(hostile, [*LIST, "a a a a b", *("a" * count + "b*" for count in range(1, 40))]) <= {"kantelu*"}
