import pytest

from hva_feedback.tools.question_shape import SCALES, complete_languages, missing_texts, shape_of


def test_a_language_is_complete_when_every_needed_text_is_there():
    texts = {"title": {"fi": "Otsikko", "sv": "Rubrik"}, "q1.title": {"fi": "Kysymys"}}
    assert complete_languages(texts, ["title", "q1.title"]) == ("fi",)
    assert complete_languages(texts, ["title"]) == ("fi",), "q1.title exists somewhere, so it is needed everywhere"
    assert complete_languages({"title": texts["title"]}, ["title"]) == ("fi", "sv")


def test_an_optional_text_that_nobody_wrote_is_not_missed():
    assert complete_languages({"title": {"fi": "x"}, "q1.hint": {}}, ["title"]) == ("fi",)


def test_an_optional_text_in_one_language_is_needed_in_the_others():
    texts = {"title": {"fi": "x", "sv": "y"}, "q1.hint": {"fi": "vihje"}}
    assert complete_languages(texts, ["title"]) == ("fi",)
    assert missing_texts(texts, ["title"], "sv") == ["q1.hint"]


@pytest.mark.parametrize("blank", ["", None])
def test_a_blank_text_is_no_text(blank):
    assert complete_languages({"title": {"fi": blank}}, ["title"]) == ()


def test_an_empty_set_is_offered_in_no_language():
    assert complete_languages({}, []) == ()
    assert complete_languages({"title": {"fi": "x"}}, []) == ()


def test_a_needed_text_without_any_row_is_missing_in_every_language():
    assert complete_languages({}, ["title"]) == ()
    assert missing_texts({}, ["title"], "fi") == ["title"]


def test_languages_come_in_the_banks_order():
    texts = {"title": {"sms": "a", "en": "b", "fi": "c"}}
    assert complete_languages(texts, ["title"]) == ("fi", "en", "sms")


def test_zero_is_a_value_of_its_own_on_the_statements_scale():
    assert shape_of("likert5_na").values == (5, 4, 3, 2, 1, 0)


def test_an_item_without_a_scale_is_no_question():
    assert shape_of(None) is None
    assert all(shape_of(code).question_type for code in SCALES)
