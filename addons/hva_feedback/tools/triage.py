"""Triage: open text that may be about something that a feedback is not for, and what follows from it.

A word of a list is a hint and never a verdict: the giver is told where the matter belongs and sends all the same, and a
person checks what was flagged. Only how fast somebody looks at it follows from the words alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from .codes_tables import TRIAGE
from .form_shape import Commented, Form, Value
from .routing import Decision, Rule
from .word_match import found

# Nothing of these may be left to whether a rule asks for a case.
ALWAYS_A_CASE: Final = frozenset({"danger", "safety_incident", "complaint", "objection"})
GRAVITY: Final = tuple(code for code, _label in TRIAGE)  # the gravest first
REASON: Final = "triage_"


@dataclass(frozen=True, slots=True)
class ListWord:
    """A word of a list. `word_id` is whatever the caller knows it by."""

    word_id: int
    pattern: str
    subject: str


@dataclass(frozen=True, slots=True)
class SubjectRule:
    """What follows when a text is flagged with a subject.

    :param hours: within which a case is to be worked on
    :param is_round_the_clock: whether nights and holidays count
    """

    subject: str
    makes_case: bool = True
    priority: str = "1"
    hours: int = 24
    is_round_the_clock: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """Where a matter belongs, as a page tells it. `key` remembers in the page that it was told."""

    subject: str
    title: str
    text: str
    phone: str | None = None
    tel: str | None = None
    url: str | None = None
    label: str | None = None

    @property
    def key(self) -> str:
        return f"{REASON}{self.subject}"


def look_for(text: str, words: Sequence[ListWord]) -> tuple[ListWord, ...]:
    """Return the words that the text has, in the order of the list."""
    hits = found(text, [word.pattern for word in words]) if text else frozenset()
    return tuple(word for word in words if word.pattern in hits)


def gravest(subjects: Iterable[str]) -> str | None:
    """Return the gravest of the codes, None where there is none."""
    return next(iter(by_gravity(subjects)), None)


def rank(subject: str) -> int:
    """Return the place of a code by gravity, 1 for the gravest."""
    return GRAVITY.index(subject) + 1


def is_graver(subject: str, known: str | None) -> bool:
    """Tell whether `subject` is graver than what is known, None for nothing."""
    return known is None or rank(subject) < rank(known)


def by_gravity(subjects: Iterable[str]) -> tuple[str, ...]:
    """Return the codes once each, the gravest first."""
    present = set(subjects)
    return tuple(code for code in GRAVITY if code in present)


def subjects_of_form(form: Form, values: Mapping[int, Value], words: Sequence[ListWord]) -> tuple[str, ...]:
    """Return what the texts of a filled-in form may be about, the gravest first."""
    texts = []
    for question in form.questions:
        value = values.get(question.id)
        value = value.comment if isinstance(value, Commented) else value
        if isinstance(value, str):
            texts.append(value)
    return by_gravity(word.subject for word in look_for("\n".join(texts), words))


def decide_flagged(decision: Decision, rule: SubjectRule) -> Decision:
    """Return what routing does with a flagged answer, on top of what the county's rules decided.

    A case gets the reason of the flag and the higher of the two priorities; what else the rule said stays.
    """
    if not rule.makes_case:
        return decision
    reason = f"{REASON}{rule.subject}"
    base = decision.rule if decision.makes_case and decision.rule else Rule(rule_id=0, reason=reason)
    flagged = replace(base, reason=reason, priority=max(base.priority, rule.priority))
    return Decision(True, reason, flagged)


def around_the_clock(received_at: datetime, hours: int, hidden_day: date | None, zone: ZoneInfo) -> datetime:
    """Return the moment (aware, UTC) at which `hours` have passed, nights and holidays included.

    Where the time of day of an answer is not kept (`hidden_day` is its local day), a deadline must not tell it: it is
    then the end of that day, and what is left of the hours after that. Never later than promised.
    """
    if hidden_day is None:
        return received_at.astimezone(UTC) + timedelta(hours=hours)
    day_ends = datetime.combine(hidden_day + timedelta(days=1), time.min, tzinfo=zone)
    return day_ends.astimezone(UTC) + timedelta(hours=max(hours - 24, 0))
