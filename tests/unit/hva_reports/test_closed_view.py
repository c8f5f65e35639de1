"""What is shown of other units: whatever is combined, no group that the rule protects comes out."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from hva_reports.tools.closed_table import ALL, ClosedRow
from hva_reports.tools.closed_view import COLUMNS, SMALL, View, together, view_of
from hva_reports.tools.metric_registry import NPS_COLUMNS
from hva_reports.tools.suppression import Limits

LIMITS = Limits(10, 5)
# county 1 > divisions 2, 3; 2 > units 20-23; 3 > area 30 > units 31, 32. Unit 2 has feedback of its own.
PATHS = [(1, 2), *((1, 2, unit) for unit in (20, 21, 22, 23)), *((1, 3, 30, unit) for unit in (31, 32)), (1, 3, 33)]
CHANNELS = ("web", "sms")

few = st.sampled_from([0, 0, 1, 2, 3, 5, 8, 14, 30])
rows = st.lists(
    st.builds(ClosedRow, st.sampled_from(PATHS), st.sampled_from(CHANNELS), few, few, few),
    min_size=4, max_size=16, unique_by=lambda row: (row.path, row.channel),
)  # fmt: skip
reach = st.sets(st.sampled_from([path[-1] for path in PATHS]), max_size=2)


def members(place, kept):
    kind, name = place
    inside = {
        "all": lambda row: True,
        "channel": lambda row: row.channel == name,
        "unit": lambda row: row.path[-1] == name,
        "branch": lambda row: name in row.path,
    }[kind]
    return [number for number, row in enumerate(kept) if inside(row)]


def lines_seen(view, strangers, own):
    """What the reader knows after taking his own units away: (vector over stranger cells, class by class)."""
    seen = []
    for place in view.sums:
        cells = members(place, strangers)
        sums, hidden = view.at(place)
        if "n" not in hidden:
            seen.append({(cell, part): Fraction(1) for cell in cells for part in NPS_COLUMNS})
        seen += [{(cell, part): Fraction(1) for cell in cells} for part in NPS_COLUMNS if part not in hidden]
    return [line for line in seen if line]


def follows(target, lines):
    """Is `target` a combination of `lines`? By Gauss, in fractions."""
    pivots = {}
    for line in [*lines, target]:
        line = dict(line)
        while lead := next((key for key in line if key in pivots), None):
            factor = line[lead]
            for key, part in pivots[lead].items():
                line[key] = line.get(key, 0) - factor * part
                if not line[key]:
                    del line[key]
        if line is not None and line:
            lead = next(iter(line))
            pivots[lead] = {key: part / line[lead] for key, part in line.items()}
            found = False
        else:
            found = True
    return found


@settings(max_examples=60)
@given(rows, reach)
def test_no_protected_count_is_a_combination_of_what_is_shown(kept, own):
    """The reader knows the tree and the channels, but not which unit was given feedback by which channel."""
    view = view_of(kept, own, LIMITS)
    given_there = {(row.path, row.channel): row for row in kept}
    grid = [(path, channel) for path in PATHS for channel in CHANNELS if path[-1] not in own]
    strangers = [given_there.get(place) or ClosedRow(*place, 0, 0, 0) for place in grid]
    lines = lines_seen(view, strangers, own)
    for place in view.sums:
        cells = members(place, strangers)
        counts = [sum(getattr(strangers[cell], part) for cell in cells) for part in NPS_COLUMNS]
        n = sum(counts)
        if 0 < n < LIMITS.base:
            assert not follows({(cell, part): Fraction(1) for cell in cells for part in NPS_COLUMNS}, lines), place
        for part, count in zip(NPS_COLUMNS, counts, strict=True):
            if 0 < count and (n < LIMITS.base or count < LIMITS.cell):
                assert not follows({(cell, part): Fraction(1) for cell in cells}, lines), (place, part)


def test_large_units_are_shown_and_a_small_one_takes_its_smallest_neighbour_along():
    kept = [
        ClosedRow((1, 2, 20), "sms", 30, 10, 5), ClosedRow((1, 2, 21), "sms", 20, 10, 5),
        ClosedRow((1, 2, 22), "sms", 3, 1, 0),
    ]  # fmt: skip
    view = view_of(kept, set(), LIMITS)
    assert view.at(("unit", 20))[1] == {}
    for unit in (21, 22):  # nothing says which of them is the small one
        assert view.at(("unit", unit))[1] == dict.fromkeys(COLUMNS, SMALL)
    assert view.at(ALL) == ({"promoters": 53, "passives": 21, "detractors": 10}, {})


def test_two_small_ones_that_hide_each_other_take_nobody_along():
    kept = [
        ClosedRow((1, 2, 20), "sms", 30, 10, 5), ClosedRow((1, 2, 21), "sms", 4, 1, 1),
        ClosedRow((1, 2, 22), "sms", 3, 2, 1),
    ]  # fmt: skip
    assert "n" not in view_of(kept, set(), LIMITS).at(("unit", 20))[1], "12 of two: each has 3 to 9"
    kept[1:] = [ClosedRow((1, 2, 21), "sms", 5, 3, 1), ClosedRow((1, 2, 22), "sms", 6, 2, 1)]
    assert "n" in view_of(kept, set(), LIMITS).at(("unit", 20))[1], "18 of two: each has 9"


def test_together_a_hidden_month_hides_the_period():
    one = view_of([ClosedRow((1, 2), "sms", 20, 10, 5)], set(), LIMITS)
    small = view_of([ClosedRow((1, 2), "sms", 2, 1, 0)], set(), LIMITS)
    assert together([one, one, View()], ("branch", 2)) == ({"promoters": 40, "passives": 20, "detractors": 10}, {})
    assert together([one, small], ("branch", 2))[1]["n"] == SMALL
