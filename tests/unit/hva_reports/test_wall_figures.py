"""Counts on walls: nobody learns of fewer than ten people, whichever walls are subtracted from one another."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from hva_reports.tools.wall_figures import Seen, shown

BASE = 10
# area > (clinic > (room), dental); ward stands alone
INSIDE = {
    "area": {"clinic", "room", "dental"},
    "clinic": {"room"},
    "room": set(),
    "dental": set(),
    "ward": set(),
}


def test_a_small_count_is_not_shown():
    assert shown({"ward": 9}, {"ward": set()}, BASE) == set()
    assert shown({"ward": 10}, {"ward": set()}, BASE) == {"ward"}


def test_a_large_one_is_not_shown_where_subtracting_leaves_few():
    counts = {"area": 25, "clinic": 20, "room": 20, "dental": 0, "ward": 0}
    assert shown(counts, INSIDE, BASE) == {"room", "clinic"}


@given(st.tuples(*[st.integers(0, 30)] * 5))
def test_no_subtraction_tells_of_few(own):
    room, clinic, dental, area, ward = own
    counts = {"room": room, "clinic": room + clinic, "dental": dental, "ward": ward}
    counts["area"] = counts["clinic"] + dental + area
    visible = shown(counts, INSIDE, BASE)
    for unit in visible:
        assert counts[unit] >= BASE
        within = [each for each in INSIDE[unit] if each in visible]
        for size in range(1, len(within) + 1):
            for parts in combinations(within, size):
                if any(a in INSIDE[b] for a in parts for b in parts):
                    continue
                rest = counts[unit] - sum(counts[part] for part in parts)
                assert rest == 0 or rest >= BASE


def test_what_was_decided_stays_and_a_newcomer_must_not_tell_of_few():
    inside = {"area": {"room"}, "room": set(), "ward": set()}
    counts = {"area": 19, "room": 15, "ward": 30}
    assert shown(counts, inside, BASE, {"area": Seen(True, 19)}) == {"area", "ward"}
    assert shown(counts, inside, BASE, {"ward": Seen(False, 0)}) == {"room"}
    late = {"area": 40, "room": 15, "ward": 30}  # the area was hung up with 19 before the late ones came
    assert shown(late, inside, BASE, {"area": Seen(True, 19)}) == {"area", "ward"}
