"""Contact details are taken from those who ask to be contacted."""

import pytest

from hva_feedback.tools.contact_check import check_contact
from hva_feedback.tools.entry import ContactDetails


def codes(*args):
    return [(problem.field, problem.code) for problem in check_contact(*args)[1]]


def test_details_are_kept_in_one_form():
    details, problems = check_contact(True, " Maija  Meikäläinen ", "040 123 4567", "maija@example.fi")
    assert not problems
    assert details == ContactDetails("Maija Meikäläinen", "+358401234567", "maija@example.fi")


def test_one_way_to_reach_is_enough():
    assert check_contact(True, "", "0401234567", "")[0] == ContactDetails(None, "+358401234567", None)
    assert check_contact(True, "", "", "m@example.fi")[0] == ContactDetails(None, None, "m@example.fi")


def test_who_wants_contact_must_be_reachable():
    assert codes(True, "Maija", "", "") == [("contact_phone", "contact_missing")]


def test_nothing_is_kept_of_those_who_do_not_want_contact():
    assert check_contact(False, "Maija", "040 123 4567", "nonsense") == (None, ())


def test_details_without_a_wish_are_asked_about():
    assert codes(None, "", "040 123 4567", "") == [("contact_wish", "wish_unclear")]
    assert codes(None, "", "  ", "") == []


@pytest.mark.parametrize("phone", ["12", "abc", "040 123 4567 0000 0000 0000 0000", "+", "١٢"])
def test_what_cannot_be_a_phone_number_is_refused(phone):
    assert codes(True, "", phone, "") == [("contact_phone", "bad_phone")]


@pytest.mark.parametrize(
    "email", ["maija", "m@x", "m@@example.fi", "m m@example.fi", "m@example.fi, n@example.fi", "<m@example.fi>"]
)
def test_what_cannot_be_an_address_is_refused(email):
    assert codes(True, "", "", email) == [("contact_email", "bad_email")]


def test_long_and_broken_input_is_refused():
    assert codes(True, "x" * 101, "0401234567", "") == [("contact_name", "too_long")]
    assert codes(True, "x" * 1_000_000, "0401234567", "") == [("contact_name", "too_long")]
    assert codes(True, "\ud800", "0401234567", "") == [("contact_name", "bad_text")]


def test_details_are_not_in_the_representation():
    assert "Maija" not in repr(ContactDetails("Maija", "+358401234567", "m@example.fi"))
