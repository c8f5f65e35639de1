"""What a way in asks about the feedback itself: its kind, its topics, whose experience it is, who helped to answer.

Each way in says which of these it asks (`About.asks`). Only what is asked and offered is taken: a field that the page
does not show is passed over, whoever posts it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .answer_validation import Problem
from .codes_tables import ASSISTED_BY, KINDS, codes

ASPECTS: Final = ("kind", "topics", "group", "assisted")
# A child has a form of its own, and the way in says so.
GROUPS: Final = ("customer", "relative", "resident")
NOBODY: Final = "nobody"  # answered without help: said, but stored as nothing
HELPERS: Final = (NOBODY, *(code for code, _label in ASSISTED_BY))

# What is asked where nobody has chosen otherwise. A phone in the hand or a terminal in the lobby stays short; who sits
# down with a web form or records an oral or paper feedback has time.
_BY_CHANNEL: Final[Mapping[str, tuple[str, ...]]] = {
    "web": ASPECTS,
    "embed": ("kind", "topics"),
    "qr": ("kind",),
    "staff_oral": ASPECTS,
    "paper": ASPECTS,
    "handover": ("kind",),
    "sms": ("kind",),
    "kiosk": (),
    "tablet": (),
    "targeted": (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What one page asks. `topics` is (id, label) in the order shown: only those offered for its service."""

    asks: frozenset[str] = frozenset({"kind"})
    topics: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutValues:
    """What the giver said about the feedback, ready to be stored."""

    kind: str | None = None
    topic_ids: tuple[int, ...] = ()
    respondent_group: str | None = None
    assisted_by: str | None = None


def default_asks(channel: str) -> frozenset[str]:
    """Return which aspects a channel asks unless its way in says otherwise; the kind alone for an unknown one."""
    return frozenset(_BY_CHANNEL.get(channel, ("kind",)))


def check_about(about: About, posted: Mapping[str, Sequence[str]]) -> tuple[AboutValues, tuple[Problem, ...]]:
    """Return what was chosen and what is wrong with it. Never raises."""
    problems: list[Problem] = []

    def one_of(field: str, offered: Sequence[str] | frozenset[str]) -> str | None:
        given = [text for text in posted.get(field, ()) if text] if field in about.asks else []
        if len(given) > 1 or (given and given[0] not in offered):
            problems.append(Problem(field, "not_offered"))
            return None
        return given[0] if given else None

    kind = one_of("kind", codes(KINDS))
    group = one_of("group", GROUPS)
    helper = one_of("assisted", HELPERS)
    topic_ids = _topics(about, posted, problems)
    values = AboutValues(
        kind=kind,
        topic_ids=topic_ids,
        respondent_group=group,
        assisted_by=None if helper == NOBODY else helper,
    )
    return values, tuple(problems)


def _topics(about: About, posted: Mapping[str, Sequence[str]], problems: list[Problem]) -> tuple[int, ...]:
    if "topics" not in about.asks:
        return ()
    given = {text for text in posted.get("topics", ()) if text}
    chosen = tuple(topic_id for topic_id, _label in about.topics if str(topic_id) in given)
    if len(chosen) != len(given):
        problems.append(Problem("topics", "not_offered"))
        return ()
    return chosen
