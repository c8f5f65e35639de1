"""What is hidden of other units cannot be pinned down by how many units it is hidden in: each has somebody."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from hva_reports.tools.closed_table import ALL, ClosedRow
from hva_reports.tools.closed_view import NARROW, view_of
from hva_reports.tools.suppression import Limits

LIMITS = Limits(10, 5)
# county 1 > divisions 2 and 3 > areas of many small units, of which one stands alone below its division
AREAS = [(1, 2, 20), (1, 2, 21), (1, 3, 30)]
PATHS = [(*area, 100 * area[-1] + number) for area in AREAS for number in range(12)]

# two areas of 10 people below one division, a third alone below its own
MANY_SMALL = [*[0] * 7, 1, 1, 1, 1, 2, 2, 2, 0, 0, 0, 1, 1, 1, 1, *[2] * 3, *[0] * 5, 1, 1, 1, 1, 2, 2, 2]

sizes = st.sampled_from([[1], [1, 1, 1, 2], [1, 2, 9, 30], [1, 1, 1, 1, 40]]).flatmap(
    lambda offered: st.lists(st.sampled_from([0, *offered]), min_size=len(PATHS), max_size=len(PATHS))
)


def month(counts):
    assert len({path[-1] for path in counts}) == len(counts), "a unit stands in one place"
    return [ClosedRow(path, "sms", n, 0, 0) for path, n in counts.items() if n]


def pinned(rows):
    """Return {unit: (fewest, most)} of small units of which all that is shown leaves too few possible counts."""
    view = view_of(rows, (), LIMITS)
    shown = [place for place in view.sums if place[0] != "channel" and "n" not in view.at(place)[1]]
    lines = [[float(_holds(place, row.path)) for row in rows] for place in shown]
    known = {"A_eq": lines or None, "b_eq": [sum(view.sums[place]) for place in shown] or None, "bounds": (1, None)}
    found = {}
    for number, row in enumerate(rows):
        goal = [float(number == other) for other in range(len(rows))]
        low, high = linprog(goal, **known), linprog([-part for part in goal], **known)
        if row.promoters < LIMITS.base and high.status == 0 and round(-high.fun - low.fun) < NARROW:
            found[row.path[-1]] = round(low.fun), round(-high.fun)
    return found


def _holds(place, path):
    kind, name = place
    return place == ALL or (name in path if kind == "branch" else name == path[-1])


def test_an_area_of_ten_units_with_one_answer_each_takes_another_along():
    """Its division less the area beside it would be ten, of ten units."""
    kept = month({(1, 2, 20, 2000 + number): 1 for number in range(10)} | {(1, 2, 21, 2100): 60, (1, 3, 30, 3000): 60})
    assert pinned(kept) == {}
    assert "n" in view_of(kept, (), LIMITS).at(("branch", 21))[1]


def test_an_area_that_is_all_of_its_division_hides_the_division_too():
    kept = month({(1, 3, 30, 3000 + number): 1 for number in range(10)} | {(1, 2, 20, 2000): 60, (1, 2, 21, 2100): 60})
    assert pinned(kept) == {}
    assert "n" in view_of(kept, (), LIMITS).at(("branch", 3))[1]


@settings(max_examples=20)
@given(sizes)
@example(MANY_SMALL)
def test_no_small_count_is_pinned_down(counts):
    assert pinned(month(dict(zip(PATHS, counts, strict=True)))) == {}
