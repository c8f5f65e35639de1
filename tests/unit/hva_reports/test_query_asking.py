"""What reports of one batch share, and which of several wordings a report counts."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hva_reports.tools.query_asking import MOST_UNITS, Shelf, by_unit, ranked, taken
from hva_reports.tools.wording_breaks import Use
from hva_reports.tools.wording_parts import Words

KEYS = {1: {"fi": {"nps": "old"}}, 2: {"fi": {"nps": "new"}}}
WORDS = Words(
    (
        Use("fi", date(2026, 9, 1), date(2026, 10, 14), {"nps": "old"}),
        Use("fi", date(2026, 10, 15), date(2026, 10, 31), {"nps": "new"}),
    ),
    KEYS,
)


def sums(survey, promoters):
    return {"survey_id": survey, "lang_code": "fi", "promoters": promoters, "passives": 0, "detractors": 0}


def test_a_thing_is_looked_up_once():
    shelf, made = Shelf(), []
    for _time in range(2):
        assert shelf.keep("tree", lambda: made.append(1) or "oak") == "oak"
    assert made == [1]


def test_a_shelf_serves_its_own_units_and_not_too_many():
    shelf = Shelf(range(1000))
    assert shelf.holds([1, 2])
    assert not shelf.holds([1, 1000])
    assert not shelf.holds(range(MOST_UNITS + 1))


@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from("ab"), st.integers(0, 9)), max_size=30),
    st.dictionaries(st.integers(0, 5), st.integers(0, 2)),
)
def test_sums_taken_from_the_shelf_are_those_of_their_units(rows, keys):
    shelved = by_unit([{"key": unit, "channel": channel, "n": n} for unit, channel, n in rows])
    found = {(row["key"], row["channel"]): row["n"] for row in taken(shelved, keys, ["channel"])}
    expected = {}
    for unit, channel, n in rows:
        if unit in keys:
            place = (keys[unit], channel)
            expected[place] = expected.get(place, 0) + n
    assert found == expected


def test_taking_leaves_the_shelf_as_it_was():
    shelved = by_unit([{"key": 1, "n": 2}, {"key": 2, "n": 3}])
    for _time in range(2):
        assert taken(shelved, {1: 0, 2: 0}, []) == [{"key": 0, "n": 5}]


def test_each_answer_is_counted_in_one_wording():
    rows = [sums(1, 4), sums(2, 6)]
    most, next_most, none = (ranked(WORDS, rows, rank).only(rows) for rank in range(3))
    assert [row["promoters"] for row in most] == [0, 6]
    assert [row["promoters"] for row in next_most] == [4, 0]
    assert [row["promoters"] for row in none] == [0, 0]
