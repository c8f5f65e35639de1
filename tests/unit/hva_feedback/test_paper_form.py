"""A form on paper: every kind of question becomes something a pen can answer."""

from dataclasses import replace

import pytest

from hva_feedback.tools.form_shape import Form, Heading, Option, Question, Row
from hva_feedback.tools.paper_form import about_blocks, card_blocks, paper_blocks


class Texts(dict):
    """Every word is its own key, but for those with places in them."""

    def __missing__(self, key):
        return key


TEXTS = Texts(
    condition="condition: %(options)s, %(question)s", quoted="“%(text)s”", max_choices_hint="at most %(count)s"
)
AGREE = (Option(1, 5, "Agree"), Option(2, 1, "Disagree"))


def question(number, kind="text", role="own", **more):
    return Question(id=number, kind=kind, role=role, item_code="", title=f"Question {number}", **more)


def form(*questions):
    return Form(survey_id=1, version=1, lang_code="fi", title="Title", questions=questions)


NPS = question(1, "scale", "nps", min_value=0, max_value=10, min_label="Unlikely", max_label="Likely")
STATEMENTS = [question(number, "choice", "statement", options=AGREE) for number in (2, 3, 4)]
OPEN = question(9, "text", "open")


def test_a_scale_has_a_box_a_step_and_its_ends_in_words():
    [block] = paper_blocks(form(NPS), TEXTS)
    assert (block.kind, block.steps, block.hint) == ("scale", tuple(range(11)), "tick_one")
    assert (block.low_label, block.high_label) == ("Unlikely", "Likely")


def test_statements_with_the_same_answers_share_a_grid():
    nps, grid, words = paper_blocks(form(NPS, *STATEMENTS, OPEN), TEXTS)
    assert (grid.kind, grid.options) == ("grid", ("Agree", "Disagree"))
    assert grid.rows == ("Question 2", "Question 3", "Question 4")
    assert [block.number for block in (nps, grid, words)] == [1, 2, 3]
    assert (words.kind, words.line_count) == ("lines", 5)


def test_in_large_print_each_statement_stands_alone():
    blocks = paper_blocks(form(*STATEMENTS), TEXTS, is_large=True)
    assert [block.kind for block in blocks] == ["options"] * 3


def test_a_statement_with_answers_or_a_hint_of_its_own_stands_alone():
    other = question(5, "choice", "statement", options=(*AGREE, Option(3, 0, "Does not apply")))
    hinted = question(6, "choice", "statement", options=AGREE, hint="Think of today.")
    blocks = paper_blocks(form(*STATEMENTS, other, hinted), TEXTS)
    assert [block.kind for block in blocks] == ["grid", "options", "options"]
    assert blocks[2].hint == "Think of today. tick_one"


@pytest.mark.parametrize(
    ("kind", "line_count"), [("text", 5), ("char", 1), ("number", 1), ("date", 1), ("datetime", 1), ("hologram", 3)]
)
def test_what_is_written_gets_lines_and_so_does_a_kind_nobody_knows(kind, line_count):
    [block] = paper_blocks(form(question(1, kind)), TEXTS)
    assert (block.kind, block.line_count) == ("lines", line_count)


def test_several_choices_are_said_to_be_several():
    [block] = paper_blocks(form(question(1, "choices", options=AGREE)), TEXTS)
    assert (block.kind, block.hint, block.is_many) == ("options", "tick_many", True)


def test_a_scale_that_is_longer_than_the_paper_is_wide_is_written():
    [block] = paper_blocks(form(question(1, "scale", min_value=0, max_value=100)), TEXTS)
    assert block.kind == "lines"


def test_a_grid_its_comment_and_its_heading_print():
    rows = (Row(1, "Food"), Row(2, "Noise"))
    grids = [question(number, "matrix", options=AGREE, rows=rows, has_comment=True) for number in (1, 2)]
    headed = replace(form(*grids), headings=(Heading(1, "The ward"),))
    blocks = paper_blocks(headed, TEXTS)
    assert [block.kind for block in blocks] == ["heading", "grid", "lines", "grid", "lines"]
    assert [block.number for block in blocks] == [0, 1, 0, 2, 0]
    assert blocks[1].rows == ("Food", "Noise") and blocks[2].title == "comment"


def test_a_question_for_some_says_for_whom():
    asked = question(1, "choice", options=AGREE)
    follow = question(2, "text", condition=(2,), hint="Be frank.")
    assert paper_blocks(form(asked, follow), TEXTS)[1].hint == "condition: “Disagree”, “Question 1” Be frank."


def test_at_most_so_many_boxes():
    [block] = paper_blocks(form(question(1, "choices", options=AGREE, max_choices=2)), TEXTS)
    assert block.hint == "at most 2"


def test_what_is_asked_about_the_feedback_goes_on_with_the_numbers():
    blocks = about_blocks(("kind", "group", "topics"), ("Queue", "Food"), TEXTS, 7)
    assert [(block.number, block.role) for block in blocks] == [(8, "kind"), (9, "topics"), (10, "group")]
    assert blocks[1].options == ("Queue", "Food") and blocks[1].is_many
    assert [block.role for block in about_blocks(("topics",), (), TEXTS, 7)] == []


def test_a_card_asks_the_recommendation_and_one_open_question():
    follow_up = question(2, "text", "follow_up")
    blocks = card_blocks(form(question(7, "scale"), follow_up, NPS, *STATEMENTS, OPEN), TEXTS, 4)
    assert [block.title for block in blocks] == ["Question 1", "Question 2"]
    assert [(block.number, block.line_count) for block in blocks] == [(1, 0), (2, 4)]


def test_a_card_of_a_set_without_either_has_its_first_question():
    assert [block.kind for block in card_blocks(form(STATEMENTS[0]), TEXTS, 4)] == ["options"]
    assert card_blocks(form(), TEXTS, 4) == ()
