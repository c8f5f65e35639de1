"""What a giver sees of a feedback with the code: six steps, in the order in which they are hoped for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

Texts = Mapping[str, str]

TAKEN_STATES: Final = frozenset({"in_handling", "waiting", "answered", "closed", "reopened"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowFacts:
    """What is known of a feedback and of its case; None is "not yet". `state` and `outcome` are codes of the case.

    `is_changed` without a day: that it led to a change is known, when is the unit's to publish.
    """

    given_on: date
    read_on: date | None = None
    taken_on: date | None = None
    discussed_on: date | None = None
    closed_on: date | None = None
    state: str | None = None
    outcome: str | None = None
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the page. `status` says in words whether it is done, and when; `more` says what came of it."""

    title: str
    status: str
    is_done: bool
    more: str = ""


def steps(facts: FollowFacts, texts: Texts) -> tuple[Step, ...]:
    """Return the steps as the page lists them, in its language."""
    is_taken = facts.state in TAKEN_STATES
    # nobody takes a case without having read it, whoever forgot to mark it
    read_on = facts.read_on or facts.taken_on
    is_closed = facts.state == "closed"
    return (
        _step("received", facts.given_on, True, texts),
        _step("read", read_on, bool(read_on) or is_taken, texts),
        _step("in_handling", facts.taken_on, is_taken, texts, _where_it_stands(facts.state, texts)),
        _step("discussed", facts.discussed_on, bool(facts.discussed_on), texts),
        _step("handled", facts.closed_on, is_closed, texts, _outcome(facts.outcome, texts) if is_closed else ""),
        _step("changed", None, facts.is_changed, texts),
    )


def show_day(day: date) -> str:
    """Return a day as Finland writes it."""
    return f"{day.day}.{day.month}.{day.year}"


def _step(name: str, day: date | None, is_done: bool, texts: Texts, more: str = "") -> Step:
    if not is_done:
        status = texts["follow_not_yet"]
    elif day:
        status = texts["follow_done_on"] % {"day": show_day(day)}
    else:
        status = texts["follow_done"]
    return Step(texts[f"follow_{name}"], status, is_done, more)


def _where_it_stands(state: str | None, texts: Texts) -> str:
    key = {"waiting": "follow_waits_for_you", "reopened": "follow_opened_again"}.get(state or "")
    return texts[key] if key else ""


def _outcome(outcome: str | None, texts: Texts) -> str:
    return texts.get(f"follow_outcome_{outcome}", texts["follow_outcome_other"])
