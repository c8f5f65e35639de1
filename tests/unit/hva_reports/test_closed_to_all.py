"""What everybody may see of a month, found for all readers at once, is what asking the rule of each of them says."""

import random
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_reports.tools import closed_to_all
from hva_reports.tools.closed_table import ALL, ClosedRow, table_of
from hva_reports.tools.closed_to_all import hidden_from_any, shown_to_all, view_of_all
from hva_reports.tools.closed_view import hidden_from
from hva_reports.tools.suppression import Limits

# county 1 > divisions 2, 3, 4; 2 > units 20-22; 3 > areas 30, 31 > units 32-37; 2 and 30 have feedback of their own
PATHS = [
    (1, 2), *((1, 2, unit) for unit in (20, 21, 22)), (1, 3, 30), *((1, 3, 30, unit) for unit in (32, 33, 34)),
    *((1, 3, 31, unit) for unit in (35, 36, 37)), (1, 4), (1, 4, 40, 41, 42),
]  # fmt: skip
few = st.sampled_from([0, 0, 1, 1, 2, 3, 5, 8, 14, 30])
rows = st.lists(
    st.builds(ClosedRow, st.sampled_from(PATHS), st.sampled_from(["", "web", "sms"]), few, few, few),
    max_size=30, unique_by=lambda row: (row.path, row.channel),
)  # fmt: skip
readers = st.lists(st.sets(st.sampled_from([path[-1] for path in PATHS] + [99])), max_size=6)
limits = st.builds(Limits, st.sampled_from([1, 3, 5, 10]), st.sampled_from([1, 2, 5]))


def plain(kept, known, by):
    """The definition: what is hidden from one of the readers is hidden."""
    table, hidden = table_of(kept), 0
    for reach in known:
        hidden |= hidden_from(table, reach, by)
    return hidden


@given(rows, readers, limits)
def test_all_readers_at_once_are_as_one_by_one(kept, known, by):
    assert hidden_from_any(table_of(kept), known, by) == plain(kept, known, by)


def test_small_counties_where_whole_branches_have_a_few_answers():
    """Where hidden parts tell of themselves the whole is hidden too, and so on upwards: thin months do that."""
    dice = random.Random(4)
    for _county in range(700):
        rates = [dice.choice([0, 0, 1, 2, 6]) for _path in PATHS]
        kept = [
            ClosedRow(path, channel, *(dice.randint(0, rate) for _ in range(3)))
            for path, rate in zip(PATHS, rates, strict=True)
            for channel in ("sms", "web")
            if dice.random() < 0.8
        ]
        known = [{dice.choice(PATHS)[-1]} for _reader in range(2)]
        by = Limits(dice.choice([5, 6, 10]), dice.choice([1, 3, 5]))
        assert hidden_from_any(table_of(kept), known, by) == plain(kept, known, by), (kept, known, by)


def county(seed):
    """A county of some hundred units whose months are as thin as real ones, and readers of one, few and many units."""
    dice = random.Random(seed)
    paths = [(1, 10 + n % 4, 100 + n % 12, 1000 + n) for n in range(160)] + [(1, 10), (1, 11, 101)]
    most = dice.choice([1, 2, 6, 20])
    kept = [
        ClosedRow(path, channel, *(dice.choice([0, dice.randint(0, most)]) for _ in range(3)))
        for path in paths
        for channel in ("sms", "web", "kiosk")
        if dice.random() < 0.8
    ]
    units = [path[-1] for path in paths]
    known = [set(), set(units), {*units[:40:3]}, *({unit} for unit in units[::5])]
    known += [{path[-1] for path in paths if branch in path} for branch in (10, 102, 103)]
    return kept, known


@pytest.mark.parametrize("seed", range(6))
def test_a_county_of_thin_months_too(seed):
    kept, known = county(seed)
    for by in (Limits(10, 5), Limits(5, 2)):
        assert hidden_from_any(table_of(kept), known, by) == plain(kept, known, by)


def test_what_stands_above_a_readers_unit_is_asked_anew():
    """Who knows all about 21 takes it away from the branch and has 20, which is five answers."""
    kept = [ClosedRow((1, 2, 20), "sms", 3, 1, 1), ClosedRow((1, 2, 21), "sms", 30, 10, 10)]
    alone, beside = view_of_all(kept, [set()], Limits(10, 5)), view_of_all(kept, [set(), {21}], Limits(10, 5))
    assert "n" not in alone.at(ALL)[1]
    assert "n" in beside.at(ALL)[1]
    assert shown_to_all(kept, [set()], Limits(10, 5)) == ({ALL, ("branch", 1), ("branch", 2), ("channel", "sms")},) * 2
    assert shown_to_all(kept, [set(), {21}], Limits(10, 5)) == (set(), set())


def test_two_thousand_readers_look_at_what_is_theirs_alone():
    """The rule is asked of a reader's own wholes, not of the county's: the work does not grow with its square."""
    kept, _known = county(3)
    looked = []
    below = closed_to_all._Month._below

    def noted(self, lines, whole, parts):
        looked.append(whole)
        return below(self, lines, whole, parts)

    with patch.object(closed_to_all._Month, "_below", noted):
        hidden_from_any(table_of(kept), [set()], Limits(10, 5))
        once = len(looked)
        hidden_from_any(table_of(kept), [{1000 + n} for n in range(100)], Limits(10, 5))
    assert once == 1 + 1 + 4 + 12 + 1, "all wholes, and the channels"
    assert len(looked) <= 2 * once + 100 * 5
