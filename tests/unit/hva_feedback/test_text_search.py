import pytest

from hva_feedback.tools.text_search import MOST_WORDS, prefix_query, words


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Odotusaika", ("odotusaika",)),
        ("  pitkä   ODOTUS, pitkä! ", ("pitkä", "odotus")),
        ("lääkäri & !hoitaja | (jono):*", ("lääkäri", "hoitaja", "jono")),
        ("COVID-19", ("covid-19",)),
        ("'); DROP TABLE survey_user_input; --", ("drop", "table", "survey_user_input")),
        ("... ??", ()),
        ("", ()),
    ],
)
def test_words_without_signs(typed, expected):
    assert words(typed) == expected


def test_a_page_pasted_into_the_box_is_cut():
    assert len(words(" ".join(f"word{number}" for number in range(100)))) == MOST_WORDS


def test_quotes_stay_inside_the_word():
    assert prefix_query("o'brien") == "'o''brien':*"
