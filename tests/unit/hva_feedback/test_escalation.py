"""Who is told when: steps before and after the deadline, levels of managers, and each step once."""

from datetime import UTC, date, datetime

import pytest

from hva_feedback.tools.assignee import Candidate
from hva_feedback.tools.deadlines import HOURS
from hva_feedback.tools.escalation import ClockFacts, Step, due, falls_at, manager_levels, people
from hva_feedback.tools.working_time import WorkingCalendar

OFFICE = WorkingCalendar()
SOON = Step(1, "before", 2, "handler")
LATE = Step(2, "after", 0, "manager")
ABOVE = Step(3, "after", 5, "above")
WAITING = Step(4, "waiting", 10, "handler")
STEPS = (SOON, LATE, ABOVE, WAITING)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


FACTS = ClockFacts(deadline=utc(2026, 11, 18, 14), started_on=date(2026, 11, 9))


def test_the_mornings_on_which_steps_fall():
    assert falls_at(SOON, FACTS, OFFICE) == utc(2026, 11, 16, 6)
    assert falls_at(LATE, FACTS, OFFICE) == utc(2026, 11, 18, 14, 0, 1)
    assert falls_at(ABOVE, FACTS, OFFICE) == utc(2026, 11, 25, 6)
    assert falls_at(WAITING, FACTS, OFFICE) is None


@pytest.mark.parametrize(
    ("deadline", "soon", "above"),
    [
        (utc(2026, 4, 7, 13), utc(2026, 4, 1, 5), utc(2026, 4, 14, 5)),  # Easter before
        (utc(2026, 6, 22, 13), utc(2026, 6, 17, 5), utc(2026, 6, 29, 5)),  # Midsummer before
        (utc(2026, 12, 23, 14), utc(2026, 12, 21, 6), utc(2027, 1, 4, 6)),  # Christmas and New Year after
        (utc(2026, 3, 30, 13), utc(2026, 3, 26, 6), utc(2026, 4, 8, 5)),  # winter time, then summer time and Easter
        (utc(2026, 10, 26, 14), utc(2026, 10, 22, 5), utc(2026, 11, 2, 6)),  # summer time, then winter time
    ],
)
def test_over_feasts_and_changes_of_clock_it_is_morning_on_the_wall(deadline, soon, above):
    facts = ClockFacts(deadline=deadline, started_on=date(2026, 1, 7))
    assert falls_at(SOON, facts, OFFICE) == soon
    assert falls_at(ABOVE, facts, OFFICE) == above


def test_a_short_promise_is_reminded_of_no_earlier_than_the_day_after_arrival():
    one_day = ClockFacts(deadline=utc(2026, 11, 10, 14), started_on=date(2026, 11, 9))
    assert falls_at(SOON, one_day, OFFICE) == utc(2026, 11, 10, 6)


def test_a_deadline_in_hours_has_no_step_before_it():
    hours = ClockFacts(deadline=utc(2026, 11, 9, 12), started_on=date(2026, 11, 9), clock=HOURS)
    assert falls_at(SOON, hours, OFFICE) is None
    assert falls_at(LATE, hours, OFFICE) == utc(2026, 11, 9, 12, 0, 1)


def test_while_the_case_waits_only_the_waiting_counts():
    facts = ClockFacts(FACTS.deadline, FACTS.started_on, waiting_since=utc(2026, 11, 10, 9))
    assert [falls_at(step, facts, OFFICE) for step in (SOON, LATE, ABOVE)] == [None] * 3
    assert falls_at(WAITING, facts, OFFICE) == utc(2026, 11, 24, 6)


def test_due_steps_and_when_to_look_again():
    morning = due(STEPS, (), FACTS, utc(2026, 11, 9, 8), OFFICE)
    assert (morning.steps, morning.next_at) == ((), utc(2026, 11, 16, 6))
    soon = due(STEPS, (), FACTS, utc(2026, 11, 16, 6), OFFICE)
    assert (soon.steps, soon.next_at) == ((SOON,), utc(2026, 11, 18, 14, 0, 1))
    assert due(STEPS, (1,), FACTS, utc(2026, 11, 18, 14), OFFICE).steps == ()
    late = due(STEPS, (1,), FACTS, utc(2026, 11, 18, 14, 0, 1), OFFICE)
    assert (late.steps, late.next_at) == ((LATE,), utc(2026, 11, 25, 6))
    assert due(STEPS, (1, 2, 3), FACTS, utc(2027, 1, 1), OFFICE).next_at is None


def test_after_a_week_without_a_run_the_late_steps_come_and_the_early_one_does_not():
    assert due(STEPS, (), FACTS, utc(2026, 11, 27, 9), OFFICE).steps == (LATE, ABOVE)


def test_levels_of_managers_nearest_first():
    candidates = [
        Candidate(7, "handler", 0),
        Candidate(9, "manager", 2),
        Candidate(4, "manager", 1),
        Candidate(3, "manager", 1),
    ]
    levels = manager_levels(candidates)
    assert levels == [(3, 4), (9,)]
    assert people("handler", 7, levels) == (7,)
    assert people("manager", 7, levels) == (3, 4)
    assert people("above", 7, levels) == (9,)
    assert people("above_2", 7, levels) == ()


def test_a_case_without_a_handler_is_its_managers():
    assert people("handler", None, [(3,)]) == (3,)
    assert people("handler", None, []) == ()
