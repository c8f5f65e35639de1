"""Grids, moments, limits, comments and conditions: what the richer kinds of question let through."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_forms import DAY, FOLLOW_UP, LIKERT, SEVERAL, SHORT, STATEMENT, form

from hva_feedback.tools.answer_validation import PROBLEMS, Commented, Question, Row, is_offered, validate

GRID = Question(
    id=20, kind="matrix", role="own", item_code="", title="How were they?", options=LIKERT,
    rows=(Row(501, "Doctor"), Row(502, "Nurse")),
)  # fmt: skip
GRIDS = replace(GRID, id=21, kind="matrix_choices")
MOMENT = Question(id=22, kind="datetime", role="own", item_code="", title="When?")
OTHER = replace(STATEMENT, id=23, role="own", has_comment=True)


def problems(question, **raw):
    return [(problem.field, problem.code) for problem in validate(form(question), raw).errors]


def value(question, **raw):
    result = validate(form(question), raw)
    assert not result.errors
    return result.values.get(question.id)


def test_a_grid_has_one_answer_for_each_row():
    assert value(GRID, q20_501="105", q20_502="101") == ((501, 105), (502, 101))
    assert value(GRID, q20_502="101") == ((502, 101),)
    assert value(GRID) is None
    assert problems(GRID, q20_501=["105", "104"]) == [("q20_501", "too_many")]


def test_a_grid_of_tick_boxes_has_several():
    assert value(GRIDS, q21_501=["105", "104"], q21_502="101") == ((501, 105), (501, 104), (502, 101))


@pytest.mark.parametrize("name", ["q20", "q20_503", "q20_", "q20_comment", "q20_501x", "q21_501"])
def test_rows_that_are_not_there_are_refused(name):
    expected = [] if name == "q20_" else [(name, "not_offered")]  # not a name of ours at all
    assert problems(GRID, **{name: "105"}) == expected


def test_columns_of_another_question_are_refused():
    assert problems(GRID, q20_501="305") == [("q20_501", "not_offered")]


def test_every_row_of_a_required_grid_is_asked_for():
    required = replace(GRID, is_required=True)
    assert problems(required, q20_501="105") == [("q20_502", "required")]
    assert problems(required, q20_501="305") == [("q20_501", "not_offered"), ("q20_502", "required")]
    assert value(required, q20_501="105", q20_502="105")


@pytest.mark.parametrize("raw", ["2026-02-28T09:05", "2026-02-28 9.05", "28.2.2026 09:05", "2026-02-28T09:05:30"])
def test_a_moment_is_a_day_and_a_time(raw):
    assert value(MOMENT, q22=raw) == datetime(2026, 2, 28, 9, 5)


@pytest.mark.parametrize("raw", ["2026-02-28", "2026-02-28T24:00", "2026-02-30T10:00", "10:00", "2026-02-28T10", "x"])
def test_anything_else_is_none(raw):
    assert problems(MOMENT, q22=raw) == [("q22", "bad_moment")]


def test_days_and_moments_have_limits():
    limits = {"min_moment": datetime(2026, 1, 1, 8), "max_moment": datetime(2026, 1, 31)}
    assert value(replace(DAY, **limits), q8="2026-01-31") == date(2026, 1, 31)
    assert problems(replace(DAY, **limits), q8="2026-02-01") == [("q8", "out_of_days")]
    assert problems(replace(MOMENT, **limits), q22="2026-01-01T07:59") == [("q22", "out_of_days")]
    assert value(replace(MOMENT, **limits), q22="2026-01-01T08:00")


def test_texts_and_choices_have_limits():
    assert problems(replace(SHORT, min_length=3), q9="ab") == [("q9", "too_short")]
    assert problems(replace(SEVERAL, max_choices=2), q6=["105", "104", "103"]) == [("q6", "too_many_choices")]
    assert value(replace(SEVERAL, max_choices=2), q6=["105", "104"]) == (105, 104)


def test_a_comment_goes_with_the_choice_or_alone():
    assert value(OTHER, q23="105", q23_comment=" because ") == Commented(105, "because")
    assert value(OTHER, q23_comment="only words") == Commented(None, "only words")
    assert value(OTHER, q23="105", q23_comment="  ") == 105
    assert problems(OTHER, q23_comment="x" * 251) == [("q23_comment", "too_long")]
    assert problems(STATEMENT, q3_comment="not asked") == [("q3_comment", "not_offered")]


def test_a_comment_answers_a_required_question_only_where_the_set_says_so():
    required = replace(OTHER, is_required=True)
    assert problems(required, q23_comment="words") == [("q23", "required")]
    assert value(replace(required, comment_is_answer=True), q23_comment="words") == Commented(None, "words")


def conditional(question):
    return replace(question, condition=(105, 104), is_required=True)


def test_a_question_with_a_condition_is_required_only_when_it_is_met():
    asked = form(STATEMENT, conditional(SEVERAL))
    assert validate(asked, {"q3": "101"}).errors == ()
    assert [problem.code for problem in validate(asked, {"q3": "105"}).errors] == ["required"]
    assert validate(asked, {"q3": "104", "q6": "101"}).values == {3: 104, 6: (101,)}


def test_what_was_chosen_outside_its_condition_is_not_kept_but_written_words_are():
    asked = form(STATEMENT, conditional(SEVERAL), conditional(FOLLOW_UP), conditional(OTHER))
    result = validate(asked, {"q3": "101", "q6": "101", "q2": "words", "q23": "101", "q23_comment": "more"})
    assert (result.errors, result.values) == ((), {3: 101, 2: "words", 23: Commented(None, "more")})


def test_a_chain_of_conditions_ends_where_the_first_is_not_met():
    first = replace(SEVERAL, condition=(105,))
    second = replace(OTHER, condition=(103,), has_comment=False)
    assert validate(form(STATEMENT, first, second), {"q3": "101", "q6": "103", "q23": "105"}).values == {3: 101}
    assert 23 in validate(form(STATEMENT, first, second), {"q3": "105", "q6": "103", "q23": "105"}).values


def test_the_wording_that_was_shown_is_told():
    follow_up = replace(FOLLOW_UP, variants={"detractor": "What went wrong?"})
    assert validate(form(follow_up), {"q2": "x", "q2_wording": "detractor"}).wordings == {2: "detractor"}
    assert validate(form(follow_up), {"q2": "x", "q2_wording": ""}).wordings == {}
    assert problems(follow_up, q2_wording="promoter") == [("q2_wording", "not_offered")]
    assert problems(FOLLOW_UP, q2_wording="detractor") == [("q2_wording", "not_offered")]


def test_typed_values_are_looked_at_once_more():
    good = [
        (GRID, ((501, 105), (502, 105))), (GRIDS, ((501, 105), (501, 101))), (MOMENT, datetime(2026, 1, 1)),
        (OTHER, Commented(105, "x")), (OTHER, Commented(None, "x")), (OTHER, 105),
    ]  # fmt: skip
    assert all(is_offered(question, value) for question, value in good)
    bad = [
        (GRID, ((501, 105), (501, 101))), (GRID, ((503, 105),)), (GRID, ((501, 305),)), (GRID, (501, 105)), (GRID, 105),
        (GRIDS, ((501, 105), (501, 105))), (MOMENT, date(2026, 1, 1)), (DAY, datetime(2026, 1, 1)),
        (OTHER, Commented(305, "x")), (OTHER, Commented(105, "")), (STATEMENT, Commented(100, "x")),
    ]  # fmt: skip
    assert not any(is_offered(question, value) for question, value in bad)


@given(st.dictionaries(st.sampled_from(["q20_501", "q20_502", "q20", "q22", "q23", "q23_comment"]), st.text()))
def test_whatever_is_sent_gets_an_answer_and_only_offered_values_come_through(raw):
    asked = form(GRID, MOMENT, OTHER)
    result = validate(asked, raw)
    assert {problem.code for problem in result.errors} <= set(PROBLEMS)
    assert all(
        is_offered(question, result.values[question.id]) for question in asked.questions if question.id in result.values
    )
