"""Counts of adoption by row and together: a unit, a feedback, a person each count once in every row they belong to."""

from hypothesis import given
from hypothesis import strategies as st

from hva_reports.tools.adoption import Facts, by_channel, count, days_of

UNITS = range(1, 7)
KEYS = {1: 1, 2: 1, 3: 3, 4: 3, 5: 5, 6: 5}


def facts(**more):
    nothing = {"places": set(), "answers": {}, "texts": {}, "meetings": {}, "handlers": [], "touchpoints": []}
    return Facts(keys=KEYS, **{**nothing, **more})


def test_a_unit_in_use_had_feedback():
    rows, total = count(facts(places={1, 2, 3}, answers={(1, "web"): 3, (1, "sms"): 2, (3, "web"): 0}))
    assert (rows[1].units, rows[1].units_used, rows[1].answers) == (2, 1, 5)
    assert (rows[3].units, rows[3].units_used) == (1, 0)
    assert (total.units, total.units_used, total.answers) == (3, 1, 5)


def test_a_unit_with_parts_counts_when_it_has_feedback_of_its_own():
    rows, _total = count(facts(places={2}, answers={(1, "web"): 1}))
    assert (rows[1].units, rows[1].units_used) == (2, 1)


def test_a_person_who_reaches_several_rows_counts_once_in_all():
    rows, total = count(facts(places={1, 3}, handlers=[(1, 7, True), (3, 7, True), (3, 8, False), (5, 9, False)]))
    assert (len(rows[1].handlers), len(rows[3].handlers), len(total.handlers)) == (1, 2, 3)
    assert (len(rows[3].trained), len(total.trained)) == (1, 1)
    assert 5 not in rows, "no unit of it is in use"


def test_texts_meetings_and_touchpoints_are_summed():
    touchpoints = [(1, True), (1, False), (3, True)]
    texts = {1: (4, 1), 3: (2, 2)}
    rows, total = count(facts(places={1, 3}, texts=texts, meetings={3: 2}, touchpoints=touchpoints))
    assert (rows[1].texts, rows[1].discussed, rows[1].touchpoints, rows[1].lacking) == (4, 1, 2, 1)
    assert (total.texts, total.discussed, total.meetings, total.touchpoints, total.lacking) == (6, 3, 2, 3, 1)


@given(
    st.dictionaries(st.tuples(st.sampled_from(UNITS), st.sampled_from(["web", "sms"])), st.integers(0, 50)),
    st.sets(st.sampled_from(UNITS)),
)
def test_rows_add_up_to_the_whole(answers, places):
    rows, total = count(facts(places=places, answers=answers))
    for name in ("units", "units_used", "answers"):
        assert sum(getattr(row, name) for row in rows.values()) == getattr(total, name)
    assert total.answers == sum(answers.values()) == sum(by_channel(answers).values())
    assert total.units_used == len({unit for (unit, _channel), number in answers.items() if number}) <= total.units


def test_channels_with_the_most_come_first():
    assert list(by_channel({(1, "web"): 2, (2, "sms"): 5, (3, "web"): 4, (4, "qr"): 0})) == ["web", "sms"]


def test_only_days_that_are_offered():
    assert (days_of(""), days_of(None), days_of("30"), days_of("7"), days_of("x")) == (90, 90, 30, None, None)
