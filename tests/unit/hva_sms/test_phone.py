"""A number goes to the person it was written for, or nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_sms.tools.phone import CODES, REGION_POLICIES, normalise

SAME_NUMBER = (
    "040 1234567",
    "040-123 4567",
    "040.123.4567",
    "(040) 1234567",
    "+358 40 1234567",
    "+358 (0)40 1234567",
    "+358(0)401234567",
    "+3580401234567",
    "00358401234567",
    "00 358 40 123 4567",
    "358401234567",
    "990358401234567",
    "++358401234567",
    "040\u00a0123\u00a04567",
    "\u202a040 123 4567\u202c",
    "\ufeff0401234567",
    "040\u2013123\u20114567",
    "０４０１２３４５６７",
    "  0401234567 \n",
)


@pytest.mark.parametrize("raw", SAME_NUMBER)
def test_every_way_of_writing_gives_the_same_number(raw):
    assert normalise(raw).e164 == "+358401234567"


@pytest.mark.parametrize(
    "raw",
    (
        "040l234567",  # a letter l: the library reads another person's number
        "O401234567",
        "0401234567 ext 5",
        "0401234567 (äiti)",
        "0401234567x5",
        "0401234567;ext=5",
        "tel:0401234567",
        "040 1234567 / 050 7654321",
        "040 1234567, 050 7654321",
        "040 1234567 050 7654321",
        "040+1234567",
        "04012345",
        "050 123456",  # eight digits: by the stricter rule
        "0491234567",
        "+358",
        "112",
        "16123",
        "0751234567",
        "ei ole",
        "+44 7700 900123",
        "+1 555 555 0123",
        "٠٤٠١٢٣٤٥٦٧",
        "0" * 500,
        "0401234567" + " " * 60,
    ),
)
def test_what_is_not_surely_one_number_is_refused(raw):
    result = normalise(raw)
    assert (result.e164, result.code) == (None, "bad_phone")


@pytest.mark.parametrize("raw", (None, "", "   ", "\u200e"))
def test_nothing_is_no_phone(raw):
    assert normalise(raw).code == "no_phone"


@pytest.mark.parametrize("raw", ("09 1234567", "0101234567", "020 1234567", "0800123456", "0600123123", "029 1234567"))
def test_a_landline_or_service_number_is_not_mobile(raw):
    assert normalise(raw).code == "not_mobile"


@pytest.mark.parametrize(
    ("raw", "policy", "code"),
    (
        ("+46701234567", "FI", "foreign_blocked"),
        ("+46701234567", "NORDIC", None),
        ("+37251234567", "NORDIC", None),
        ("+447911123456", "NORDIC", "foreign_blocked"),
        ("+447911123456", "ALL", None),
        ("+4684567890", "ALL", "not_mobile"),
        ("0457 123 4567", "FI", None),
        ("+358 18 12345", "FI", "not_mobile"),  # Åland is not abroad
    ),
)
def test_foreign_numbers_go_by_the_countys_policy(raw, policy, code):
    assert normalise(raw, policy).code == code


def test_the_county_may_take_short_numbers():
    assert normalise("050 123456", fi_min_digits=8).e164 == "+35850123456"


def test_an_unknown_policy_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        normalise("0401234567", "MOON")


@given(st.text(max_size=80), st.sampled_from(sorted(REGION_POLICIES)))
def test_any_text_gives_a_number_or_a_known_reason(raw, policy):
    result = normalise(raw, policy)
    assert (result.e164 is None) != (result.code is None)
    assert result.code is None or result.code in CODES
    if result.e164:
        assert normalise(result.e164, policy) == result


@given(st.text(alphabet="0123456789lOI-+ ", min_size=5, max_size=16))
def test_a_letter_never_becomes_a_digit(raw):
    if any(char.isalpha() for char in raw):
        assert normalise(raw).e164 is None
