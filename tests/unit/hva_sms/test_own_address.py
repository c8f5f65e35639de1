"""Only the county's own name over https may stand in a message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_sms.tools.own_address import address_problem, addresses_in, host_of, is_own, is_shortener


@pytest.mark.parametrize(
    ("base", "code"),
    [
        ("https://palaute.example.fi", None),
        ("https://palaute.example.fi:443/", None),
        ("https://palaute.example.fi.", None),
        ("http://palaute.example.fi", "address_not_https"),
        ("https://palaute.example.fi:8069", "address_not_https"),
        ("https://192.0.2.7", "address_is_number"),
        ("https://[2001:db8::1]", "address_is_number"),
        ("https://2130706433", "address_is_number"),
        ("http://localhost:8069", "address_is_local"),
        ("https://odoo", "address_is_local"),
        ("https://odoo.lan", "address_is_local"),
        ("https://bit.ly", "address_shortens"),
        ("https://go.tinyurl.com", "address_shortens"),
        ("https://user@palaute.example.fi", "address_broken"),
        ("ftp://palaute.example.fi", "address_broken"),
        ("palaute.example.fi", "address_broken"),
        ("https://palaute example.fi", "address_broken"),
        ("https://[", "address_broken"),
        ("https://palaute.example.fi:x", "address_broken"),
        ("", "address_broken"),
    ],
)
def test_what_links_may_begin_with(base, code):
    assert address_problem(base) == code


@given(st.text(max_size=60))
def test_any_text_is_judged(text):
    assert (address_problem(text) or "address_").startswith("address_")
    assert isinstance(host_of(text), str)
    assert all(host_of(address) for address in addresses_in(text))


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("palaute.example.fi", True),
        ("www.example.fi", True),
        ("example.fi", True),
        ("a.palaute.example.fi", True),
        ("other.example.fi", False),
        ("palaute.example.fi.evil.com", False),
        ("evilpalaute.example.fi", False),
        ("fi", False),
        ("", False),
    ],
)
def test_what_is_the_countys_own(host, own):
    assert is_own(host, "palaute.example.fi") is own


def test_a_name_of_two_parts_has_nothing_above_it():
    assert is_own("palaute.fi", "palaute.fi")
    assert not is_own("fi", "palaute.fi")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lue www.example.fi. Kiitos!", ["www.example.fi"]),
        ("Lue (https://example.fi/a?b=1), kiitos", ["https://example.fi/a?b=1"]),
        ("bit.ly/abc ja tinyurl.com", ["bit.ly/abc", "tinyurl.com"]),
        ("Kiitos.Hei, klo 10.30, n. 5 km", ["Kiitos.Hei"]),
        ("kirje@example.fi", []),
        ("", []),
    ],
)
def test_what_a_phone_makes_a_link_of(text, found):
    assert addresses_in(text) == found


def test_shorteners_are_known_with_what_stands_before_them():
    assert is_shortener("bit.ly")
    assert is_shortener("www.BIT.ly")
    assert not is_shortener("habit.ly")
