"""What the public page shows, decided before it is drawn: a form, what was typed into it, and what is wrong with it.

The template only loops over these values. Ids, hints and error texts are tied together here, because assistive
software finds them by id alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from .about_feedback import GROUPS, HELPERS, About
from .answer_validation import Form, Problem, Question, field_name
from .codes_tables import KINDS
from .contact_check import EMAIL_MAX, NAME_MAX, PHONE_MAX
from .text_guard import Warned

Texts = Mapping[str, str]
Posted = Mapping[str, Sequence[str]]

GROUP_KINDS: Final = frozenset({"scale", "choice", "choices"})
CONTACT_FIELDS: Final = (
    ("contact_name", "text", "name", NAME_MAX),
    ("contact_phone", "tel", "tel", PHONE_MAX),
    ("contact_email", "email", "email", EMAIL_MAX),
)


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
    """One question or field of the page. `target` is the id that an error link leads to."""

    name: str
    kind: str
    title: str
    hint: str = ""
    is_required: bool = False
    choices: tuple[Choice, ...] = ()
    text: str = field(default="", repr=False)
    max_length: int | None = None
    input_type: str = "text"
    autocomplete: str = "off"
    error: str = ""
    warning: str = ""
    has_contact: bool = False

    @property
    def target(self) -> str:
        return self.choices[0].id if self.choices else self.name

    @property
    def described_by(self) -> str | None:
        """Ids of hint, error and warning, in reading order; None where there is none."""
        parts = {"hint": self.hint, "error": self.error, "warning": self.warning}
        ids = [f"{self.name}-{part}" for part, text in parts.items() if text]
        return " ".join(ids) or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Fields that are shown together; consecutive statements share a heading."""

    title: str = ""
    hint: str = ""
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One line of the error summary; `target` is empty where the problem belongs to the whole form."""

    target: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    title: str
    sections: tuple[Section, ...]
    about: tuple[Field, ...]
    contact: tuple[Field, ...]
    summary: tuple[Summary, ...]
    warnings: tuple[Summary, ...] = ()
    warned: str = ""


def build_view(
    form: Form,
    posted: Posted,
    problems: Sequence[Problem],
    texts: Texts,
    about: About = About(),  # noqa: B008  frozen
    warned: Sequence[Warned] = (),
) -> PageView:
    """Return the page for a form as it was filled in.

    `posted` is field name -> texts, empty for a fresh page. `warned` is what the guard found in the texts; it is told
    once, and `PageView.warned` remembers that in the page.
    """
    builder = _Builder(form, posted, problems, texts, warned)
    sections = builder.sections()
    asked, contact = builder.about(about), builder.contact()
    shown = [*(item for section in sections for item in section.fields), *asked, *contact]
    return PageView(
        title=form.title,
        sections=sections,
        about=asked,
        contact=contact,
        summary=builder.summary(shown),
        warnings=tuple(Summary(target=f.target, text=_joined(f.title, f.warning)) for f in shown if f.warning),
        warned=" ".join(item.key for item in warned),
    )


class _Builder:
    def __init__(
        self, form: Form, posted: Posted, problems: Sequence[Problem], texts: Texts, warned: Sequence[Warned]
    ) -> None:
        self._form, self._posted, self._problems, self._texts = form, posted, problems, texts
        self._warned = warned
        self._wish = next((field_name(q) for q in form.questions if q.role == "contact_wish"), None)
        # The wish is one of the set's questions; the contact check knows it by its role alone.
        self._code_by_field = {
            (self._wish if problem.field == "contact_wish" and self._wish else problem.field): problem.code
            for problem in problems
        }

    def sections(self) -> tuple[Section, ...]:
        sections: list[Section] = []
        statements: list[Field] = []
        for question in self._form.questions:
            if question.role == "statement":
                statements.append(self._question(question))
                continue
            sections += self._statements(statements)
            statements = []
            sections.append(Section(fields=(self._question(question),)))
        return (*sections, *self._statements(statements))

    def _statements(self, fields: list[Field]) -> list[Section]:
        if not fields:
            return []
        title, hint = self._texts["statements"], self._texts["statements_hint"]
        return [Section(title=title, hint=hint, fields=tuple(fields))]

    def about(self, about: About) -> tuple[Field, ...]:
        """Return the fields about the feedback itself, those that this way in asks."""
        texts = self._texts
        offered = {
            "kind": [(code, texts[f"kind_{code}"]) for code, _label in KINDS],
            "topics": [(str(topic_id), label) for topic_id, label in about.topics],
            "group": [(code, texts[f"group_{code}"]) for code in GROUPS],
            "assisted": [(code, texts[f"assisted_{code}"]) for code in HELPERS],
        }
        return tuple(
            self._about_field(name, choices) for name, choices in offered.items() if name in about.asks and choices
        )

    def _about_field(self, name: str, offered: Sequence[tuple[str, str]]) -> Field:
        chosen = self._posted.get(name, ())
        return Field(
            name=name,
            kind="choices" if name == "topics" else "choice",
            title=self._texts[name],
            hint=self._texts["choices_hint"] if name == "topics" else "",
            choices=tuple(
                Choice(id=f"{name}-{code}", value=code, label=label, is_chosen=code in chosen)
                for code, label in offered
            ),
            error=self._error(name, None),
        )

    def contact(self) -> tuple[Field, ...]:
        if not self._wish:
            return ()
        return tuple(
            Field(
                name=name,
                kind="contact",
                title=self._texts[name],
                text=self._text(name),
                input_type=input_type,
                autocomplete=autocomplete,
                max_length=limit,
                error=self._error(name, limit),
            )
            for name, input_type, autocomplete, limit in CONTACT_FIELDS
        )

    def summary(self, shown: Sequence[Field]) -> tuple[Summary, ...]:
        """List the problems in the order of the page; those that no field shows stand first."""
        lines = [
            Summary(target="", text=self._message(problem.code, None))
            for problem in self._problems
            if problem.field not in {item.name for item in shown} and problem.field != "contact_wish"
        ]
        # The same sentence once, however many made-up fields were posted.
        unique = list(dict.fromkeys(lines))
        return (*unique, *(Summary(target=f.target, text=_joined(f.title, f.error)) for f in shown if f.error))

    def _question(self, question: Question) -> Field:
        name = field_name(question)
        is_wish = question.role == "contact_wish"
        is_group = question.kind in GROUP_KINDS
        return Field(
            name=name,
            kind=question.kind,
            title=question.title,
            hint=self._hint(question),
            is_required=question.is_required,
            choices=self._choices(question) if is_group else (),
            text="" if is_group else self._text(name),
            max_length=question.length_limit if question.kind in ("text", "char") else None,
            input_type="date" if question.kind == "date" else "text",
            error=self._error(name, question.length_limit),
            warning=self._warning(name),
            has_contact=is_wish,
        )

    def _choices(self, question: Question) -> tuple[Choice, ...]:
        name = field_name(question)
        if question.kind == "scale":
            low, high = self._ends(question)
            notes = {low: question.min_label, high: question.max_label}
            offered = [(str(step), str(step), notes.get(step, "")) for step in range(low, high + 1)]
        else:
            offered = [(str(option.id), option.label, "") for option in question.options]
        chosen = self._posted.get(name, ())
        return tuple(
            Choice(id=f"{name}-{value}", value=value, label=label, note=note, is_chosen=value in chosen)
            for value, label, note in offered
        )

    def _hint(self, question: Question) -> str:
        parts = [question.hint]
        if question.kind == "scale":
            low, high = self._ends(question)
            parts.append(self._texts["scale_hint"] % {"low": low, "high": high})
            if question.min_label and question.max_label:
                labels = {"low_label": question.min_label, "high_label": question.max_label}
                parts.append(self._texts["scale_ends"] % {"low": low, "high": high, **labels})
        elif question.kind == "text":
            parts.append(self._texts["text_hint"] % {"count": question.length_limit})
        elif question.kind in ("choices", "date"):
            parts.append(self._texts[f"{question.kind}_hint"])
        return " ".join(part for part in parts if part)

    @staticmethod
    def _ends(question: Question) -> tuple[int, int]:
        low = 0 if question.min_value is None else int(question.min_value)
        return low, 10 if question.max_value is None else int(question.max_value)

    def _text(self, name: str) -> str:
        typed = self._posted.get(name, ())
        if not typed:
            return ""
        # Line ends as sent would double when the browser sends them again; half a character cannot be sent back at all.
        return typed[0].replace("\r\n", "\n").replace("\0", "").encode(errors="replace").decode()

    def _error(self, name: str, limit: int | None) -> str:
        code = self._code_by_field.get(name)
        return self._message(code, limit) if code else ""

    def _warning(self, name: str) -> str:
        return " ".join(self._texts[f"found_{item.kind}"] for item in self._warned if item.field == name)

    def _message(self, code: str, limit: int | None) -> str:
        key = "required_error" if code == "required" else code
        return self._texts[key] % {"count": limit} if code == "too_long" else self._texts[key]


def _joined(title: str, error: str) -> str:
    return f"{title} {error}" if title.endswith(("?", ".", "!")) else f"{title}: {error}"
