"""The results of one targeted survey: for each question who chose what, from counts alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .metrics import Nps, NpsCounts, nps

PROMOTERS: Final = frozenset({9, 10})
PASSIVES: Final = frozenset({7, 8})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the version. `options` is (key, label) in its order; of a scale the numbers as texts."""

    id: int
    title: str
    options: Sequence[tuple[str, str]]
    is_several: bool = False
    is_nps: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One option of a question: its label, how many chose it, and their share (0..1) of those who answered it."""

    label: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Result:
    """A question with its options. `n` is how many answered it; `score` only where it is the recommendation."""

    title: str
    n: int
    lines: tuple[Line, ...]
    score: Nps | None = None


def results(asked: Sequence[Asked], chosen: Mapping[int, Mapping[str, int]], people: Mapping[int, int]) -> list[Result]:
    """Return the result of each question.

    :param chosen: question id -> option key -> how often it was chosen
    :param people: question id -> how many answered it; with several choices these are fewer than the choices
    """
    found = []
    for question in asked:
        counts = chosen.get(question.id, {})
        n = people.get(question.id, 0)
        lines = tuple(
            Line(label, counts.get(key, 0), counts.get(key, 0) / n if n else 0.0) for key, label in question.options
        )
        found.append(Result(question.title, n, lines, nps(_nps_counts(counts)) if question.is_nps else None))
    return found


def _nps_counts(counts: Mapping[str, int]) -> NpsCounts:
    by_score = {int(key): count for key, count in counts.items()}
    promoters = sum(count for score, count in by_score.items() if score in PROMOTERS)
    passives = sum(count for score, count in by_score.items() if score in PASSIVES)
    return NpsCounts(promoters, passives, sum(by_score.values()) - promoters - passives)
