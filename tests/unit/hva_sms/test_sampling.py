"""The draw is fair, repeats itself and only grows with the percent."""

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_sms.tools.sampling import in_sample

SECRET = b"s" * 32


@given(st.binary(max_size=80), st.floats(0, 100))
def test_a_repeat_decides_alike(key, percent):
    assert in_sample(key, SECRET, percent) == in_sample(key, SECRET, percent)


@given(st.binary(max_size=80))
def test_the_draw_is_a_hash_of_its_own_kind_and_stable_over_releases(key):
    digest = hmac.new(SECRET, b"sample\0" + key, "sha256").hexdigest()
    percent = int(digest[:16], 16) / 2**64 * 100
    assert in_sample(key, SECRET, min(percent + 0.001, 100))
    assert not in_sample(key, SECRET, max(percent - 0.001, 0))


@given(st.binary(max_size=80), st.floats(0, 100), st.floats(0, 100))
def test_who_is_drawn_at_a_lower_percent_is_drawn_at_a_higher(key, a, b):
    low, high = sorted((a, b))
    assert in_sample(key, SECRET, high) or not in_sample(key, SECRET, low)


@given(st.binary(max_size=80))
def test_all_and_none(key):
    assert in_sample(key, SECRET, 100)
    assert not in_sample(key, SECRET, 0)


@pytest.mark.parametrize("percent", (1, 10, 33.3, 50, 90))
def test_the_share_is_what_was_asked_for(percent):
    drawn = sum(in_sample(f"apotti\0{number}".encode(), SECRET, percent) for number in range(20_000))
    assert drawn / 200 == pytest.approx(percent, abs=1.1)


def test_another_key_draws_others():
    keys = [str(number).encode() for number in range(200)]
    assert [in_sample(key, SECRET, 50) for key in keys] != [in_sample(key, b"t" * 32, 50) for key in keys]


@pytest.mark.parametrize("percent", (-0.1, 100.1, float("nan"), float("inf")))
def test_a_percent_outside_0_to_100_is_an_error(percent):
    with pytest.raises(ValueError, match="percent"):
        in_sample(b"x", SECRET, percent)
