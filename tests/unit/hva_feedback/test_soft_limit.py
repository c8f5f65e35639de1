"""Counting codes that do not exist."""

import pytest

from hva_feedback.tools.soft_limit import ALL_MISSES, NETWORK_MISSES, Misses, network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/56"),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_a_network_is_counted_and_not_a_person(address, network):
    assert network_of(address) == network


def test_a_few_misses_a_minute_are_nothing():
    misses = Misses()
    assert not any(misses.count("a", 60) for _ in range(NETWORK_MISSES))
    assert misses.count("a", 60)
    assert not misses.count("b", 60), "others are not held up"
    assert not misses.count("a", 120), "the next minute begins anew"


def test_many_networks_together_are_too_many_as_well():
    misses = Misses()
    told = [misses.count(str(number), 60) for number in range(ALL_MISSES + 1)]
    assert told == [False] * ALL_MISSES + [True]


def test_memory_does_not_grow_without_end():
    misses = Misses()
    for number in range(10_050):
        misses.count(str(number), 60)
    assert len(misses._by_network) == 10_000
