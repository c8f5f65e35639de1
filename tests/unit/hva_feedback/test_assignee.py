"""Who is asked to handle a case."""

from hva_feedback.tools.assignee import Candidate, choose


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
