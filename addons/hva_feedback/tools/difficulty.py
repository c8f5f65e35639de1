"""Was this form hard to use? What one person said about it, apart from the feedback that was just given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from .answer_validation import Problem, Refused, clean_text
from .contact_check import EMAIL_MAX, check_contact
from .field_view import Choice, Field, message
from .page_view import Summary
from .redaction import redact

TEXT_MAX: Final = 1000
VERDICTS: Final = ("easy", "hard")
Posted = Mapping[str, Sequence[str]]
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difficulty:
    """What was said. The text is masked; the address is there only where a reply is wanted."""

    verdict: str | None
    text: str = field(repr=False)
    email: str | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DifficultyView:
    """The question as a page draws it."""

    fields: tuple[Field, ...]
    summary: tuple[Summary, ...] = ()
    warnings: tuple[Summary, ...] = ()

    @property
    def is_open(self) -> bool:
        """True where something has to be mended."""
        return bool(self.summary)


def check_difficulty(posted: Posted) -> tuple[Difficulty, tuple[Problem, ...]]:
    """Return what was said and what is wrong with it. `posted` is field name -> texts, as anybody may send them."""
    problems: list[Problem] = []
    verdict = _first(posted, "verdict") or None
    if verdict and verdict not in VERDICTS:
        problems.append(Problem("verdict", "not_offered"))
    text, email = _text(_first(posted, "difficulty"), problems), _first(posted, "contact_email").strip()
    contact, more = check_contact(True, "", "", email) if email else (None, ())
    problems += more
    if not (verdict or text or problems):
        problems.append(Problem("verdict", "difficulty_empty"))
    return Difficulty(verdict, redact(text).text, contact.email if contact else None), tuple(problems)


def view_difficulty(texts: Texts, posted: Posted | None = None, problems: Sequence[Problem] = ()) -> DifficultyView:
    """Return the question, fresh or as it was filled in."""
    codes = {problem.field: problem.code for problem in problems}
    posted = posted or {}

    def error(name: str, limit: int) -> str:
        return message(codes[name], texts, limit=limit) if name in codes else ""

    fields = (
        Field(
            name="verdict",
            kind="choice",
            title=texts["difficulty_verdict"],
            choices=tuple(
                Choice(
                    id=f"verdict-{code}",
                    value=code,
                    label=texts[f"difficulty_{code}"],
                    is_chosen=code in posted.get("verdict", ()),
                )
                for code in VERDICTS
            ),
            error=error("verdict", 0),
        ),
        Field(
            name="difficulty",
            kind="text",
            title=texts["difficulty_text"],
            hint=texts["text_hint"] % {"count": TEXT_MAX},
            text=_shown(_first(posted, "difficulty")),
            max_length=TEXT_MAX,
            error=error("difficulty", TEXT_MAX),
        ),
        Field(
            name="contact_email",
            kind="contact",
            title=texts["contact_email"],
            hint=texts["difficulty_email_hint"],
            text=_shown(_first(posted, "contact_email")),
            input_type="email",
            autocomplete="email",
            max_length=EMAIL_MAX,
            error=error("contact_email", EMAIL_MAX),
        ),
    )
    lines = [Summary(target="", text=message(code, texts)) for name, code in codes.items() if name == "form"]
    lines += [Summary(target=one.target, text=f"{one.title}: {one.error}") for one in fields if one.error]
    return DifficultyView(fields=fields, summary=tuple(lines))


def _first(posted: Posted, name: str) -> str:
    return next(iter(posted.get(name, ())), "")


def _text(raw: str, problems: list[Problem]) -> str:
    try:
        text = clean_text(raw[: 4 * TEXT_MAX]).strip()
    except Refused as refused:
        problems.append(Problem("difficulty", refused.code))
        return ""
    if len(text) > TEXT_MAX:
        problems.append(Problem("difficulty", "too_long"))
    return text


def _shown(raw: str) -> str:
    return raw.replace("\r\n", "\n").replace("\0", "").encode(errors="replace").decode()
