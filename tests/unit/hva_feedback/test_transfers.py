"""What forbids a transfer, what became of one, and when a case goes round."""

from dataclasses import replace

import pytest

from hva_feedback.tools.transfers import CHECKS, ENDINGS, Hop, TransferFacts, ending, has_loop, transfer_refusal

FINE = TransferFacts("in_handling")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"state": "closed"}, "state"),
        ({"state": "answered"}, "state"),
        ({"has_reason": False}, "reason_missing"),
        ({"is_same_county": False}, "other_county"),
        ({"is_in_use": False}, "ended"),
        ({"is_same_unit": True}, "same_unit"),
        ({"is_manned": False}, "unmanned"),
        ({"is_manned": False, "is_in_use": False}, "ended"),
    ],
)
def test_the_first_reason_is_told(change, code):
    assert transfer_refusal(replace(FINE, **change)) == code
    assert code is None or code in dict(CHECKS)


@pytest.mark.parametrize(
    ("hops", "is_closed", "endings"),
    [
        ([(1, 2)], False, ["there"]),
        ([(1, 2)], True, ["closed"]),
        ([(1, 2), (2, 3)], False, ["passed_on", "there"]),
        ([(1, 2), (2, 3)], True, ["closed", "closed"]),
        ([(1, 2), (2, 1)], False, ["returned", "there"]),
        ([(1, 2), (2, 1)], True, ["returned", "closed"]),
        ([(1, 2), (2, 3), (3, 1)], False, ["returned", "passed_on", "there"]),
    ],
)
def test_what_became_of_each_transfer(hops, is_closed, endings):
    chain = [Hop(*hop) for hop in hops]
    assert [ending(number, chain, is_closed) for number in range(len(chain))] == endings
    assert set(endings) <= ENDINGS.keys()


def test_a_case_that_was_in_one_unit_twice_goes_round():
    assert not has_loop([])
    assert not has_loop([Hop(1, 2), Hop(2, 3)])
    assert has_loop([Hop(1, 2), Hop(2, 1)])
    assert has_loop([Hop(1, 2), Hop(2, 3), Hop(3, 2)])
