"""The field that carries an unlocked link from form to form."""

import pytest

from hva_feedback.tools.sitting import MAX_AGE_SECONDS, Sitting, issue, read

KEY = (b"secret", "C" * 22, "salt.hash")
OPEN = Sitting(is_unlocked=True, count=7)


def test_the_next_form_knows_what_the_last_one_knew():
    assert read(*KEY, 1060, issue(*KEY, 1000, OPEN)) == OPEN


def test_after_half_an_hour_the_pin_is_asked_again_and_the_count_goes_on():
    token = issue(*KEY, 1000, OPEN)
    assert read(*KEY, 1000 + MAX_AGE_SECONDS, token).is_unlocked
    assert read(*KEY, 1001 + MAX_AGE_SECONDS, token) == Sitting(is_unlocked=False, count=7)


@pytest.mark.parametrize(
    "other", [(b"other", "C" * 22, "salt.hash"), (b"secret", "D" * 22, "salt.hash"), (b"secret", "C" * 22, "new")]
)
def test_another_key_link_or_pin_does_not_open(other):
    assert read(*other, 1000, issue(*KEY, 1000, OPEN)) == Sitting()


@pytest.mark.parametrize("token", ["", "1.2.1.x", "1.2.1." + "0" * 64, "١.2.1." + "0" * 64])
def test_made_up_fields_do_not_open(token):
    assert read(*KEY, 1000, token) == Sitting()


def test_a_locked_one_cannot_be_turned_into_an_open_one():
    token = issue(*KEY, 1000, Sitting())
    assert read(*KEY, 1000, token.replace(".0.0.", ".0.1.")) == Sitting()


def test_one_from_the_future_does_not_open():
    assert read(*KEY, 1000, issue(*KEY, 2000, OPEN)) == Sitting()
