"""Who is asked first to handle a case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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


def choose(candidates: Iterable[Candidate]) -> int | None:
    """Return the user id of the person to ask, or None when there is nobody.

    A handler before a manager, the nearest before the one higher up, the one with least to do, then the lower id.
    """
    able = [candidate for candidate in candidates if candidate.role in ROLE_ORDER]
    if not able:
        return None
    return min(able, key=lambda c: (ROLE_ORDER[c.role], c.distance, c.load, c.user_id)).user_id
