"""What a unit meeting takes up: thanks first, then what asks for a change; the newest of each kind first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

ORDER: Final = ("thanks", "suggestion", "criticism", "question")
MOST: Final = 20
# How far a first meeting looks back, when there was none before.
FIRST_LOOK_BACK: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feedback that could be taken up. `kind` is a code of KINDS or None where the giver chose none."""

    answer_id: int
    kind: str | None
    given_on: date


def arrange(candidates: Sequence[Candidate], most: int = MOST) -> list[int]:
    """Return ids in the order of the agenda, at most `most`. Every kind gets its share before one fills the meeting.

    A unit with fifty thanks still talks of its one criticism: kinds take turns in being chosen, and the chosen ones are
    then put in order.
    """
    by_kind: dict[str | None, list[Candidate]] = {}
    for candidate in sorted(candidates, key=lambda each: (each.given_on, each.answer_id), reverse=True):
        by_kind.setdefault(candidate.kind if candidate.kind in ORDER else None, []).append(candidate)
    chosen: list[Candidate] = []
    while len(chosen) < most and any(by_kind.values()):
        for kind in (*ORDER, None):
            if by_kind.get(kind) and len(chosen) < most:
                chosen.append(by_kind[kind].pop(0))
    return [each.answer_id for each in sorted(chosen, key=_place)]


def _place(candidate: Candidate) -> tuple[int, int, int]:
    kind = ORDER.index(candidate.kind) if candidate.kind in ORDER else len(ORDER)
    return kind, -candidate.given_on.toordinal(), -candidate.answer_id
