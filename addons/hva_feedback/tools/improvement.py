"""An improvement: its states, the steps between them, who may take each, and when its person is reminded.

::

    draft -> decided -> done -> published
      any of them -> withdrawn -> draft
    decided -> draft, done -> decided, published -> done (taken back, with a reason)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

STATES: Final[Mapping[str, str]] = {
    "draft": "Draft",
    "decided": "Decision made",
    "done": "Done",
    "published": "Published",
    "withdrawn": "Withdrawn",
}
OPEN_STATES: Final = ("draft", "decided")
DONE_STATES: Final = ("done", "published")
EFFECTS: Final[Mapping[str, str]] = {
    "seen": "An effect was seen",
    "none": "No effect seen",
    "not_measured": "Not measured",
}
# (from, to) -> who: "keeper" may write the improvement, "manager" leads its unit, "approver" is manager or quality
STEPS: Final[Mapping[tuple[str, str], str]] = {
    ("draft", "decided"): "manager",
    ("decided", "draft"): "manager",
    ("decided", "done"): "keeper",
    ("done", "decided"): "manager",
    ("done", "published"): "approver",
    ("published", "done"): "approver",
    ("draft", "withdrawn"): "keeper",
    ("decided", "withdrawn"): "manager",
    ("done", "withdrawn"): "manager",
    ("published", "withdrawn"): "approver",
    ("withdrawn", "draft"): "manager",
}
WITH_REASON: Final = frozenset({("decided", "draft"), ("done", "decided"), ("published", "done")})

DUE_SOON: Final = timedelta(days=7)
EFFECT_AFTER: Final = timedelta(days=90)
# What a person is reminded of; each once for one date.
REMINDERS: Final[Mapping[str, str]] = {
    "soon": "The day of an improvement is near",
    "due": "An improvement should be done today",
    "late": "An improvement is late",
    "effect": "Did the improvement have an effect?",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an improvement that somebody wants to move."""

    current: str
    has_decision: bool = False
    has_responsible: bool = False
    has_due: bool = False
    has_effect: bool = False
    has_public_text: bool = False
    is_text_clean: bool = True
    reason: str = ""


def refusals(facts: Facts, target: str) -> list[str]:
    """Return the codes of all that stands between an improvement and `target`; empty when it may go there."""
    step = (facts.current, target)
    if step not in STEPS:
        return ["step_not_allowed"]
    decides = step == ("draft", "decided")
    needed = {
        "decision_missing": not decides or facts.has_decision,
        "responsible_missing": not decides or facts.has_responsible,
        "due_missing": not decides or facts.has_due,
        "effect_missing": target != "published" or facts.has_effect,
        "text_missing": target != "published" or facts.has_public_text,
        "text_not_clean": target != "published" or facts.is_text_clean,
        "reason_missing": not (target == "withdrawn" or step in WITH_REASON) or bool(facts.reason.strip()),
    }
    return [code for code, is_fulfilled in needed.items() if not is_fulfilled]


def reminder(
    today: date, state: str, due_on: date | None, done_on: date | None, has_effect: bool
) -> tuple[str, date] | None:
    """Return the (step, date it is about) that the person responsible should have been reminded of by `today`.

    Only the latest step: a job that slept does not send yesterday's "soon" together with today's "late".
    """
    if state == "decided" and due_on:
        if today > due_on:
            return "late", due_on
        if today == due_on:
            return "due", due_on
        return ("soon", due_on) if today >= due_on - DUE_SOON else None
    if state == "done" and done_on and not has_effect and today >= done_on + EFFECT_AFTER:
        return "effect", done_on
    return None
