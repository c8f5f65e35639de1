"""The form as offered: the whole shape of a set version in one language.

The page renders a `Form`, `answer_validation.validate` reads a posted answer against it, and whatever else asks the
questions (device, paper, text message) takes the same values.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

Kind = Literal["scale", "choice", "choices", "text", "char", "number", "date", "datetime", "matrix", "matrix_choices"]
Role = Literal["nps", "follow_up", "statement", "language", "pei", "open", "contact_wish", "own"]

TEXT_MAX: Final = 4000
CHAR_MAX: Final = 250

MATRIX_KINDS: Final = frozenset({"matrix", "matrix_choices"})
CHOICE_KINDS: Final = frozenset({"choice", "choices", *MATRIX_KINDS})
WORD_KINDS: Final = frozenset({"text", "char"})


@dataclass(frozen=True, slots=True)
class Commented:
    """A choice or grid with the words of its comment field ("other, what?"). `value` None: the words alone."""

    value: "int | tuple[int, ...] | tuple[tuple[int, int], ...] | None"
    comment: str = field(repr=False)


# scale: the number; choice: option id; choices: option ids; text, char: cleaned text; number: float; date: the day;
# datetime: the moment on the county's clock, without zone; matrix: pairs of row id and option id
Value = int | float | str | date | datetime | tuple[int, ...] | tuple[tuple[int, int], ...] | Commented


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice. `value` is the coded value: likert 1-5, 0 does not apply, -1 unused."""

    id: int
    value: int
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a grid; its columns are the question's options."""

    id: int
    label: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A section of the set: stands before the question `before`, the id of the first one of it."""

    before: int
    title: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question as shown.

    Ranges are inclusive; lengths count characters; None means the kind's own limit. `sequence` is
    `survey.question.sequence`; None lets Odoo look it up when the answer is stored. `condition` names options of
    earlier questions: the question is meant for people who chose one of them, everybody when empty. `variants` are
    other wordings of the title, by NPS group. `is_rotating`: one of the statements of which some are asked at a time.
    """

    id: int
    kind: Kind
    role: Role
    item_code: str
    title: str
    hint: str = ""
    is_required: bool = False
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    min_value: float | None = None
    max_value: float | None = None
    min_moment: datetime | None = None
    max_moment: datetime | None = None
    min_label: str = ""
    max_label: str = ""
    min_length: int | None = None
    max_length: int | None = None
    max_choices: int | None = None
    has_comment: bool = False
    comment_label: str = ""
    comment_is_answer: bool = False
    condition: tuple[int, ...] = ()
    variants: Mapping[str, str] = field(default_factory=dict)
    is_rotating: bool = False
    sequence: int | None = None

    @property
    def length_limit(self) -> int:
        """The longest text that is accepted, in characters."""
        return self.max_length or (CHAR_MAX if self.kind == "char" else TEXT_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A set version in one language. `rotate_count`: how many of the rotating statements one giver is asked."""

    survey_id: int
    version: int
    lang_code: str
    title: str
    questions: tuple[Question, ...]
    headings: tuple[Heading, ...] = ()
    rotate_count: int = 0


def field_name(question: Question) -> str:
    """Return the name of the question's field in the posted form."""
    return f"q{question.id}"


def row_field_name(question: Question, row: Row) -> str:
    """Return the name of the field of one row of a grid."""
    return f"q{question.id}_{row.id}"


def comment_field_name(question: Question) -> str:
    """Return the name of the comment field of a choice or grid."""
    return f"q{question.id}_comment"


def wording_field_name(question: Question) -> str:
    """Return the name of the field that says which of a question's wordings the page showed."""
    return f"q{question.id}_wording"


def field_names(question: Question) -> tuple[str, ...]:
    """Return all names under which the question may be posted."""
    own = [row_field_name(question, row) for row in question.rows] if question.rows else [field_name(question)]
    if question.has_comment:
        own.append(comment_field_name(question))
    if question.variants:
        own.append(wording_field_name(question))
    return tuple(own)
