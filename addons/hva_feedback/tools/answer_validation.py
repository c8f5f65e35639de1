"""The one check that lets only offered values through.

`validate` reads a posted answer against the `Form` that was shown. A value nobody offered is refused with a code of
`PROBLEMS`; what the readers accept is in `answer_readers`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final

from .answer_readers import (
    Refused,
    clean_text,
    in_period,
    in_range,
    read_line,
    read_one,
    read_options,
    steps,
)
from .form_shape import (
    CHAR_MAX,
    MATRIX_KINDS,
    TEXT_MAX,
    WORD_KINDS,
    Commented,
    Form,
    Heading,
    Kind,
    Option,
    Question,
    Role,
    Row,
    Value,
    comment_field_name,
    field_name,
    field_names,
    row_field_name,
    wording_field_name,
)

__all__ = (
    "CHAR_MAX",
    "PROBLEMS",
    "TEXT_MAX",
    "Commented",
    "Form",
    "Heading",
    "Kind",
    "Option",
    "Problem",
    "Question",
    "Refused",
    "Result",
    "Role",
    "Row",
    "Value",
    "clean_text",
    "field_name",
    "is_offered",
    "read_value",
    "validate",
)

PROBLEMS: Final = (
    "required",  # asked for, nothing given
    "not_offered",  # an option, a step or a field that the form does not have
    "too_many",  # two values where one is asked
    "too_many_choices",  # more options than the question allows
    "bad_number",
    "out_of_range",  # not a step of the scale
    "out_of_bounds",  # a number below or above the limits
    "bad_date",
    "bad_moment",  # not a day and a time
    "out_of_days",  # before the first or after the last day or moment
    "too_long",
    "too_short",
    "bad_text",  # half a character (lone surrogate): cannot be stored
    "empty",  # nothing answered at all
    "wish_unclear",  # contact details typed, but the contact wish left open
    "contact_missing",  # contact asked for, no phone number nor e-mail address
    "bad_phone",
    "bad_email",
    "busy_form",  # too much is sent at once: not stored, to be sent again a little later
    "stale_form",  # the page was open too long or its signature is not ours
)

Raw = Mapping[str, str | Sequence[str]]
_FIELD: Final = re.compile(r"q[0-9]+(_[0-9a-z]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a posted field was refused. `question_id` is None where the field belongs to no question of the form."""

    field: str
    code: str
    question_id: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """Accepted values by question id (unanswered questions are absent: 0 is a value) and the problems in form order.

    `wordings` says for questions with several wordings which one the page showed, where it was not the neutral one.
    """

    values: dict[int, Value] = field(repr=False)
    errors: tuple[Problem, ...]
    wordings: dict[int, str] = field(default_factory=dict)


def validate(form: Form, raw_values: Raw) -> Result:
    """Read a posted form.

    `raw_values` is field name -> text, or the list of texts where a name came several times; names that do not begin
    with q and a number are not ours to judge (nonce, contact details) and are passed over. A question with a condition
    that was not met keeps written words only, as its other answers would count people it was not meant for. Never
    raises.
    """
    values: dict[int, Value] = {}
    wordings: dict[int, str] = {}
    errors: list[Problem] = []
    chosen: set[int] = set()
    for question in form.questions:
        problems: list[Problem] = []
        value = _read_question(question, raw_values, problems)
        if not question.condition or chosen.intersection(question.condition):
            problems += _lacking(question, value, problems)
        else:
            value = _words_of(question, value)
        if value is not None:
            values[question.id] = value
            chosen.update(_options_of(question, value))
        if wording := _read_wording(question, raw_values, problems):
            wordings[question.id] = wording
        errors += problems
    offered = {name for question in form.questions for name in field_names(question)}
    errors.extend(Problem(name, "not_offered") for name in raw_values if _FIELD.fullmatch(name) and name not in offered)
    return Result(values, tuple(errors), wordings)


def read_value(question: Question, raw: Sequence[str]) -> Value | None:
    """Return the value of a question that has one field, or None where nothing was given. Raises `Refused`."""
    given = [item for item in raw if item != ""]
    if not given:
        return None
    if question.kind == "choices":
        return read_options(question, given)
    if len(given) > 1:
        raise Refused("too_many")
    return read_one(question, given[0])


def is_offered(question: Question, value: Value) -> bool:
    """Tell whether an already typed value is one the question offers: the last look before storing.

    Guards callers that build a `Submission` themselves; for posted text use `validate`.
    """
    if isinstance(value, bool):
        return False
    if isinstance(value, Commented):
        has_words = 0 < len(value.comment) <= CHAR_MAX and "\0" not in value.comment
        return question.has_comment and has_words and (value.value is None or is_offered(question, value.value))
    return _OFFERED[question.kind](question, value)


# ---------------------------------------------------------------------- reading


def _read_question(question: Question, raw_values: Raw, problems: list[Problem]) -> Value | None:
    value: Value | None = None
    if question.kind in MATRIX_KINDS:
        value = _read_grid(question, raw_values, problems)
    else:
        with _refusals(question, field_name(question), problems):
            value = read_value(question, _given(raw_values, field_name(question)))
    comment: str | None = None
    if question.has_comment:
        with _refusals(question, comment_field_name(question), problems):
            comment = _read_comment(_given(raw_values, comment_field_name(question)))
    # only choices and grids have a comment field
    return Commented(value, comment) if comment else value  # type: ignore[arg-type]


def _read_grid(question: Question, raw_values: Raw, problems: list[Problem]) -> tuple[tuple[int, int], ...] | None:
    pairs: list[tuple[int, int]] = []
    for row in question.rows:
        name = row_field_name(question, row)
        with _refusals(question, name, problems):
            given = _given(raw_values, name)
            if question.kind == "matrix" and len(given) > 1:
                raise Refused("too_many")
            pairs += [(row.id, option) for option in read_options(question, given)]
    return tuple(pairs) or None


def _read_comment(given: Sequence[str]) -> str | None:
    if len(given) > 1:
        raise Refused("too_many")
    return read_line(given[0], CHAR_MAX) if given else None


def _read_wording(question: Question, raw_values: Raw, problems: list[Problem]) -> str | None:
    """Return the wording shown, None for the neutral one. It is the page's own field: what is odd is refused."""
    given = _given(raw_values, wording_field_name(question)) if question.variants else ()
    code = given[0] if given else ""
    if not code:
        return None
    if code not in question.variants or len(given) > 1:
        problems.append(Problem(wording_field_name(question), "not_offered", question.id))
        return None
    return code


def _lacking(question: Question, value: Value | None, problems: Sequence[Problem]) -> list[Problem]:
    """Return what a required question lacks; a field that was refused already says enough."""
    if not question.is_required:
        return []
    if isinstance(value, Commented) and not question.comment_is_answer:
        value = value.value
    if question.kind not in MATRIX_KINDS:
        missing = [field_name(question)] if value is None else []
    elif isinstance(value, Commented):
        missing = []
    else:
        answered = {pair[0] for pair in value if isinstance(pair, tuple)} if isinstance(value, tuple) else set()
        missing = [row_field_name(question, row) for row in question.rows if row.id not in answered]
    refused = {problem.field for problem in problems}
    return [Problem(name, "required", question.id) for name in missing if name not in refused]


def _words_of(question: Question, value: Value | None) -> Value | None:
    if isinstance(value, Commented):
        return Commented(None, value.comment)
    return value if question.kind in WORD_KINDS else None


def _options_of(question: Question, value: Value) -> set[int]:
    plain = value.value if isinstance(value, Commented) else value
    if question.kind == "choice" and isinstance(plain, int):
        return {plain}
    if question.kind == "choices" and isinstance(plain, tuple):
        return {option for option in plain if isinstance(option, int)}
    return set()


@contextmanager
def _refusals(question: Question, name: str, problems: list[Problem]) -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        problems.append(Problem(name, refused.code, question.id))


def _given(raw_values: Raw, name: str) -> list[str]:
    raw = raw_values.get(name, ())
    return [item for item in ([raw] if isinstance(raw, str) else raw) if item != ""]


# ---------------------------------------------------------------------- typed values


def _is_option(question: Question, value: object) -> bool:
    return isinstance(value, int) and any(option.id == value for option in question.options)


def _are_options(question: Question, value: object) -> bool:
    if not isinstance(value, tuple) or (question.max_choices and len(value) > question.max_choices):
        return False
    return all(_is_option(question, option) for option in value)


def _are_pairs(question: Question, value: object) -> bool:
    if not isinstance(value, tuple) or not all(isinstance(pair, tuple) and len(pair) == 2 for pair in value):
        return False
    rows = [row for row, _option in value]
    is_single = question.kind == "matrix_choices" or len(set(rows)) == len(rows)
    known = {row.id for row in question.rows}
    return (
        is_single
        and len(set(value)) == len(value)
        and all(row in known and _is_option(question, option) for row, option in value)
    )


def _is_words(question: Question, value: object) -> bool:
    if not isinstance(value, str) or "\0" in value:
        return False
    return max(question.min_length or 0, 1) <= len(value) <= question.length_limit


def _is_day(question: Question, value: object) -> bool:
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    return is_day and in_period(question, datetime.combine(value, time.min))  # type: ignore[arg-type]


_OFFERED: Final[Mapping[str, Callable[[Question, object], bool]]] = {
    "scale": lambda question, value: isinstance(value, int) and value in steps(question),
    "choice": _is_option,
    "choices": _are_options,
    "text": _is_words,
    "char": _is_words,
    "number": lambda question, value: isinstance(value, int | float) and in_range(question, value),
    "date": _is_day,
    "datetime": lambda question, value: isinstance(value, datetime) and in_period(question, value),
    "matrix": _are_pairs,
    "matrix_choices": _are_pairs,
}
