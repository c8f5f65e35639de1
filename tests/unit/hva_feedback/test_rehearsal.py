"""Past feedback counted beside what other rules would have done with it."""

from hypothesis import given
from hypothesis import strategies as st

from hva_feedback.tools.rehearsal import MOST_EXAMPLES, Outcome, Past, Tally
from hva_feedback.tools.routing import Decision

REASONS = ("criticism", "low_score", "no_rule")
decisions = st.builds(Decision, st.booleans(), st.sampled_from(REASONS))
pasts = st.builds(Past, st.integers(1, 10_000), st.booleans(), st.none() | st.sampled_from(REASONS), decisions)


def tally(rows):
    counted = Tally()
    counted.add(rows)
    return counted


@given(st.lists(pasts))
def test_nothing_is_lost_or_counted_twice(rows):
    counted = tally(rows)
    outcomes = counted.outcomes()
    assert counted.total == len(rows)
    assert sum(before for _outcome, before, _after in outcomes) == len(rows)
    assert sum(after for _outcome, _before, after in outcomes) == len(rows)
    assert counted.cases_after == sum(row.decision.makes_case for row in rows)


@given(st.lists(pasts))
def test_changes_are_what_differs(rows):
    differ = [r for r in rows if (r.was_case, r.reason) != (r.decision.makes_case, r.decision.reason)]
    assert sum(change.count for change in tally(rows).changes()) == len(differ)
    assert all(change.before != change.after for change in tally(rows).changes())


@given(st.lists(st.lists(pasts, max_size=4), max_size=4))
def test_batches_count_like_one(batches):
    apart = Tally()
    for batch in batches:
        apart.add(batch)
    together = tally([row for batch in batches for row in batch])
    assert apart.outcomes() == together.outcomes()
    assert apart.changes() == together.changes()


def test_the_examples_are_the_newest_and_not_too_many():
    rows = [Past(number, False, "no_rule", Decision(True, "criticism")) for number in range(100)]
    (change,) = tally(rows).changes()
    assert change.count == 100
    assert change.examples == list(range(100 - MOST_EXAMPLES, 100))


def test_cases_come_first_then_the_most_frequent():
    rows = [Past(1, False, "no_rule", Decision(False, "no_rule"))] * 3
    rows += [Past(2, True, "criticism", Decision(True, "criticism"))]
    assert [outcome for outcome, _before, _after in tally(rows).outcomes()] == [
        Outcome(True, "criticism"),
        Outcome(False, "no_rule"),
    ]
