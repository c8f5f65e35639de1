"""What comes onto an agenda and in which order."""

from datetime import date, timedelta

from hva_feedback.tools.meeting_agenda import Candidate, arrange

DAY = date(2026, 11, 20)


def some(kind, count, first):
    return [Candidate(first + place, kind, DAY - timedelta(days=place)) for place in range(count)]


def test_thanks_come_first_and_the_newest_of_each_kind():
    given = [*some("criticism", 2, 10), *some("thanks", 2, 20), *some(None, 1, 30), *some("suggestion", 1, 40)]
    assert arrange(given) == [20, 21, 40, 10, 11, 30]


def test_many_thanks_do_not_crowd_out_the_one_criticism():
    chosen = arrange([*some("thanks", 50, 100), *some("criticism", 1, 10)], most=5)
    assert chosen == [100, 101, 102, 103, 10]


def test_nothing_gives_nothing():
    assert arrange([]) == []
