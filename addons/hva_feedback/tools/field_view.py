"""One question as the public page draws it: its fields, what was typed into them and what is wrong with them.

Ids, hints and error texts are tied together here, because assistive software finds them by id alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from .answer_readers import steps
from .form_shape import (
    CHAR_MAX,
    CHOICE_KINDS,
    MATRIX_KINDS,
    Form,
    Question,
    comment_field_name,
    field_name,
    row_field_name,
    wording_field_name,
)
from .text_guard import Warned

Texts = Mapping[str, str]
Posted = Mapping[str, Sequence[str]]
Codes = Mapping[str, str]  # field name -> code of its problem

GROUP_KINDS: Final = frozenset({"scale", *CHOICE_KINDS})
INPUT_TYPES: Final = {"date": "date", "datetime": "datetime-local"}
HINTED: Final = frozenset({"choices", "date", "datetime", "matrix_choices"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One radio button or tick box. `note` is read out after the label and not drawn (the words of a scale's end)."""

    id: str
    value: str
    label: str
    note: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question or field of the page. `target` is the id that an error link leads to.

    A grid has a field for each of its `rows`; `comment` is the text field that belongs to a choice. `variants` are the
    other wordings of the title by group of the score in the field `score_name`, and `wording` is the one that stands
    there (empty: the neutral one).
    """

    name: str
    kind: str
    title: str
    hint: str = ""
    is_required: bool = False
    choices: tuple[Choice, ...] = ()
    rows: "tuple[Field, ...]" = ()
    comment: "Field | None" = None
    text: str = field(default="", repr=False)
    max_length: int | None = None
    input_type: str = "text"
    autocomplete: str = "off"
    error: str = ""
    warning: str = ""
    has_contact: bool = False
    neutral_title: str = ""
    variants: Mapping[str, str] = field(default_factory=dict)
    wording: str = ""
    score_name: str = ""

    @property
    def target(self) -> str:
        if self.rows:
            return self.rows[0].target
        return self.choices[0].id if self.choices else self.name

    @property
    def described_by(self) -> str | None:
        """Ids of hint, error and warning, in reading order; None where there is none."""
        parts = {"hint": self.hint, "error": self.error, "warning": self.warning}
        ids = [f"{self.name}-{part}" for part, text in parts.items() if text]
        return " ".join(ids) or None

    @property
    def wording_name(self) -> str:
        """Name of the field that carries `wording`."""
        return f"{self.name}_wording"

    @property
    def is_several(self) -> bool:
        """True where the choices are tick boxes."""
        return self.kind in ("choices", "matrix_choices")

    def parts(self) -> "Iterator[Field]":
        """Yield this field and those inside it, in reading order."""
        yield self
        yield from self.rows
        if self.comment:
            yield self.comment


class QuestionFields:
    """Turns the questions of one form into fields. `codes` is {field name: problem code}."""

    def __init__(self, form: Form, posted: Posted, codes: Codes, texts: Texts, warned: Sequence[Warned] = ()) -> None:
        self._posted, self._codes, self._texts, self._warned = posted, codes, texts, warned
        self._score_name = next((field_name(q) for q in form.questions if q.role == "nps"), "")
        self._option_titles = {
            option.id: (question.title, option.label) for question in form.questions for option in question.options
        }

    def build(self, question: Question) -> Field:
        """Return the field of a question, with its rows and its comment field where it has them."""
        name, is_group = field_name(question), question.kind in GROUP_KINDS
        is_grid = question.kind in MATRIX_KINDS
        built = Field(
            name=name,
            kind=question.kind,
            title=question.title,
            hint=self._hint(question),
            is_required=question.is_required,
            choices=self._choices(question, name) if is_group and not is_grid else (),
            rows=self._rows(question) if is_grid else (),
            comment=self._comment(question) if question.has_comment else None,
            text="" if is_group else self.text(name),
            max_length=question.length_limit if question.kind in ("text", "char") else None,
            input_type=INPUT_TYPES.get(question.kind, "text"),
            error=self.error(name, question),
            warning=self._warning(name),
            has_contact=question.role == "contact_wish",
        )
        return self._worded(question, built) if question.variants else built

    def text(self, name: str) -> str:
        """Return what was typed into a field, as it can be sent back."""
        typed = self._posted.get(name, ())
        if not typed:
            return ""
        # Line ends as sent would double when the browser sends them again; half a character cannot be sent back at all.
        return typed[0].replace("\r\n", "\n").replace("\0", "").encode(errors="replace").decode()

    def error(self, name: str, question: Question | None = None, limit: int | None = None) -> str:
        """Return the sentence about what is wrong with a field, empty where nothing is."""
        code = self._codes.get(name)
        return message(code, self._texts, question, limit) if code else ""

    def _warning(self, name: str) -> str:
        return " ".join(self._texts[f"found_{item.kind}"] for item in self._warned if item.field == name)

    def _worded(self, question: Question, built: Field) -> Field:
        """Show the wording that the page showed before it was sent; a fresh page has the neutral one."""
        given = self._posted.get(wording_field_name(question), ())
        wording = given[0] if given and given[0] in question.variants else ""
        return replace(
            built,
            title=question.variants.get(wording, question.title),
            neutral_title=question.title,
            variants=question.variants,
            wording=wording,
            score_name=self._score_name,
        )

    def _choices(self, question: Question, name: str) -> tuple[Choice, ...]:
        if question.kind == "scale":
            numbers = steps(question)
            notes = {numbers[0]: question.min_label, numbers[-1]: question.max_label}
            offered = [(str(step), str(step), notes.get(step, "")) for step in numbers]
        else:
            offered = [(str(option.id), option.label, "") for option in question.options]
        chosen = self._posted.get(name, ())
        return tuple(
            Choice(id=f"{name}-{value}", value=value, label=label, note=note, is_chosen=value in chosen)
            for value, label, note in offered
        )

    def _rows(self, question: Question) -> tuple[Field, ...]:
        names = [(row_field_name(question, row), row.label) for row in question.rows]
        return tuple(
            Field(
                name=name,
                kind=question.kind,
                title=label,
                choices=self._choices(question, name),
                error=self.error(name, question),
            )
            for name, label in names
        )

    def _comment(self, question: Question) -> Field:
        name = comment_field_name(question)
        return Field(
            name=name,
            kind="char",
            title=question.comment_label or self._texts["comment"],
            text=self.text(name),
            max_length=CHAR_MAX,
            error=self.error(name, limit=CHAR_MAX),
            warning=self._warning(name),
        )

    def _hint(self, question: Question) -> str:
        parts = [self._condition(question), question.hint]
        if question.kind == "scale":
            numbers = steps(question)
            ends = {"low": numbers[0], "high": numbers[-1]}
            parts.append(self._texts["scale_hint"] % ends)
            if question.min_label and question.max_label:
                labels = {"low_label": question.min_label, "high_label": question.max_label}
                parts.append(self._texts["scale_ends"] % {**ends, **labels})
        elif question.kind == "text":
            parts.append(self._texts["text_hint"] % {"count": question.length_limit})
        elif question.max_choices:
            parts.append(self._texts["max_choices_hint"] % {"count": question.max_choices})
        elif question.kind in HINTED:
            parts.append(self._texts["choices_hint" if question.kind == "matrix_choices" else f"{question.kind}_hint"])
        parts.append(self._bounds(question))
        return " ".join(part for part in parts if part)

    def _bounds(self, question: Question) -> str:
        limits = limits_of(question)
        return self._texts["bounds_hint"] % limits if question.kind != "scale" and all(limits.values()) else ""

    def _condition(self, question: Question) -> str:
        by_title: dict[str, list[str]] = {}
        for option in question.condition:
            title, label = self._option_titles.get(option, ("", ""))
            by_title.setdefault(title, []).append(self._texts["quoted"] % {"text": label})
        sentences = [
            self._texts["condition"]
            % {"question": self._texts["quoted"] % {"text": title}, "options": ", ".join(labels)}
            for title, labels in by_title.items()
            if title
        ]
        return " ".join(sentences)


def message(code: str, texts: Texts, question: Question | None = None, limit: int | None = None) -> str:
    """Return the sentence for a problem code; `question` gives its limits."""
    text = texts["required_error" if code == "required" else code]
    if code == "too_long":
        return text % {"count": limit or (question.length_limit if question else CHAR_MAX)}
    if code == "too_short" and question:
        return text % {"count": question.min_length}
    if code == "too_many_choices" and question:
        return text % {"count": question.max_choices}
    if code in ("out_of_bounds", "out_of_days") and question:
        limits = limits_of(question)
        if not all(limits.values()):
            return texts[f"{code}_low" if limits["low"] else f"{code}_high"] % limits
        return text % limits
    return text


def limits_of(question: Question) -> dict[str, str]:
    """Return the bounds of a number, day or moment as people write them; empty where there is none."""
    if question.kind in ("date", "datetime"):
        pattern = "%d.%m.%Y" if question.kind == "date" else "%d.%m.%Y %H.%M"
        low, high = question.min_moment, question.max_moment
        return {"low": low.strftime(pattern) if low else "", "high": high.strftime(pattern) if high else ""}
    if question.kind != "number":
        return {"low": "", "high": ""}
    return {"low": _number(question.min_value), "high": _number(question.max_value)}


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}".replace(".", ",")


def code_field(title: str, hint: str, typed: str, error: str) -> Field:
    """Return the field in which a code is typed, with what was typed as far as a page can hold it."""
    text = typed.replace("\0", "").encode(errors="replace").decode()
    return Field(name="code", kind="code", title=title, hint=hint, text=text, max_length=60, error=error)
