from datetime import datetime, timedelta

import pytest

from hva_feedback.tools import throttle

NOW = datetime(2026, 11, 27, 12, 0, 0)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2ff:aaaa::1", "2001:db8:1:200::/56"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("", "none"),
        (None, "none"),
        ("unknown", "none"),
    ],
)
def test_an_address_counts_as_its_network(address, network):
    assert throttle.network_of(address) == network


def _tries(count: int, every: float) -> list[int]:
    """Send `count` tries of one link, one each `every` seconds; return the numbers of those that were refused."""
    earlier: list[datetime] = []
    refused = []
    for number in range(count):
        moment = NOW + timedelta(seconds=number * every)
        if throttle.judge_link(earlier, moment).retry_after:
            refused.append(number)
        earlier.append(moment)
    return refused


def test_a_link_takes_ten_tries_at_once():
    assert _tries(10, 0) == []
    assert _tries(12, 0) == [10, 11]


def test_a_link_takes_one_try_each_five_seconds_for_ever():
    assert _tries(200, 5) == []


def test_who_goes_on_trying_faster_gets_one_in_five_seconds():
    taken = 101 - len(_tries(101, 1))
    assert 28 <= taken <= 30, "the burst, and one for each five of 100 seconds"
    assert throttle.judge_link([NOW] * 10, NOW).retry_after == 5


def test_after_a_while_all_is_forgotten():
    later = NOW + timedelta(minutes=1)
    assert not throttle.judge_link([NOW] * 50, later).retry_after


def test_much_from_a_network_is_marked_and_only_very_much_is_refused():
    assert throttle.judge_network(59) == throttle.Verdict()
    assert throttle.judge_network(60) == throttle.Verdict(mark="burst_network")
    assert throttle.judge_network(599).mark == "burst_network"
    assert throttle.judge_network(600).retry_after == 60


def test_unknown_codes_are_counted_by_network_and_together():
    assert not throttle.is_missing_much(19, 199)
    assert throttle.is_missing_much(20, 20)
    assert throttle.is_missing_much(0, 200)


@pytest.mark.parametrize(
    ("last_hour", "usual", "is_burst"),
    [
        (29, 0, False),  # a quiet unit may have a lively hour
        (30, 0, True),
        (30, 672, True),  # one an hour
        (10, 672, False),
        (100, 6720, False),  # ten an hour: a hundred is ten times
        (101, 6720, True),
    ],
)
def test_a_unit_is_compared_with_its_own_hours(last_hour, usual, is_burst):
    assert throttle.is_burst(last_hour, usual, 672) is is_burst
