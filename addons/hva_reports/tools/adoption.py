"""How far feedback is in use: counts by unit from plain facts. Pure.

Every share has its two counts beside it; nothing here is of a single person.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Final

PERIODS: Final = (30, 90, 365)  # days up to and with today
USUAL: Final = 90


@dataclass(frozen=True, slots=True)
class Facts:
    """What was counted, by unit id. `keys` gives each unit the row it belongs to.

    :param places: units in use that have no parts: where people meet a service
    :param answers: (unit that goes on with the work, channel) -> feedback of the days
    :param texts: unit -> (feedback with open text, of which discussed with staff)
    :param meetings: unit -> unit meetings held
    :param handlers: (row, user id, has been trained), once for each row and user
    :param touchpoints: (unit, has a channel), once for each unit and service
    """

    keys: Mapping[int, int]
    places: Set[int]
    answers: Mapping[tuple[int, str], int]
    texts: Mapping[int, tuple[int, int]]
    meetings: Mapping[int, int]
    handlers: Iterable[tuple[int, int, bool]]
    touchpoints: Iterable[tuple[int, bool]]


@dataclass(slots=True)
class Adoption:
    """The counts of one row. `units_used` of `units` had feedback; `lacking` of `touchpoints` have no channel."""

    units: int = 0
    units_used: int = 0
    answers: int = 0
    texts: int = 0
    discussed: int = 0
    meetings: int = 0
    touchpoints: int = 0
    lacking: int = 0
    handlers: set[int] = field(default_factory=set)
    trained: set[int] = field(default_factory=set)


def count(facts: Facts) -> tuple[dict[int, Adoption], Adoption]:
    """Return ({row: its counts}, the counts of all rows together). A person counts once in each.

    A unit counts when people meet a service there, or when it has feedback of its own; a row without any is left out.
    """
    total = Adoption()
    rows: dict[int, Adoption] = {}
    for unit, name, number in _counts(facts):
        for row in (rows.setdefault(facts.keys[unit], Adoption()), total):
            setattr(row, name, getattr(row, name) + number)
    for key, user, is_trained in facts.handlers:
        for row in (rows.setdefault(key, Adoption()), total):
            row.handlers.add(user)
            if is_trained:
                row.trained.add(user)
    return {key: row for key, row in rows.items() if row.units}, total


def _counts(facts: Facts) -> Iterator[tuple[int, str, int]]:
    """Yield (unit, field of Adoption, number) of everything that is counted one by one."""
    used = {unit for (unit, _channel), number in facts.answers.items() if number}
    for unit in facts.places | used:
        yield unit, "units", 1
        yield unit, "units_used", int(unit in used)
    for (unit, _channel), number in facts.answers.items():
        yield unit, "answers", number
    for unit, (texts, discussed) in facts.texts.items():
        yield unit, "texts", texts
        yield unit, "discussed", discussed
    for unit, number in facts.meetings.items():
        yield unit, "meetings", number
    for unit, has_channel in facts.touchpoints:
        yield unit, "touchpoints", 1
        yield unit, "lacking", int(not has_channel)


def by_channel(answers: Mapping[tuple[int, str], int]) -> dict[str, int]:
    """Return {channel: feedback}, the largest first."""
    found: dict[str, int] = {}
    for (_unit, channel), number in answers.items():
        if number:
            found[channel] = found.get(channel, 0) + number
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def days_of(text: object) -> int | None:
    """Return how many days a view asks for ("" or None: the usual); None where they were not offered."""
    if text in (None, ""):
        return USUAL
    return next((days for days in PERIODS if str(days) == str(text)), None)
