"""Only what the form offers comes through."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_forms import DAY, FOLLOW_UP, NPS, NUMBER, SEVERAL, SHORT, STATEMENT, form

from hva_feedback.tools.answer_validation import PROBLEMS, is_offered, validate


def problems(name, raw, *questions):
    return [problem.code for problem in validate(form(*questions), {name: raw}).errors]


def value(name, raw):
    result = validate(form(), {name: raw})
    assert not result.errors
    return result.values.get(int(name[1:]))


def test_zero_is_a_score_and_nothing_is_no_score():
    assert value("q1", "0") == 0
    assert validate(form(), {"q1": ""}).values == {}
    assert validate(form(), {}).values == {}


def test_each_step_of_the_scale_is_accepted():
    assert [value("q1", str(step)) for step in range(11)] == list(range(11))


@pytest.mark.parametrize(
    "raw", ["00", "01", "1e1", " 5 ", "5 ", "+5", "-0", "5.0", "٥", "５", "five", "0x5", "1_0", "\n5"]
)
def test_another_spelling_of_a_number_is_no_number(raw):
    assert problems("q1", raw) == ["bad_number"]


@pytest.mark.parametrize("raw", ["11", "99", "-1", "999999999"])
def test_steps_outside_the_scale_are_refused(raw):
    assert problems("q1", raw) == ["out_of_range"]


def test_two_values_for_one_question_are_refused():
    assert problems("q1", ["5", "6"]) == ["too_many"]
    assert problems("q3", ["105", "104"]) == ["too_many"]
    assert problems("q6", ["105", "105"]) == ["too_many"]


def test_options_of_another_question_are_refused():
    assert value("q3", "105") == 105
    for raw in ("305", "5", "0", "105 ", "0105", "105.0", "x", "9" * 400):
        assert problems("q3", raw) == ["not_offered"]


def test_several_options_where_several_are_asked():
    assert value("q6", ["105", "101"]) == (105, 101)
    assert problems("q6", ["105", "305"]) == ["not_offered"]


def test_a_question_the_form_does_not_have_is_refused():
    assert problems("q999", "1") == ["not_offered"]
    assert problems("nonce", "anything") == []


def test_a_required_question_must_be_answered():
    required = replace(FOLLOW_UP, is_required=True)
    assert problems("q2", "  \n ", required) == ["required"]


def test_texts_have_a_limit_in_characters():
    assert len(value("q2", "ä" * 4000)) == 4000
    assert problems("q2", "ä" * 4001) == ["too_long"]
    assert problems("q2", "x" * 5_000_000) == ["too_long"]
    assert problems("q9", "x" * 11) == ["too_long"]


def test_control_characters_are_dropped_and_line_ends_made_one_kind():
    assert value("q2", " a\x00b\x07\r\nc\x1b[31m\u202ed\t ") == "ab\nc[31md"
    assert value("q9", "a\nb") == "a b"


def test_emoji_and_other_scripts_stay_as_written():
    for text in ("👍🏽 kiitos", "Ǩiõtt", "شكرا", "e\u0301té"):
        assert value("q2", text) in (text, "été")


def test_half_a_character_is_refused():
    assert problems("q2", "a\ud800b") == ["bad_text"]


@pytest.mark.parametrize(("raw", "number"), [("7", 7.0), ("2,5", 2.5), (" 3.25 ", 3.25)])
def test_numbers_as_people_write_them(raw, number):
    assert value("q7", raw) == number


@pytest.mark.parametrize("raw", ["nan", "inf", "1e3", "٣", "1,2,3", "--1", "1" * 30])
def test_other_numbers_are_refused(raw):
    assert problems("q7", raw) == ["bad_number"]


def test_numbers_outside_the_range_are_refused():
    assert problems("q7", "21") == ["out_of_bounds"]


def test_days():
    assert value("q8", "2026-02-28") == date(2026, 2, 28)
    assert value("q8", "28.2.2026") == date(2026, 2, 28), "as people write it where the browser has no calendar"
    for raw in ("2026-02-30", "30.2.2026", "28.2.26", "２０２６-02-28", "2026-2-8", "20260228"):
        assert problems("q8", raw) == ["bad_date"]


def test_typed_values_are_looked_at_once_more_before_storing():
    offered = [(NPS, 0), (NPS, 10), (STATEMENT, 100), (SEVERAL, (101, 102)), (FOLLOW_UP, "x"), (NUMBER, 2.5)]
    assert all(is_offered(question, value) for question, value in offered)
    foreign = [
        (NPS, 11), (NPS, True), (NPS, "5"), (STATEMENT, 305), (SEVERAL, (101, 305)), (FOLLOW_UP, ""),
        (FOLLOW_UP, "x" * 4001), (FOLLOW_UP, "a\0"), (NUMBER, float("nan")), (NUMBER, 21), (DAY, "2026-01-01"),
        (SHORT, "x" * 11),
    ]  # fmt: skip
    assert not any(is_offered(question, value) for question, value in foreign)


NAMES = st.one_of(st.sampled_from([f"q{number}" for number in range(12)]), st.text(max_size=8))
TEXTS = st.text(st.characters(codec=None), max_size=60)


@given(st.dictionaries(NAMES, st.one_of(TEXTS, st.lists(TEXTS, max_size=3)), max_size=8))
def test_no_input_breaks_it_and_what_it_accepts_is_offered(raw):
    asked = form()
    result = validate(asked, raw)
    assert {problem.code for problem in result.errors} <= set(PROBLEMS)
    by_id = {question.id: question for question in asked.questions}
    assert all(is_offered(by_id[number], given_value) for number, given_value in result.values.items())
