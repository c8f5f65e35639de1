import pytest

from hva_feedback.tools.masking import mask_email, mask_name, mask_phone


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("+358401234567", "040 ••• ••67"),
        ("+46701234567", "+46 ••• ••67"),
        ("12345", "•••"),
        ("call me", "•••"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_number_keeps_its_ends(phone, masked):
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("email", "masked"),
    [("maija@example.fi", "m•••@example.fi"), ("me@example.fi", "•••@example.fi"), ("no address", "•••"), (None, "")],
)
def test_an_address_keeps_its_domain(email, masked):
    assert mask_email(email) == masked


def test_a_name_keeps_its_initials():
    assert mask_name("Maija  Virtanen") == "M••• V•••"
    assert mask_name("") == ""
