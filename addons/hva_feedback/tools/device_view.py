"""What a terminal asks, taken from a set version: the questions that suit a screen in a lobby, as plain values."""

import dataclasses
from typing import Final

from .answer_validation import Form, Question, field_name

# Taken by a tap. Numbers and dates need a keyboard, and a contact wish asks for who one is.
TAPPED: Final = frozenset({"scale", "choice", "choices"})
TYPED: Final = frozenset({"text", "char"})


def device_form(form: Form, has_text: bool) -> Form:
    """Return the form as a terminal shows it and as its answers are checked. `has_text`: open questions are asked."""
    kinds = TAPPED | TYPED if has_text else TAPPED
    questions = tuple(q for q in form.questions if q.kind in kinds and q.role != "contact_wish")
    return dataclasses.replace(form, questions=questions)


def as_values(form: Form) -> dict[str, object]:
    """Return a form as values for JSON."""
    return {"title": form.title, "questions": [_question(question) for question in form.questions]}


def _question(question: Question) -> dict[str, object]:
    values: dict[str, object] = {
        "name": field_name(question),
        "kind": question.kind,
        "title": question.title,
        "hint": question.hint,
        "required": question.is_required,
    }
    if question.kind == "scale":
        low = 0 if question.min_value is None else int(question.min_value)
        high = 10 if question.max_value is None else int(question.max_value)
        values |= {"low": low, "high": high, "low_label": question.min_label, "high_label": question.max_label}
    elif question.kind in TAPPED:
        values["choices"] = [
            {"value": str(option.id), "label": option.label, "face": _face(question, option.value)}
            for option in question.options
        ]
    else:
        values["max_length"] = question.length_limit
    return values


def _face(question: Question, value: int) -> int | None:
    """Return which face a statement's option gets, 5 the happiest; None for no face."""
    return value if question.role == "statement" and 1 <= value <= 5 else None
