"""What holds all sending, what stops one gateway, and when it is late."""

from datetime import datetime, timedelta

import pytest

from hva_sms.tools.sending import Day, Mark, breaks, is_late, moved

HOME = "7712870446609411137/1/16384"
NOON = datetime(2026, 11, 27, 12)


@pytest.mark.parametrize(
    ("stored", "here", "outside", "why"),
    (
        ("", Mark(HOME, 0), Mark(), ""),
        ("", Mark(HOME, 0), Mark(HOME, 900), ""),  # a database of the same name stood here before
        (HOME, Mark(HOME, 40), Mark(HOME, 40), ""),
        (HOME, Mark(HOME, 41), Mark(HOME, 40), ""),  # it died between the commit and the mark
        (HOME, Mark(HOME, 40), Mark(), ""),  # the mark's disk was lost
        (HOME, Mark(HOME, 39), Mark(HOME, 40), "earlier"),
        (HOME, Mark("7712870446609411137/1/16999", 40), Mark(HOME, 40), "elsewhere"),  # a dump in another database
        (HOME, Mark("7712870446609411137/2/16384", 40), Mark(HOME, 40), "elsewhere"),  # a standby that took over
        (HOME, Mark("7799999999999999999/1/16384", 40), Mark(), "elsewhere"),  # another server
    ),
)
def test_a_restored_database_is_known_by_its_place_or_by_the_mark_outside(stored, here, outside, why):
    assert moved(stored, here, outside) == why


@pytest.mark.parametrize(
    ("day", "reason"),
    (
        (Day(), ""),
        (Day(sent=4, unknown=4, in_a_row=4), ""),
        (Day(sent=5, unknown=5, in_a_row=5), "in_a_row"),
        (Day(sent=19, unknown=10, in_a_row=1), ""),  # too few to say
        (Day(sent=20, unknown=4, in_a_row=1), "share"),
        (Day(sent=1000, unknown=199, in_a_row=4), ""),
    ),
)
def test_a_gateway_stops_after_so_many_in_a_row_or_from_a_share(day, reason):
    assert breaks(day, 5, 20) == reason


def test_a_limit_of_nought_is_none():
    assert breaks(Day(sent=100, unknown=100, in_a_row=100), 0, 0) == ""


def test_late_is_what_has_waited_longer_than_the_limit():
    assert not is_late(None, NOON, 30)
    assert not is_late(NOON - timedelta(minutes=30), NOON, 30)
    assert is_late(NOON - timedelta(minutes=31), NOON, 30)
