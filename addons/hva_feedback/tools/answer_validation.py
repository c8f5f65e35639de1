"""The form as offered, and the one check that lets only offered values through.

`Form` is the whole shape of a set version in one language; the page renders it and `validate` reads a posted answer
against it. A value nobody offered is refused with a code of `PROBLEMS`, never repaired by guessing: the exception is
text, where invisible control characters are dropped because people do not know that they sent them.
"""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

Kind = Literal["scale", "choice", "choices", "text", "char", "number", "date"]
Role = Literal["nps", "follow_up", "statement", "language", "pei", "open", "contact_wish", "own"]

# scale: the number; choice: option id; choices: option ids; text, char: cleaned text; number: float; date: the day
Value = int | float | str | date | tuple[int, ...]

TEXT_MAX: Final = 4000
CHAR_MAX: Final = 250

PROBLEMS: Final = (
    "required",  # asked for, nothing given
    "not_offered",  # an option, a step or a field that the form does not have
    "too_many",  # two values where one is asked
    "bad_number",
    "out_of_range",
    "bad_date",
    "too_long",
    "bad_text",  # half a character (lone surrogate): cannot be stored
    "empty",  # nothing answered at all
    "wish_unclear",  # contact details typed, but the contact wish left open
    "contact_missing",  # contact asked for, no phone number nor e-mail address
    "bad_phone",
    "bad_email",
    "stale_form",  # the page was open too long or its signature is not ours
)


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice. `value` is the coded value: likert 1-5, 0 does not apply, -1 unused."""

    id: int
    value: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question as shown. Ranges are inclusive; `max_length` counts characters; None means the kind's own limit.

    `sequence` is `survey.question.sequence`; None lets Odoo look it up when the answer is stored.
    """

    id: int
    kind: Kind
    role: Role
    item_code: str
    title: str
    hint: str = ""
    is_required: bool = False
    options: tuple[Option, ...] = ()
    min_value: float | None = None
    max_value: float | None = None
    min_label: str = ""
    max_label: str = ""
    max_length: int | None = None
    sequence: int | None = None

    @property
    def length_limit(self) -> int:
        """The longest text that is accepted, in characters."""
        return self.max_length or (CHAR_MAX if self.kind == "char" else TEXT_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A set version in one language."""

    survey_id: int
    version: int
    lang_code: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a posted field was refused. `question_id` is None where the field belongs to no question of the form."""

    field: str
    code: str
    question_id: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """Accepted values by question id (unanswered questions are absent: 0 is a value) and the problems in form order."""

    values: dict[int, Value] = field(repr=False)
    errors: tuple[Problem, ...]


class Refused(Exception):
    """A value is not accepted; `code` is one of `PROBLEMS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


_INTEGER: Final = re.compile(r"-?(0|[1-9][0-9]{0,8})", re.ASCII)
_NUMBER: Final = re.compile(r"-?[0-9]{1,12}([.,][0-9]{1,6})?", re.ASCII)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_FIELD: Final = re.compile(r"q[0-9]+", re.ASCII)
# Turn the reading direction of everything after them, also in lists, mails and files.
_DIRECTION_MARKS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def field_name(question: Question) -> str:
    """Return the name of the question's field in the posted form."""
    return f"q{question.id}"


def validate(form: Form, raw_values: Mapping[str, str | Sequence[str]]) -> Result:
    """Read a posted form.

    `raw_values` is field name -> text, or the list of texts where a name came several times; names that do not begin
    with q and a number are not ours to judge (nonce, contact details) and are passed over. Never raises.
    """
    values: dict[int, Value] = {}
    errors: list[Problem] = []
    for question in form.questions:
        name = field_name(question)
        try:
            value = read_value(question, _as_list(raw_values.get(name, ())))
        except Refused as refused:
            errors.append(Problem(name, refused.code, question.id))
            continue
        if value is not None:
            values[question.id] = value
        elif question.is_required:
            errors.append(Problem(name, "required", question.id))
    offered = {field_name(question) for question in form.questions}
    errors.extend(Problem(name, "not_offered") for name in raw_values if _FIELD.fullmatch(name) and name not in offered)
    return Result(values, tuple(errors))


def read_value(question: Question, raw: Sequence[str]) -> Value | None:
    """Return the value of one question, or None where nothing was given. Raises `Refused`."""
    given = [item for item in raw if item != ""]
    if not given:
        return None
    if question.kind == "choices":
        return _read_choices(question, given)
    if len(given) > 1:
        raise Refused("too_many")
    return _READERS[question.kind](question, given[0])


def is_offered(question: Question, value: Value) -> bool:
    """Tell whether an already typed value is one the question offers: the last look before storing.

    Guards callers that build a `Submission` themselves; for posted text use `validate`.
    """
    kind = question.kind
    if isinstance(value, bool):
        return False
    if kind == "scale":
        return isinstance(value, int) and value in _steps(question)
    if kind == "choice":
        return isinstance(value, int) and any(option.id == value for option in question.options)
    if kind == "choices":
        return isinstance(value, tuple) and set(value) <= {option.id for option in question.options}
    if kind in ("text", "char"):
        return isinstance(value, str) and 0 < len(value) <= question.length_limit and "\0" not in value
    if kind == "date":
        return isinstance(value, date)
    return isinstance(value, int | float) and math.isfinite(value) and _in_range(question, value)


def clean_text(text: str) -> str:
    """Return the text as stored: NFC, line ends as \\n, no control or direction characters, no blank ends.

    Raises `Refused("bad_text")` for a lone surrogate, which no database can store.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Refused("bad_text") from None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(char for char in text if _is_printable(char)).strip()


def _is_printable(char: str) -> bool:
    if char in "\n\t":
        return True
    return char not in _DIRECTION_MARKS and unicodedata.category(char) != "Cc"


def _as_list(raw: str | Sequence[str]) -> Sequence[str]:
    return [raw] if isinstance(raw, str) else raw


def _read_scale(question: Question, raw: str) -> int:
    if not _INTEGER.fullmatch(raw) or raw == "-0":
        raise Refused("bad_number")
    if int(raw) not in _steps(question):
        raise Refused("out_of_range")
    return int(raw)


def _steps(question: Question) -> range:
    low = 0 if question.min_value is None else int(question.min_value)
    high = 10 if question.max_value is None else int(question.max_value)
    return range(low, high + 1)


def _read_choice(question: Question, raw: str) -> int:
    for option in question.options:
        if raw == str(option.id):
            return option.id
    raise Refused("not_offered")


def _read_choices(question: Question, given: Sequence[str]) -> tuple[int, ...]:
    chosen = tuple(_read_choice(question, raw) for raw in given)
    if len(set(chosen)) != len(chosen):
        raise Refused("too_many")
    return chosen


def _read_text(question: Question, raw: str) -> str | None:
    # Looked at first: normalising megabytes that are refused anyway would be work for an attacker.
    if len(raw) > 2 * question.length_limit:
        raise Refused("too_long")
    text = clean_text(raw)
    if len(text) > question.length_limit:
        raise Refused("too_long")
    return text or None


def _read_char(question: Question, raw: str) -> str | None:
    text = _read_text(question, raw)
    return " ".join(text.split()) if text else None


def _read_number(question: Question, raw: str) -> float:
    if not _NUMBER.fullmatch(raw.strip(" ")):
        raise Refused("bad_number")
    value = float(raw.strip(" ").replace(",", "."))
    if not _in_range(question, value):
        raise Refused("out_of_range")
    return value


def _in_range(question: Question, value: float) -> bool:
    low, high = question.min_value, question.max_value
    return (low is None or value >= low) and (high is None or value <= high)


def _read_date(_question: Question, raw: str) -> date:
    with suppress(ValueError):
        if _DAY.fullmatch(raw):
            return date.fromisoformat(raw)
    raise Refused("bad_date")


_READERS: Final = {
    "scale": _read_scale,
    "choice": _read_choice,
    "text": _read_text,
    "char": _read_char,
    "number": _read_number,
    "date": _read_date,
}
