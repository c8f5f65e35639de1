"""What is published of four weeks tells nothing more than it shows."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hva_reports.tools.periods import Span
from hva_reports.tools.published import (
    ALL,
    DAYS,
    OTHER,
    WAIT_DAYS,
    closed_periods,
    edges_of,
    figures,
    publish,
    tells_at_edges,
)  # fmt: skip
from hva_reports.tools.suppression import Limits

LIMITS = Limits(10, 5)


def sums(agree, disagree, item="st1", **nps):
    return {f"item_{item}_5": agree, f"item_{item}_1": disagree, "promoters": 0, "passives": 0, "detractors": 0, **nps}


def at(content, service, item="st1"):
    return next((row for row in content["statements"] if (row["service"], row["item"]) == (service, item)), None)


def test_a_service_of_few_is_hidden_and_one_more_with_it():
    content = publish({1: sums(30, 20), 2: sums(40, 10), 3: sums(4, 1)}, LIMITS)
    assert "hidden" in at(content, 3)
    shown = [row for row in content["statements"] if "hidden" not in row]
    assert not any(row["service"] == 3 for row in shown)
    assert sum("hidden" in at(content, service) for service in (ALL, 1, 2)) >= 1  # else 3 is the rest


def test_what_is_hidden_is_not_in_the_content_in_any_form():
    content = publish({1: sums(3, 1), OTHER: sums(100, 50)}, LIMITS)
    assert at(content, 1) == {"service": 1, "item": "st1", "hidden": "small"}
    for row in content["statements"]:
        assert ("hidden" in row) != ("agree" in row)
        assert set(row) <= {"service", "item", "hidden", "n", "agree"}


def test_a_score_shows_when_its_parts_may():
    whole = sums(0, 0, promoters=30, passives=10, detractors=10)
    score = figures(publish({OTHER: whole}, LIMITS))["nps"]
    assert (score["value"], score["n"]) == (40, 50)
    few = sums(0, 0, promoters=3, passives=2, detractors=1)
    assert figures(publish({OTHER: few}, LIMITS))["nps"] == {"hidden": "small"}
    assert figures(publish({}, LIMITS))["nps"] is None


def test_one_service_is_not_shown_twice():
    content = publish({OTHER: sums(30, 20), 2: sums(0, 0)}, LIMITS)
    assert [row["service"] for row in content["statements"]] == [ALL]


def test_who_reads_a_units_feedback_does_not_find_the_others_by_taking_it_away():
    by_service = {1: sums(12, 8), 2: sums(60, 20), 3: sums(50, 25)}
    assert "hidden" not in at(publish(by_service, LIMITS), 1)
    content = publish(by_service, LIMITS, [{1: sums(9, 6)}])  # 20 less 15 are five people of another unit
    assert "hidden" in at(content, 1)
    assert sum("hidden" in at(content, service) for service in (ALL, 1, 2, 3)) > 1
    assert "hidden" not in at(publish(by_service, LIMITS, [{1: sums(12, 8)}]), 1), "nobody else is left"


counts = st.integers(0, 40)


@given(st.dictionaries(st.sampled_from([1, 2, 3, OTHER]), st.tuples(counts, counts), min_size=1))
def test_nobody_finds_a_small_service_by_taking_the_others_from_the_whole(services):
    content = publish({key: sums(*pair) for key, pair in services.items()}, LIMITS)
    answered = {key for key, pair in services.items() if sum(pair)}
    answered = answered if len(answered) > 1 else set()  # the only one is the whole
    hidden = {key for key in answered if "hidden" in at(content, key)}
    whole = at(content, ALL)
    if len(hidden) == 1 and whole:
        assert "hidden" in whole
    for key in answered - hidden:
        assert at(content, key)["n"] >= LIMITS.base


@given(st.dates(date(2024, 3, 1), date(2030, 1, 1)))
def test_periods_follow_one_another_and_are_over(today):
    periods = closed_periods(today, 5)
    assert all(later.start == earlier.end for earlier, later in zip(periods, periods[1:], strict=False))
    for span in periods:
        assert (span.end - span.start).days == DAYS
        assert span.start.weekday() == 0
        assert span.end + timedelta(days=WAIT_DAYS) <= today


def span(start, end):
    return Span(date.fromisoformat(start), date.fromisoformat(end))


def test_a_period_cuts_months_into_pieces():
    october = span("2026-10-05", "2026-11-02")
    assert edges_of(october) == [
        span("2026-10-01", "2026-10-05"), span("2026-10-05", "2026-11-01"), span("2026-11-01", "2026-11-02"),
        span("2026-11-02", "2026-12-01"),
    ]  # fmt: skip
    assert edges_of(span("2026-03-02", "2026-03-30")) == [
        span("2026-03-01", "2026-03-02"), span("2026-03-30", "2026-04-01"),
    ]  # fmt: skip
    assert edges_of(span("2027-02-01", "2027-03-01")) == []


def test_few_people_between_a_period_and_a_month_are_not_told():
    """October less the four weeks from the 5th would be what three people said in its first four days."""
    first, rest, after = (
        span("2026-10-01", "2026-10-05"),
        span("2026-10-05", "2026-11-01"),
        span("2026-10-30", "2026-11-01"),
    )
    closed, open_ = date(2026, 11, 1), date(2026, 10, 1)
    assert tells_at_edges([(first, 3), (rest, 300)], LIMITS, closed) is True
    assert tells_at_edges([(first, 0), (rest, 300)], LIMITS, closed) is False, "nobody is no one"
    assert tells_at_edges([(rest, 300), (after, 3)], LIMITS, open_) is None, "two days are not known before they close"
    assert tells_at_edges([(rest, 300), (after, 30)], LIMITS, open_) is False
    assert tells_at_edges([(span("2026-11-02", "2026-12-01"), 0)], LIMITS, closed) is False, "weeks to come"
    assert publish({OTHER: sums(0, 0, promoters=30, passives=10, detractors=10)}, LIMITS, has_score=False)["nps"] == {
        "hidden": "small"
    }
