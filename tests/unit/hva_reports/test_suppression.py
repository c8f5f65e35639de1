"""Nothing hidden can be worked out: random tables against an oracle with fractions and Gaussian elimination."""

import random
from fractions import Fraction

import pytest

from hva_reports.tools.suppression import Group, Limits, Sum, suppress

PARTS = ("promoters", "passives", "detractors")


def table(rows):
    """Return counts, groups and sums of units by NPS group, with the line of all units below."""
    counts, groups = {}, []
    for unit, values in rows.items():
        keys = tuple((unit, part) for part in PARTS)
        counts.update(zip(keys, values, strict=True))
        counts[unit, "n"] = sum(values)
        groups.append(Group((unit, "n"), keys))
    total = {part: sum(counts[unit, part] for unit in rows) for part in (*PARTS, "n")}
    counts.update({("all", part): value for part, value in total.items()})
    groups.append(Group(("all", "n"), tuple(("all", part) for part in PARTS)))
    sums = [Sum(("all", part), tuple((unit, part) for unit in rows)) for part in (*PARTS, "n")]
    return counts, groups, sums


def solvable_by_oracle(counts, groups, sums, hidden):
    """Return hidden keys whose unit vector lies in the row space of the equations of the hidden ones."""
    keys = sorted(hidden, key=repr)
    place = {key: index for index, key in enumerate(keys)}
    matrix = []
    for total, parts in [*((g.n, g.parts) for g in groups), *((s.total, s.parts) for s in sums)]:
        line = [Fraction(0)] * len(keys)
        for key, sign in [*((part, 1) for part in parts), (total, -1)]:
            if key in place:
                line[place[key]] += sign
        matrix.append(line)
    reduced, solved = [], set()
    for column in range(len(keys)):
        pivot = next((line for line in matrix if line[column]), None)
        if pivot is None:
            continue
        matrix.remove(pivot)
        pivot = [value / pivot[column] for value in pivot]
        matrix = [_minus(line, pivot, line[column]) for line in matrix]
        reduced = [_minus(line, pivot, line[column]) for line in reduced] + [pivot]
    for line in reduced:
        members = [keys[index] for index, value in enumerate(line) if value]
        if len(members) == 1:
            solved.add(members[0])
    return solved


def _minus(line, other, factor):
    return [a - factor * b for a, b in zip(line, other, strict=True)] if factor else line


@pytest.mark.parametrize("seed", range(60))
def test_no_hidden_count_can_be_solved_in_random_tables(seed):
    chance = random.Random(seed)
    top = chance.choice([3, 8, 20, 60])
    rows = {f"unit {n}": [chance.randint(0, top) for _part in PARTS] for n in range(chance.randint(1, 9))}
    counts, groups, sums = table(rows)
    hidden = suppress(counts, groups, sums)
    assert not solvable_by_oracle(counts, groups, sums, hidden)


def test_the_oracle_itself_finds_what_a_naive_rule_leaves_open():
    counts, groups, sums = table({"small": [3, 1, 0], "large": [50, 30, 20]})
    naive = {("small", part) for part in (*PARTS, "n")}
    assert solvable_by_oracle(counts, groups, sums, naive) == naive


def test_a_small_group_hides_itself_and_one_more_so_that_subtracting_fails():
    counts, groups, sums = table({"small": [3, 1, 0], "large": [50, 30, 20], "middle": [20, 10, 8]})
    hidden = suppress(counts, groups, sums)
    assert hidden["small", "n"] == "too_few" and hidden["small", "detractors"] == "too_few"
    assert "complement" in hidden.values()
    assert ("large", "n") not in hidden


def test_groups_large_enough_show_everything():
    counts, groups, sums = table({"a": [50, 30, 20], "b": [20, 10, 8]})
    assert suppress(counts, groups, sums) == {}


def test_a_count_of_few_people_is_hidden_and_a_zero_is_not():
    counts, groups, sums = table({"a": [50, 30, 2], "b": [20, 10, 0], "c": [30, 20, 10]})
    hidden = suppress(counts, groups, sums)
    assert hidden["a", "detractors"] == "small_cell"
    assert ("b", "detractors") not in hidden


def test_a_zero_that_tells_how_everybody_answered_is_hidden():
    counts, groups, sums = table({"a": [40, 0, 0], "b": [20, 10, 8]})
    hidden = suppress(counts, groups, sums)
    assert {hidden["a", part] for part in PARTS} == {"full_group"}


def test_two_hidden_counts_that_can_only_be_one_each_take_a_third_with_them():
    counts, groups, sums = table({"a": [1, 0, 0], "b": [0, 1, 0], "c": [50, 30, 20], "d": [60, 40, 20]})
    hidden = suppress(counts, groups, sums)
    assert {("c", "n"), ("d", "n"), ("all", "n")} & set(hidden)


def test_limits_are_settings():
    counts, groups, sums = table({"a": [3, 1, 1], "b": [20, 10, 8]})
    assert suppress(counts, groups, sums, Limits(base=1, cell=1)) == {}
    assert ("b", "n") in suppress(counts, groups, sums, Limits(base=50, cell=5))


def test_a_table_that_does_not_add_up_is_refused():
    with pytest.raises(ValueError):
        suppress({"n": 5, "a": 2}, [Group("n", ("a",))], [])


def test_a_county_of_two_thousand_units_is_done_at_once():
    chance = random.Random(7)
    rows = {n: [chance.randint(0, 40), chance.randint(0, 12), chance.randint(0, 9)] for n in range(2000)}
    counts, groups, sums = table(rows)
    hidden = suppress(counts, groups, sums)
    assert hidden and len(hidden) < len(counts)
