"""One word for a gateway: an alarm when many outcomes are unknown, none for the odd one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_sms.tools.gateway_health import HEALTH, Traffic, judge


@pytest.mark.parametrize(
    ("traffic", "expected"),
    (
        (Traffic(), "quiet"),
        (Traffic(sent=1), "good"),
        (Traffic(sent=10, unknown=4), "good"),
        (Traffic(sent=10, unknown=5), "unknown_high"),
        (Traffic(sent=250, unknown=5), "unknown_high"),
        (Traffic(sent=251, unknown=5), "good"),
        (Traffic(sent=33, silent=9), "good"),
        (Traffic(sent=33, silent=10), "silent"),
        (Traffic(sent=100, silent=29), "good"),
        (Traffic(is_paused=True), "paused"),
        (Traffic(sent=100, unknown=1, is_paused=True), "paused"),
        (Traffic(sent=100, unknown=9, silent=90, is_paused=True), "unknown_high"),
    ),
)
def test_words(traffic, expected):
    assert judge(traffic) == expected


@given(st.builds(Traffic, *[st.integers(0, 10**6)] * 3, st.booleans()))
def test_always_a_word_that_people_can_be_shown(traffic):
    assert judge(traffic) in HEALTH
