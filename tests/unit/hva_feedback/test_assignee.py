"""Who is asked to handle a case."""

from hypothesis import given
from hypothesis import strategies as st

from hva_feedback.tools.assignee import Asked, Candidate, choose, in_order


def test_handler_before_manager_however_near():
    assert choose([Candidate(1, "manager", distance=0), Candidate(2, "handler", distance=3)]) == 2


def test_nearest_then_least_busy_then_lowest_id():
    near, far = Candidate(9, "handler", 0, load=5), Candidate(1, "handler", 1, load=0)
    assert choose([far, near]) == 9
    assert choose([Candidate(3, "handler", load=2), Candidate(4, "handler", load=1)]) == 4
    assert choose([Candidate(6, "handler"), Candidate(5, "handler")]) == 5


def test_other_roles_are_never_asked():
    assert choose([Candidate(1, "viewer"), Candidate(2, "quality")]) is None
    assert choose([]) is None


def test_the_deputy_stands_in_the_place_of_who_is_away():
    people = [Candidate(1, "handler"), Candidate(2, "handler", distance=1)]
    assert in_order(people, {1: 2}) == [Asked(2, instead_of=1)]
    assert in_order(people, {1: None}) == [Asked(2), Asked(1)]


def test_a_deputy_without_reach_is_passed_over():
    assert in_order([Candidate(1, "handler"), Candidate(3, "manager")], {1: 9}) == [Asked(3), Asked(1)]


def test_a_deputy_who_is_away_has_a_deputy_too():
    people = [Candidate(number, "handler") for number in (1, 2, 3)]
    assert in_order(people, {1: 2, 2: 3})[0] == Asked(3, instead_of=1)
    assert [asked.user_id for asked in in_order(people, {1: 2, 2: 1})] == [3, 1, 2], "two who point at each other"


def test_who_stands_in_is_not_given_two_shares():
    people = [Candidate(1, "handler", load=0), Candidate(2, "handler", load=5), Candidate(3, "handler", load=4)]
    assert in_order(people, {1: 2})[0] == Asked(3)


def test_the_handler_of_the_case_comes_first_unless_away():
    people = [Candidate(1, "handler"), Candidate(2, "handler")]
    assert in_order(people, first=2)[0] == Asked(2)
    assert in_order(people, {2: 1}, first=2)[0] == Asked(1, instead_of=2)
    assert in_order(people, {2: None}, first=2)[0] == Asked(2)


users = st.integers(1, 5)
candidates = st.builds(Candidate, users, st.sampled_from(("handler", "manager")), st.integers(0, 2), st.integers(0, 3))


@given(st.lists(candidates, unique_by=lambda c: c.user_id), st.dictionaries(users, st.none() | users))
def test_nobody_away_is_asked_while_somebody_is_there(people, away):
    order = in_order(people, away)
    able = {candidate.user_id for candidate in people}
    assert {asked.user_id for asked in order} <= able
    assert bool(order) == bool(able)
    if able - away.keys():
        assert order[0].user_id not in away
    assert len({asked.user_id for asked in order}) == len(order)
