"""Figures of a question of the county's own, from how many people chose each value. Pure.

National items have columns of their own; an own question is counted value by value. What its values mean comes from the
scale of its bank item; a question of the type scale is one as it stands. The options of any other question are names,
whatever their numbers: of these only how many chose each is told. 0 is "does not apply", below zero is not counted.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from .intervals import mean_interval
from .metric_registry import Figure, share
from .wording_breaks import Use
from .wording_parts import Era, Words

COLUMN: Final = "own"  # the one column of the rows that `chosen_words` looks at
Counts = Mapping[int, int]  # {value: people}
Row = Mapping[str, Any]  # survey_id, lang_code and what was counted there


@dataclass(frozen=True, slots=True)
class Shape:
    """What the values of a question mean.

    `opinions` are those that count, ascending; `none` those that say "does not apply". `agree_from` is the lowest value
    that counts as agreeing, None where nothing is agreed to. Without `has_mean` values are names, not steps.
    """

    opinions: tuple[int, ...]
    none: frozenset[int] = frozenset()
    agree_from: int | None = None
    has_mean: bool = True


_FIVE: Final = Shape((1, 2, 3, 4, 5), frozenset({0}), 4)
_SHAPES: Final[Mapping[str, Shape]] = {
    "likert5_na": _FIVE,
    "faces5": _FIVE,
    "pei4": Shape((1, 2, 3), frozenset({0}), 2),
    "faces3": Shape((1, 2, 3), frozenset({0}), 3),
    "yes_no": Shape((0, 1), frozenset(), 1, has_mean=False),
    "nps_0_10": Shape(tuple(range(11))),
}


def shape_of(scale: str | None, offered: Collection[int], *, is_scale: bool) -> Shape:
    """Return the shape of a question: by its bank scale, else by the values it offers.

    `is_scale`: every whole number of `offered` can be chosen and zero is a step like any other. Without it and without
    a bank scale the numbers are those of a list of options: nothing says that the third is more than the second.
    """
    if known := _SHAPES.get(scale or ""):
        return known
    values = tuple(sorted(value for value in set(offered) if value >= 0))
    if is_scale:
        return Shape(values)
    if values == (0, 1):
        return Shape(values, has_mean=False)
    return Shape(tuple(value for value in values if value), frozenset({0}), has_mean=False)


def stand(counts: Counts, shape: Shape) -> int:
    """Return how many people took a stand: "does not apply" is none."""
    return sum(counts.get(value, 0) for value in shape.opinions)


def agree(counts: Counts, shape: Shape) -> Figure | None:
    """Return the share who agree among those who took a stand; None when nobody did. The shape must have one."""
    if shape.agree_from is None:
        raise ValueError("nothing is agreed to")
    part = sum(counts.get(value, 0) for value in shape.opinions if value >= shape.agree_from)
    return share(part, stand(counts, shape))


def mean(counts: Counts, shape: Shape) -> Figure | None:
    """Return the mean with Student's interval, cut to the scale; None when nobody took a stand."""
    n = stand(counts, shape)
    if not n:
        return None
    lowest = shape.opinions[0]
    ends = mean_interval([counts.get(value, 0) for value in range(lowest, shape.opinions[-1] + 1)])
    value = sum(value * counts.get(value, 0) for value in shape.opinions) / n
    low, high = (end + lowest - 1 for end in ends) if ends else (None, None)  # the interval counts steps from one
    return Figure(value, low, high, n)


def chosen_words(uses: Sequence[Use], keys: Mapping[int, Mapping[str, str]], rows: Sequence[Row]) -> Era | None:
    """Return the wording that most people of `rows` met, None where the question was asked in one alone.

    :param uses: the versions that asked it as they were answered; their key is that of the column COLUMN
    :param keys: {survey_id: {lang_code: wording key}}
    :param rows: [{"survey_id", "lang_code", "stand"}]
    """
    words = _words(uses, keys)
    if not words.breaks:
        return None
    return words.chosen([{**row, f"{COLUMN}_1": row["stand"]} for row in rows]).get(COLUMN)


def only(era: Era | None, keys: Mapping[int, Mapping[str, str]], rows: Sequence[Row]) -> dict[int, int]:
    """Return {value: people} of the `rows` ("survey_id", "lang_code", "counts") whose words were those of `era`."""
    words = _words((), keys)
    found: dict[int, int] = {}
    for row in rows:
        if era is None or words.fits(row, COLUMN, era):
            for value, count in row["counts"].items():
                found[value] = found.get(value, 0) + count
    return found


def _words(uses: Sequence[Use], keys: Mapping[int, Mapping[str, str]]) -> Words:
    by_column = {survey: {lang: {COLUMN: key} for lang, key in langs.items()} for survey, langs in keys.items()}
    return Words(tuple(uses), by_column)
