"""Which feedback becomes a case: an ordered list of rules, and the first that matches decides.

Every answer leaves with a reason code, also the one that makes no case.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

REASONS: Mapping[str, str] = {
    "contact_wanted": "Contact wanted",
    "criticism": "Criticism",
    "low_score": "Low score with text",
    "no_rule": "No rule asks for a case",
    "error": "Could not be routed, tried again later",
}


@dataclass(frozen=True)
class AnswerFacts:
    """What routing may know of one answer. No text, no contact details.

    :param kind: thanks, criticism, suggestion, question, or None when not chosen
    :param nps: 0-10, or None when not asked or skipped (0 is the lowest score, never a missing one)
    """

    wants_contact: bool = False
    kind: str | None = None
    nps: int | None = None
    has_text: bool = False
    service_id: int | None = None
    channel: str | None = None


@dataclass(frozen=True)
class Rule:
    """One rule. Every condition that is set must hold; a rule without conditions matches everything.

    :param rule_id: whatever the caller knows the rule by
    :param reason: reason code of the decision
    :param wants_contact: True asks for a contact wish, False does not care
    :param kinds: any of these kinds; empty does not care
    :param nps_max: highest score that matches; None does not care
    :param deadline_days: working days
    """

    rule_id: int
    reason: str
    makes_case: bool = True
    wants_contact: bool = False
    kinds: frozenset[str] = frozenset()
    nps_max: int | None = None
    requires_text: bool = False
    service_id: int | None = None
    channel: str | None = None
    priority: str = "1"
    deadline_days: int = 7


@dataclass(frozen=True)
class Decision:
    """What to do with one answer: `rule` is None exactly when no rule matched."""

    makes_case: bool
    reason: str
    rule: Rule | None = None


Condition = Callable[[AnswerFacts, Rule], bool]
CONDITIONS: tuple[Condition, ...] = (
    lambda f, r: not r.wants_contact or f.wants_contact,
    lambda f, r: not r.kinds or f.kind in r.kinds,
    lambda f, r: r.nps_max is None or (f.nps is not None and f.nps <= r.nps_max),
    lambda f, r: not r.requires_text or f.has_text,
    lambda f, r: r.service_id is None or f.service_id == r.service_id,
    lambda f, r: r.channel is None or f.channel == r.channel,
)


def matches(facts: AnswerFacts, rule: Rule) -> bool:
    """Say whether every condition of `rule` holds for `facts`."""
    return all(holds(facts, rule) for holds in CONDITIONS)


def decide(facts: AnswerFacts, rules: Iterable[Rule]) -> Decision:
    """Return the decision of the first rule that matches, or no case with the reason `no_rule`.

    :param rules: in the order of precedence
    """
    for rule in rules:
        if matches(facts, rule):
            return Decision(rule.makes_case, rule.reason, rule)
    return Decision(False, "no_rule")
