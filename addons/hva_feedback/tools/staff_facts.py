"""What staff add to a feedback that they record for somebody else: channel, day, language and a remark.

The questions and what is asked about the feedback itself are the public form's; these fields stand around them.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from .answer_validation import Problem, Refused, clean_text
from .codes_tables import LANGUAGES, codes
from .field_view import Choice, Field, Posted, Texts
from .page_view import Summary, joined

CHANNELS: Final = ("staff_oral", "paper")
REMARK_MAX: Final = 250
MOST_DAYS: Final = 60  # a setting of the county may say otherwise
FIELDS: Final = frozenset({"channel", "given_on", "giver_lang", "remark", "pin"})

_CHANNEL_KEYS: Final = {"staff_oral": "channel_oral", "paper": "channel_paper"}


@dataclass(frozen=True, slots=True)
class StaffFacts:
    """The facts as filled in; sound ones where there was no problem."""

    channel: str
    given_on: date
    lang_code: str
    remark: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class StaffView:
    """`fixed` stays the same for many feedbacks in a row, `own` belongs to one; `summary` lists their problems."""

    fixed: tuple[Field, ...]
    own: tuple[Field, ...]
    summary: tuple[Summary, ...]


def read_facts(posted: Posted, today: date, most_days: int) -> tuple[StaffFacts, tuple[Problem, ...]]:
    """Return the facts and what is wrong with them. `today` is the county's calendar day. Never raises."""
    problems: list[Problem] = []

    def given(name: str) -> str:
        texts = [text for text in posted.get(name, ()) if text]
        if len(texts) > 1:
            raise Refused("too_many")
        return texts[0] if texts else ""

    channel, lang_code, given_on, remark = CHANNELS[0], "fi", today, None
    with _noting(problems, "channel"):
        channel = _one_of(given("channel"), CHANNELS)
    with _noting(problems, "given_on"):
        given_on = _day(given("given_on"), today, most_days)
    with _noting(problems, "giver_lang"):
        lang_code = _one_of(given("giver_lang"), tuple(codes(LANGUAGES)))
    with _noting(problems, "remark"):
        remark = _remark(given("remark"))
    return StaffFacts(channel, given_on, lang_code, remark), tuple(problems)


@contextmanager
def _noting(problems: list[Problem], name: str) -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        problems.append(Problem(name, refused.code))


def build_staff_view(
    posted: Posted, problems: Sequence[Problem], texts: Texts, today: date, most_days: int, needs_pin: bool = False
) -> StaffView:
    """Return the fields as they were filled in; `posted` holds the first values of a fresh page too."""
    by_field = {problem.field: problem.code for problem in problems if problem.field in FIELDS}
    oldest = today - timedelta(days=most_days)

    def error(name: str) -> str:
        code = by_field.get(name)
        if not code:
            return ""
        words = texts["required_error" if code == "required" else code]
        return words % {"day": show_day(oldest), "count": REMARK_MAX} if "%(" in words else words

    channels = [(code, texts[_CHANNEL_KEYS[code]]) for code in CHANNELS]
    fixed = [
        _radios("channel", texts["channel"], channels, posted, error("channel")),
        Field(
            name="given_on",
            kind="date",
            title=texts["given_on"],
            hint=texts["given_on_hint"] % {"count": most_days},
            text=_first(posted, "given_on"),
            input_type="date",
            is_required=True,
            error=error("given_on"),
        ),
        _radios("giver_lang", texts["giver_lang"], LANGUAGES, posted, error("giver_lang")),
    ]
    own = [
        Field(
            name="remark",
            kind="char",
            title=texts["remark"],
            hint=texts["remark_hint"],
            text=_first(posted, "remark"),
            max_length=REMARK_MAX,
            error=error("remark"),
        )
    ]
    if needs_pin:
        own.append(Field(name="pin", kind="pin", title=texts["pin"], input_type="password", error=error("pin")))
    lines = [Summary(target=item.target, text=joined(item.title, item.error)) for item in (*fixed, *own) if item.error]
    return StaffView(tuple(fixed), tuple(own), tuple(lines))


def show_day(day: date) -> str:
    """Return a day as Finland writes it."""
    return f"{day.day}.{day.month}.{day.year}"


def _radios(name: str, title: str, offered: Sequence[tuple[str, str]], posted: Posted, error: str) -> Field:
    chosen = posted.get(name, ())
    choices = tuple(
        Choice(id=f"{name}-{code}", value=code, label=label, is_chosen=code in chosen) for code, label in offered
    )
    return Field(name=name, kind="choice", title=title, choices=choices, is_required=True, error=error)


def _one_of(text: str, offered: Sequence[str]) -> str:
    if not text:
        raise Refused("required")
    if text not in offered:
        raise Refused("not_offered")
    return text


def _day(text: str, today: date, most_days: int) -> date:
    if not text:
        raise Refused("required")
    try:
        if len(text) != len("2026-11-27"):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused("bad_date") from None
    if day > today:
        raise Refused("future_day")
    if (today - day).days > most_days:
        raise Refused("too_old")
    return day


def _remark(text: str) -> str | None:
    if len(text) > 2 * REMARK_MAX:
        raise Refused("too_long")
    kept = " ".join(clean_text(text).split())
    if len(kept) > REMARK_MAX:
        raise Refused("too_long")
    return kept or None


def _first(posted: Mapping[str, Sequence[str]], name: str) -> str:
    typed = posted.get(name, ())
    return typed[0].replace("\0", "").encode(errors="replace").decode() if typed else ""
