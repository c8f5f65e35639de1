"""What the public page shows, decided before it is drawn: a form, what was typed into it, and what is wrong with it.

The template only loops over these values. Ids, hints and error texts are tied together here, because assistive
software finds them by id alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from .about_feedback import GROUPS, HELPERS, About
from .answer_validation import Form, Heading, Problem, field_name
from .codes_tables import KINDS
from .contact_check import EMAIL_MAX, NAME_MAX, PHONE_MAX
from .field_view import Choice, Field, Posted, QuestionFields, Texts, message
from .text_guard import Told, Warned
from .triage import Notice

CONTACT_FIELDS: Final = (
    ("contact_name", "text", "name", NAME_MAX),
    ("contact_phone", "tel", "tel", PHONE_MAX),
    ("contact_email", "email", "email", EMAIL_MAX),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Fields that are shown together: a section of the set, or consecutive statements under a heading of ours."""

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
    notices: tuple[Notice, ...] = ()


def build_view(
    form: Form,
    posted: Posted,
    problems: Sequence[Problem],
    texts: Texts,
    about: About = About(),  # noqa: B008  frozen
    warned: Sequence[Warned] = (),
    notices: Sequence[Notice] = (),
) -> PageView:
    """Return the page for a form as it was filled in.

    `posted` is field name -> texts, empty for a fresh page. `warned` is what the guard found in the texts, `notices`
    what they may be about that is handled elsewhere; both are told once, and `PageView.warned` remembers that in the
    page.
    """
    builder = _Builder(form, posted, problems, texts, warned)
    sections = builder.sections()
    asked, contact = builder.about(about), builder.contact()
    shown = [*(part for section in sections for item in section.fields for part in item.parts()), *asked, *contact]
    told: tuple[Told, ...] = (*warned, *notices)
    return PageView(
        title=form.title,
        sections=sections,
        about=asked,
        contact=contact,
        summary=builder.summary(shown),
        warnings=tuple(Summary(target=f.target, text=joined(f.title, f.warning)) for f in shown if f.warning),
        warned=" ".join(dict.fromkeys(item.key for item in told)),
        notices=tuple(notices),
    )


class _Builder:
    def __init__(
        self, form: Form, posted: Posted, problems: Sequence[Problem], texts: Texts, warned: Sequence[Warned]
    ) -> None:
        self._form, self._posted, self._problems, self._texts = form, posted, problems, texts
        self._wish = next((field_name(q) for q in form.questions if q.role == "contact_wish"), None)
        # The wish is one of the set's questions; the contact check knows it by its role alone.
        self._code_by_field = {
            (self._wish if problem.field == "contact_wish" and self._wish else problem.field): problem.code
            for problem in problems
        }
        self._fields = QuestionFields(form, posted, self._code_by_field, texts, warned)

    def sections(self) -> tuple[Section, ...]:
        """Return the sections in order. Consecutive statements stand together, each other question for itself."""
        headings = {heading.before: heading for heading in self._form.headings}
        sections: list[Section] = []
        was_statement = False
        for question in self._form.questions:
            heading, is_statement = headings.get(question.id), question.role == "statement"
            item = self._fields.build(question)
            if is_statement and was_statement and not heading:
                sections[-1] = replace(sections[-1], fields=(*sections[-1].fields, item))
            else:
                sections.append(Section(fields=(item,), **self._heading(heading, is_statement)))
            was_statement = is_statement
        return tuple(sections)

    def _heading(self, heading: Heading | None, is_statement: bool) -> dict[str, str]:
        hint = self._texts["statements_hint"] if is_statement else ""
        if heading:
            return {"title": heading.title, "hint": " ".join(part for part in (heading.hint, hint) if part)}
        return {"title": self._texts["statements"], "hint": hint} if is_statement else {}

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
            error=self._fields.error(name),
        )

    def contact(self) -> tuple[Field, ...]:
        if not self._wish:
            return ()
        return tuple(
            Field(
                name=name,
                kind="contact",
                title=self._texts[name],
                text=self._fields.text(name),
                input_type=input_type,
                autocomplete=autocomplete,
                max_length=limit,
                error=self._fields.error(name, limit=limit),
            )
            for name, input_type, autocomplete, limit in CONTACT_FIELDS
        )

    def summary(self, shown: Sequence[Field]) -> tuple[Summary, ...]:
        """List the problems in the order of the page; those that no field shows stand first."""
        lines = [
            Summary(target="", text=message(problem.code, self._texts))
            for problem in self._problems
            if problem.field not in {item.name for item in shown} and problem.field != "contact_wish"
        ]
        # The same sentence once, however many made-up fields were posted.
        unique = list(dict.fromkeys(lines))
        return (*unique, *(Summary(target=f.target, text=joined(f.title, f.error)) for f in shown if f.error))


def joined(title: str, error: str) -> str:
    """Return the line of the summary that names a question and what is wrong with its answer."""
    return f"{title} {error}" if title.endswith(("?", ".", "!")) else f"{title}: {error}"
