from dataclasses import replace
from datetime import date, timedelta

import pytest

from hva_feedback.tools.seals import START, Seal, find_breaks, row_digest, rows_digest, seal

FIRST = date(2026, 11, 1)


def _chain(*days_rows):
    """Return seals and found rows of days that have these rows, as they were sealed."""
    seals, found, previous = [], {}, START
    for number, rows in enumerate(days_rows):
        day = FIRST + timedelta(days=number)
        found[day] = rows_digest(row_digest({"id": row}) for row in rows)
        digest = seal(previous, day, *found[day])
        seals.append(Seal(day, *found[day], previous, digest))
        previous = digest
    return seals, found


def test_an_untouched_chain_has_no_break():
    seals, found = _chain([1, 2], [], [3])
    assert find_breaks(seals, found, None) == []


def test_a_day_without_rows_may_be_left_out():
    seals, found = _chain([1], [])
    del found[seals[1].day]
    assert find_breaks(seals, found, None) == []


@pytest.mark.parametrize(
    ("rows", "code"), [([1, 9], "rows_changed"), ([1], "count_changed"), ([1, 2, 7], "count_changed")]
)
def test_a_touched_row_is_found_on_its_day(rows, code):
    seals, found = _chain([0], [1, 2], [3])
    found[seals[1].day] = rows_digest(row_digest({"id": row}) for row in rows)
    assert find_breaks(seals, found, None) == [(seals[1].day, code)]


def test_a_seal_made_anew_no_longer_fits_the_next():
    seals, found = _chain([0], [1, 2], [3])
    day = seals[1].day
    found[day] = rows_digest([row_digest({"id": 9})])
    seals[1] = replace(seals[1], count=1, rows_digest=found[day][1], digest=seal(seals[0].digest, day, *found[day]))
    assert find_breaks(seals, found, None) == [(seals[2].day, "chain_broken")]


def test_a_seal_with_another_digest_and_a_lost_day():
    seals, found = _chain([0], [1], [2])
    changed = [seals[0], replace(seals[1], digest="f" * 64), replace(seals[2], previous="f" * 64)]
    assert [code for _day, code in find_breaks(changed, found, None)] == ["seal_changed", "seal_changed"]
    assert find_breaks([seals[0], seals[2]], found, None) == [
        (seals[2].day, "day_missing"),
        (seals[2].day, "chain_broken"),
    ]


def test_rows_taken_away_by_retention_need_a_proof():
    seals, found = _chain([0], [1])
    seals[0] = replace(seals[0], purged=True)
    del found[FIRST]
    assert find_breaks(seals, found, FIRST) == []
    assert find_breaks(seals, found, None) == [(FIRST, "gone_without_proof")]


def test_every_value_of_a_row_counts_and_the_order_of_its_facts_does_not():
    row = {"id": 1, "at": "2026-11-01 08:00:00", "reason": "x", "details": {"a": 1, "b": 2}}
    assert row_digest(row) == row_digest({**row, "details": {"b": 2, "a": 1}})
    assert row_digest(row) != row_digest({**row, "reason": "y"})
    assert row_digest(row) != row_digest({**row, "at": "2026-11-01 08:00:01"})
    assert row_digest({"id": 1, "reason": False}) == row_digest({"id": 1, "reason": None})
