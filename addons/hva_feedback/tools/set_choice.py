"""Which question set a way in asks, and which of its versions a unit gets. Pure: the model gathers the facts.

What is asked follows from four things, the first that says something: the set chosen on the way in; the set meant for
its service, channel and group of givers; the first set that is meant for everybody.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Why = Literal["chosen", "meant", "default"]


@dataclass(frozen=True, slots=True)
class Pilot:
    """A version that some units, with all under them, ask up to and including a day."""

    survey_id: int
    unit_ids: frozenset[int]
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SetFacts:
    """A question set: what it is meant for (empty: everything) and what it asks (None: nothing published)."""

    id: int
    sequence: int = 10
    channel: str | None = None
    service_ids: frozenset[int] = frozenset()
    respondent_group: str | None = None
    survey_id: int | None = None
    pilot: Pilot | None = None

    def fits(self, channel: str | None, service_id: int | None, respondent_group: str | None) -> bool:
        """Tell whether everything that the set is meant for is the case."""
        return (
            (not self.service_ids or service_id in self.service_ids)
            and (not self.respondent_group or respondent_group == self.respondent_group)
            and (not self.channel or channel == self.channel)
        )

    @property
    def weight(self) -> tuple[int, bool, bool, bool]:
        """How closely it says what it is meant for: first by how much, then service before group before channel."""
        named = (bool(self.service_ids), bool(self.respondent_group), bool(self.channel))
        return (sum(named), *named)


def choose(
    sets: Iterable[SetFacts],
    *,
    chosen_id: int | None = None,
    channel: str | None = None,
    service_id: int | None = None,
    respondent_group: str | None = None,
) -> tuple[SetFacts, Why] | None:
    """Return the set to ask and why it is that one, or None where no published set is left.

    A set chosen by hand (`chosen_id`) is the answer whatever it is meant for. Else the closest fit wins; of two equally
    close ones that which stands first in the list.
    """
    by_id = {one.id: one for one in sets}
    if chosen_id is not None:
        return (by_id[chosen_id], "chosen") if chosen_id in by_id else None
    fitting = [one for one in by_id.values() if one.survey_id and one.fits(channel, service_id, respondent_group)]
    if not fitting:
        return None
    best = min(fitting, key=lambda one: (tuple(-part for part in one.weight), one.sequence, one.id))
    return best, "meant" if best.weight[0] else "default"


def version_for(one: SetFacts, unit_path: Collection[int], today: date) -> int | None:
    """Return the version that a unit asks today: the pilot's where it takes part, else the one in use.

    `unit_path` holds the ids of the unit and of those above it.
    """
    pilot = one.pilot
    if pilot and today <= pilot.until and not pilot.unit_ids.isdisjoint(unit_path):
        return pilot.survey_id
    return one.survey_id
