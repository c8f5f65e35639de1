"""What the public form of the resident pool is read as."""

import pytest

from hva_sms.tools import pool_wish
from hva_sms.tools.pool_wish import read_any_contact, read_contact, read_wish

TOPICS, PLACES = [(1, "Dental care"), (2, "Hospitals")], [(7, "Pori")]
GOOD = {"channel": ["mail"], "email": [" Maija@Example.FI "], "consent": ["yes"], "lang_code": ["sv"]}


def test_a_whole_wish():
    wish, wrong = read_wish({**GOOD, "topics": ["2", "99", "x"], "municipality": ["7"]}, TOPICS, PLACES)
    assert not wrong
    assert (wish.channel, wish.contact, wish.lang_code) == ("mail", "maija@example.fi", "sv")
    assert (wish.topic_ids, wish.municipality_id) == ((2,), 7)


def test_a_number_is_read_as_a_finnish_one():
    wish, _wrong = read_wish({**GOOD, "channel": ["sms"], "phone": ["040 000 1122"]}, [], [])
    assert wish.contact == "+358400001122"


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"channel": []}, {"channel": "pool_channel_error"}),
        ({"channel": ["post"]}, {"channel": "pool_channel_error"}),
        ({"email": ["nobody"]}, {"email": "pool_email_error"}),
        ({"channel": ["sms"]}, {"phone": "pool_phone_error"}),
        ({"channel": ["sms"], "phone": ["09 123 4567"]}, {"phone": "pool_phone_error"}),
        ({"consent": []}, {"consent": "pool_consent_error"}),
        ({"email": ["a\0@b.fi"], "consent": ["no"]}, {"email": "pool_email_error", "consent": "pool_consent_error"}),
    ],
)
def test_what_is_wrong_is_named_by_field(changes, wrong):
    assert read_wish({**GOOD, **changes}, TOPICS, PLACES) == (None, wrong)


def test_what_was_not_offered_is_passed_over():
    wish, _wrong = read_wish({**GOOD, "lang_code": ["xx"], "municipality": ["8"], "topics": ["3"]}, TOPICS, PLACES)
    assert (wish.lang_code, wish.municipality_id, wish.topic_ids) == ("fi", None, ())


@pytest.mark.parametrize(
    "typed", ["", "@", "a@b", "a b@c.fi", "x" * 250 + "@example.fi", "a@b.fi,c@d.fi", "\ud800@b.fi"]
)
def test_no_address(typed):
    assert read_contact("mail", typed) is None


def test_either_an_address_or_a_number():
    assert read_any_contact("A@b.fi") == ("mail", "a@b.fi")
    assert read_any_contact("+358 40 000 1122") == ("sms", "+358400001122")
    assert read_any_contact("somebody") is None


def test_the_contact_is_not_in_the_repr():
    wish, _wrong = read_wish(GOOD, [], [])
    assert "maija" not in repr(wish)


def test_a_leave_link_is_that_of_one_member():
    key = b"k" * 32
    seal = pool_wish.seal_member(12, "h1", key)
    member, given = pool_wish.read_sealed(seal)
    assert member == 12
    assert pool_wish.is_seal(given, 12, "h1", key)
    assert not pool_wish.is_seal(given, 13, "h1", key)
    assert not pool_wish.is_seal(given, 12, "h2", key)


@pytest.mark.parametrize("text", ["", "12", "0-" + "a" * 32, "12-" + "g" * 32, "12-" + "a" * 33, "-1-" + "a" * 32])
def test_what_is_no_leave_link(text):
    assert pool_wish.read_sealed(text) is None
