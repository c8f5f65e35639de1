"""PINs of staff links."""

import pytest

from hva_feedback.tools.staff_pin import hash_pin, is_pin, pin_problem, wait_seconds


@pytest.mark.parametrize(
    ("pin", "problem"),
    [
        ("4071", None),
        ("407182936451", None),
        ("407", "pin_length"),
        ("4071829364510", "pin_length"),
        ("40a1", "pin_digits"),
        ("", "pin_digits"),
        ("٤٠٧١", "pin_digits"),
        ("0000", "pin_easy"),
        ("1234", "pin_easy"),
        ("8901", "pin_easy"),
        ("4321", "pin_easy"),
        ("1357", None),
    ],
)
def test_a_pin_is_digits_and_not_the_first_one_tries(pin, problem):
    assert pin_problem(pin) == problem


def test_only_the_pin_itself_opens_and_two_links_with_one_pin_look_different():
    stored, other = hash_pin("4071"), hash_pin("4071")
    assert is_pin("4071", stored)
    assert not is_pin("4072", stored)
    assert not is_pin("", stored)
    assert not is_pin("\ud800", stored)
    assert stored != other


def test_the_wait_begins_after_five_and_grows_to_an_hour():
    assert [wait_seconds(tries) for tries in range(5)] == [0] * 5
    assert [wait_seconds(tries) for tries in range(5, 13)] == [30, 60, 120, 240, 480, 960, 1920, 3600]
    assert wait_seconds(10_000) == 3600
