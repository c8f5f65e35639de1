"""Who is asked first to handle a case, and who instead while somebody is away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

# Handlers before managers; nobody else is asked.
ROLE_ORDER: Mapping[str, int] = {"handler": 0, "manager": 1}


@dataclass(frozen=True)
class Candidate:
    """A person who reaches the responsible unit.

    :param user_id: id of the person
    :param role: handler or manager
    :param distance: levels between the unit and the place where the person's access was given; 0 is the unit itself
    :param load: activities of cases that the person already has
    """

    user_id: int
    role: str
    distance: int = 0
    load: int = 0


@dataclass(frozen=True)
class Asked:
    """A person to ask; `instead_of` is whose deputy the person is."""

    user_id: int
    instead_of: int | None = None


def in_order(
    candidates: Iterable[Candidate], away: Mapping[int, int | None] | None = None, first: int | None = None
) -> list[Asked]:
    """Return whom to ask, in order; whoever of them may not be asked for other reasons is left to the caller.

    A handler before a manager, the nearest before the one higher up, the one with least to do, then the lower id. In
    the place of somebody away stands the deputy, if the deputy is one of the candidates too; a deputy who is away has
    a deputy as well. Those away without one come last, so that a case never has nobody.

    :param away: person -> deputy, or None without one
    :param first: who comes before all others, for instance the handler of the case
    """
    able = [candidate for candidate in candidates if candidate.role in ROLE_ORDER]
    absent = dict(away or {})
    load = {candidate.user_id: candidate.load for candidate in able}
    present: list[tuple[tuple[int, int, int, int], Asked]] = []
    last: list[Candidate] = []
    for candidate in able:
        stands_in = _stands_in(candidate.user_id, absent, load.keys())
        if stands_in is None:
            last.append(candidate)
            continue
        asked = Asked(stands_in, None if stands_in == candidate.user_id else candidate.user_id)
        present.append((_rank(replace(candidate, load=load[stands_in])), asked))
    order = [asked for _rank_, asked in sorted(present, key=lambda each: (each[0], each[1].user_id))]
    order += [Asked(candidate.user_id) for candidate in sorted(last, key=_rank)]
    if first is not None:
        stands_in = _stands_in(first, absent, load.keys())
        order.insert(0, Asked(first) if stands_in is None or stands_in == first else Asked(stands_in, first))
    once: dict[int, Asked] = {}
    for asked in order:
        once.setdefault(asked.user_id, asked)
    return list(once.values())


def _stands_in(person: int, absent: Mapping[int, int | None], able: Iterable[int]) -> int | None:
    """Return the person, or the first in the chain of deputies who is there and able; None when there is nobody."""
    seen: set[int] = set()
    there: int | None = person
    while there is not None and there in absent:
        if there in seen:
            return None
        seen.add(there)
        there = absent[there]
    return there if there == person or there in set(able) else None


def _rank(candidate: Candidate) -> tuple[int, int, int, int]:
    return ROLE_ORDER[candidate.role], candidate.distance, candidate.load, candidate.user_id


def choose(candidates: Iterable[Candidate]) -> int | None:
    """Return the user id of the first to ask, or None when there is nobody."""
    order = in_order(candidates)
    return order[0].user_id if order else None
