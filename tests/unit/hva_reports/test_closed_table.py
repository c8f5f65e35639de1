"""A closed month in arrays says of every place what counting its rows one by one says."""

from hypothesis import given
from hypothesis import strategies as st

from hva_reports.tools.closed_table import ALL, ClosedRow, path_of, table_of
from hva_reports.tools.closed_view import View, as_one, hidden_from, together, view_of
from hva_reports.tools.suppression import Limits

# county 1 > divisions 2, 3; 2 > units 20, 21; 3 > area 30 > units 31, 32. Unit 2 has feedback of its own.
PATHS = [(1, 2), (1, 2, 20), (1, 2, 21), (1, 3, 30, 31), (1, 3, 30, 32)]

counts = st.integers(0, 40)
rows = st.lists(
    st.builds(ClosedRow, st.sampled_from(PATHS), st.sampled_from(["", "web", "sms"]), counts, counts, counts),
    max_size=12, unique_by=lambda row: (row.path, row.channel),
)  # fmt: skip
own = st.sets(st.sampled_from([path[-1] for path in PATHS]))


def counted(kept):
    """{place: counts} by looking at each row."""
    found = {}
    for row in kept:
        places = [ALL, ("channel", row.channel), ("unit", row.path[-1]), *(("branch", unit) for unit in row.path)]
        for place in places:
            before = found.get(place, (0, 0, 0))
            found[place] = tuple(one + other for one, other in zip(before, row[2:], strict=True))
    return found


@given(rows)
def test_every_place_has_the_sum_of_its_rows_and_there_is_no_other(kept):
    table = table_of(kept)
    assert dict(table.items()) == counted(kept)
    assert len(table) == len(counted(kept))
    for place in (("unit", 1), ("unit", 99), ("branch", 99), ("channel", "kiosk")):
        assert table.position(place) is None


@given(rows, own)
def test_what_others_gave_is_the_month_without_ones_own_units(kept, mine):
    table = table_of(kept)
    left = {
        table.position(place): sums
        for place, sums in counted([row for row in kept if row.path[-1] not in mine]).items()
    }
    assert table.without(mine) == left


def test_a_unit_with_nothing_below_it_is_its_branch():
    table = table_of([ClosedRow((1, 2), "sms", 1, 0, 0), ClosedRow((1, 2, 20), "sms", 2, 0, 0)])
    assert table.position(("unit", 20)) == table.position(("branch", 20))
    assert table.position(("unit", 2)) != table.position(("branch", 2))
    assert (table["unit", 2], table["branch", 2]) == ((1, 0, 0), (3, 0, 0))
    assert path_of("1/2/20") == (1, 2, 20)


@given(rows, own)
def test_a_readers_share_of_a_view_is_two_bits_for_each_place(kept, mine):
    table = table_of(kept)
    hidden = hidden_from(table, mine, Limits(10, 5))
    assert hidden.bit_length() <= 2 * len(table)
    assert {place: View(table, hidden).at(place) for place in table} == {
        place: view_of(kept, mine, Limits(10, 5)).at(place) for place in table
    }


@given(st.lists(st.tuples(rows, own), max_size=5))
def test_months_added_up_first_say_what_they_say_together(months):
    views = [view_of(kept, mine, Limits(10, 5)) for kept, mine in months]
    places = {place for view in views for place in view.sums} | {("unit", 99)}
    assert {place: together(as_one(views), place) for place in places} == {
        place: together(views, place) for place in places
    }
    assert len(as_one(views * 2)) <= len(views)
