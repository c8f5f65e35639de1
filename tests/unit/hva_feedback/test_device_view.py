"""What a terminal asks of a set version: what can be tapped, one thing per screen, and nothing about who one is."""

from hva_feedback.tools.device_view import as_values, device_form
from hva_feedback.tools.form_shape import Form, Option, Question, Row

LIKERT = tuple(Option(number, number, str(number)) for number in (5, 4, 3, 2, 1, 0))


def question(number, kind, role="own", **more):
    return Question(id=number, kind=kind, role=role, item_code="", title=f"Question {number}", **more)


FORM = Form(
    survey_id=1,
    version=1,
    lang_code="fi",
    title="Set",
    questions=(
        question(1, "scale", "nps", min_value=0, max_value=10, min_label="No", max_label="Yes"),
        question(2, "choice", "statement", options=LIKERT),
        question(3, "matrix", options=LIKERT[:2], rows=(Row(7, "Food"), Row(8, "Bed"))),
        question(4, "text", "open"),
        question(5, "number"),
        question(6, "date"),
        question(7, "choice", "contact_wish", options=LIKERT[:2]),
        question(8, "choices", options=LIKERT, max_choices=2, has_comment=True),
    ),
)


def names(form):
    return [screen["name"] for screen in as_values(form)["questions"]]


def test_only_what_can_be_tapped_is_asked_and_a_grid_row_by_row():
    assert names(device_form(FORM, has_text=False)) == ["q1", "q2", "q3_7", "q3_8", "q8"]


def test_open_questions_are_asked_where_the_device_says_so():
    assert "q4" in names(device_form(FORM, has_text=True))
    assert "q7" not in names(device_form(FORM, has_text=True)), "never who one is"


def test_a_comment_field_needs_a_keyboard_and_is_not_offered():
    assert not any(question.has_comment for question in device_form(FORM, has_text=True).questions)


def test_statements_have_faces_and_does_not_apply_has_none():
    [_nps, statement, *_others] = as_values(device_form(FORM, has_text=False))["questions"]
    assert [choice["face"] for choice in statement["choices"]] == [5, 4, 3, 2, 1, None]
