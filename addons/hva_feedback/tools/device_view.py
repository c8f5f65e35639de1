"""What a terminal asks, taken from a set version: the questions that suit a screen in a lobby, as plain values.

One screen asks one thing, so a grid becomes a screen for each of its rows.
"""

import dataclasses
from collections.abc import Iterator
from typing import Final

from .form_shape import MATRIX_KINDS, WORD_KINDS, Form, Question, field_name, row_field_name, wording_field_name

# Taken by a tap. Numbers and dates need a keyboard, and a contact wish asks for who one is.
TYPED_KINDS: Final = frozenset({"number", "date", "datetime"})
TERMINALS: Final = frozenset({"kiosk", "tablet"})  # channels whose page this is
TAPPED: Final = frozenset({"scale", "choice", "choices", *MATRIX_KINDS})

Values = dict[str, object]


def device_form(form: Form, has_text: bool) -> Form:
    """Return the form as a terminal shows it and as its answers are checked. `has_text`: open questions are asked."""
    kinds = TAPPED | WORD_KINDS if has_text else TAPPED
    questions = tuple(
        dataclasses.replace(question, has_comment=False)
        for question in form.questions
        if question.kind in kinds and question.role != "contact_wish"
    )
    return dataclasses.replace(form, questions=questions, headings=())


def unasked(form: Form, has_text: bool) -> list[str]:
    """Return the titles of the questions of `form` that a terminal does not ask."""
    asked = {question.id for question in device_form(form, has_text).questions}
    return [question.title for question in form.questions if question.id not in asked]


def as_values(form: Form) -> Values:
    """Return a form as values for JSON. Statements that rotate are chosen by the page, as `tools.rotation` does."""
    return {
        "survey": form.survey_id,
        "title": form.title,
        "rotate": form.rotate_count,
        "rotating": [question.id for question in form.questions if question.is_rotating],
        "questions": [screen for question in form.questions for screen in _screens(question)],
    }


def _screens(question: Question) -> Iterator[Values]:
    common: Values = {
        "id": question.id,
        "name": field_name(question),
        "kind": question.kind,
        "title": question.title,
        "hint": question.hint,
        "required": question.is_required,
        "condition": [str(option) for option in question.condition],
        "is_nps": question.role == "nps",
    }
    if question.variants:
        common |= {"variants": dict(question.variants), "wording_name": wording_field_name(question)}
    if question.kind == "scale":
        yield common | _scale(question)
    elif question.kind in MATRIX_KINDS:
        kind = "choice" if question.kind == "matrix" else "choices"
        for row in question.rows:
            own = {"name": row_field_name(question, row), "kind": kind, "title": row.label, "hint": question.title}
            yield common | own | {"choices": _choices(question)}
    elif question.kind in TAPPED:
        yield common | {"choices": _choices(question), "max_choices": question.max_choices}
    else:
        yield common | {"min_length": question.min_length or 0, "max_length": question.length_limit}


def _scale(question: Question) -> Values:
    return {
        "low": 0 if question.min_value is None else int(question.min_value),
        "high": 10 if question.max_value is None else int(question.max_value),
        "low_label": question.min_label,
        "high_label": question.max_label,
    }


def _choices(question: Question) -> list[Values]:
    return [
        {"value": str(option.id), "label": option.label, "face": _face(question, option.value)}
        for option in question.options
    ]


def _face(question: Question, value: int) -> int | None:
    """Return which face a statement's option gets, 5 the happiest; None for no face."""
    return value if question.role == "statement" and 1 <= value <= 5 else None
