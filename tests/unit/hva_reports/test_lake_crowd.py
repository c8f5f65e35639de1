"""Nobody is told apart in the lake by where, when and in which language he answered."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from hva_reports.tools.lake_crowd import NOT_TOLD, crowd

# county 1 > areas 2, 3 > units 4, 5 | 6, 7
PARENTS = {1: None, 2: 1, 3: 1, 4: 2, 5: 2, 6: 3, 7: 3}
facts = st.tuples(
    st.sampled_from([2, 4, 5, 6, 7]), st.sampled_from(["web", "sms"]), st.sampled_from(["fi", "sv", None]),
    st.integers(1, 4),
)  # fmt: skip


def told(counts, base=10):
    found = crowd(counts, PARENTS, base)
    groups = Counter()
    for one, shown in found.items():
        groups[shown] += counts[one]
    return groups


@given(st.dictionaries(facts, st.integers(1, 12), max_size=40), st.integers(1, 12))
def test_every_answer_shares_what_is_told_of_it(counts, base):
    found = crowd(counts, PARENTS, base)
    if sum(counts.values()) < base:
        assert found is None
        return
    assert found.keys() == counts.keys() if counts else found in (None, {})
    assert all(count >= base for count in told(counts, base).values())
    for one, (is_exact, shown) in found.items():
        assert all(value in (known, NOT_TOLD) for value, known in zip(shown[1:], one[1:], strict=True))
        assert (shown[0] == one[0]) if is_exact else shown[0] in (NOT_TOLD, *_up(one[0]))


def _up(unit):
    while unit:
        yield unit
        unit = PARENTS[unit]


def test_what_enough_share_is_told_as_it_is():
    assert told({(4, "web", "fi"): 10, (5, "sms", "sv"): 12}) == {
        (True, (4, "web", "fi")): 10,
        (True, (5, "sms", "sv")): 12,
    }


def test_a_rare_value_is_not_told_and_the_next_rarest_keeps_it_company():
    counts = {(4, "web", "fi"): 30, (4, "web", "sv"): 12, (4, "web", "en"): 2}
    assert told(counts) == {(True, (4, "web", "fi")): 30, (True, (4, "web", NOT_TOLD)): 14}


def test_units_with_too_few_are_told_as_the_unit_above():
    counts = {(4, "web"): 6, (5, "web"): 7, (6, "web"): 20}
    assert told(counts) == {(False, (2, "web")): 13, (True, (6, "web")): 20}


def test_the_last_few_are_not_known_by_what_is_missing():
    counts = {(4, "web"): 3, (6, "web"): 20, (7, "web"): 15}
    assert told(counts) == {(False, (NOT_TOLD, "web")): 18, (True, (6, "web")): 20}


def test_a_unit_above_with_own_answers_does_not_tell_which_came_from_below():
    assert told({(2, "web"): 11, (4, "web"): 2}) == {(False, (2, "web")): 13}


def test_too_few_together_are_not_told_at_all():
    assert crowd({(4, "web"): 9}, PARENTS, 10) is None
    assert crowd({}, PARENTS, 10) is None


def test_a_ring_of_units_ends():
    assert crowd({(4, "web"): 3, (5, "web"): 9}, {4: 5, 5: 4}, 10)
