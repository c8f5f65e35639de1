"""Which feedback becomes a case: an ordered list of rules, and the first that matches decides.

Every answer leaves with a reason code, also the one that makes no case.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
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
    :param words: those words of the rules' lists that the open text has
    :param unit_ids: the unit visited and every unit above it
    :param company_id: the county
    """

    wants_contact: bool = False
    kind: str | None = None
    nps: int | None = None
    has_text: bool = False
    service_id: int | None = None
    channel: str | None = None
    topic_ids: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()
    unit_ids: frozenset[int] = frozenset()
    company_id: int | None = None


@dataclass(frozen=True)
class Rule:
    """One rule. Every condition that is set must hold; a rule without conditions matches everything.

    :param rule_id: whatever the caller knows the rule by
    :param reason: reason code of the decision
    :param wants_contact: True asks for a contact wish, False does not care
    :param kinds: any of these kinds; empty does not care
    :param nps_max: highest score that matches; None does not care
    :param deadline_days: working days; None leaves it to the county's deadlines
    :param topic_ids: any of these topics; empty does not care
    :param words: any of these words of a list (`tools.word_match`) in the open text; empty does not care
    :param unit_ids: the unit under which the visited one must be (itself counts) and the units above that one;
        `unit_id` is the first. None does not care
    :param company_id: the county the rule belongs to by the units it names; None for every county
    :param responsible_unit_id: the unit that handles the case; None: the one responsible for the unit visited
    :param deadline_hours: hours, nights and holidays included; goes before `deadline_days`
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
    deadline_days: int | None = 7
    topic_ids: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()
    unit_id: int | None = None
    unit_ids: frozenset[int] = frozenset()
    company_id: int | None = None
    responsible_unit_id: int | None = None
    deadline_hours: int | None = None


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
    lambda f, r: not r.topic_ids or not r.topic_ids.isdisjoint(f.topic_ids),
    lambda f, r: not r.words or not r.words.isdisjoint(f.words),
    lambda f, r: r.unit_id is None or r.unit_id in f.unit_ids,
    lambda f, r: r.company_id is None or f.company_id == r.company_id,
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


# ---------------------------------------------------------------------- rules that can never decide

# Whether a condition of `a` holds wherever the same condition of `b` does.
_WIDER: tuple[Callable[[Rule, Rule], bool], ...] = (
    lambda a, b: not a.wants_contact or b.wants_contact,
    lambda a, b: _takes_all(a.kinds, b.kinds),
    lambda a, b: a.nps_max is None or (b.nps_max is not None and b.nps_max <= a.nps_max),
    lambda a, b: not a.requires_text or b.requires_text,
    lambda a, b: a.service_id is None or a.service_id == b.service_id,
    lambda a, b: a.channel is None or a.channel == b.channel,
    lambda a, b: _takes_all(a.topic_ids, b.topic_ids),
    lambda a, b: _takes_all(a.words, b.words),
    lambda a, b: a.unit_id is None or (b.unit_id is not None and a.unit_id in b.unit_ids),
    lambda a, b: a.company_id is None or a.company_id == b.company_id,
)


def _takes_all(wide: frozenset[object], narrow: frozenset[object]) -> bool:
    return not wide or bool(narrow and narrow <= wide)


def covers(a: Rule, b: Rule) -> bool:
    """Say whether `a` matches every feedback that `b` matches, so that `b` below `a` never decides anything."""
    return all(wider(a, b) for wider in _WIDER)


def never_reached(rules: Iterable[Rule]) -> Iterator[tuple[Rule, Rule]]:
    """Yield (rule, the one above that takes all it would match) for the rules that can never decide."""
    above: list[Rule] = []
    for rule in rules:
        taker = next((each for each in above if covers(each, rule)), None)
        if taker:
            yield rule, taker
        above.append(rule)
