"""People are remembered by keyed hashes only, and without a key not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_sms.tools.person_hash import PersonKeyError, load_secret, person_hmac

SECRET = b"0123456789abcdef0123456789abcdef"
PHONE = "+358401234567"


def test_the_hash_is_stable_over_releases():
    """By `printf 'phone\\0+358401234567' | openssl dgst -sha256 -hmac <key>`."""
    assert person_hmac("phone", PHONE, SECRET) == "98cdd84f466ac690a224483b7240f5750e23473afadf383d243460cbcc37e310"


def test_kinds_and_keys_are_apart():
    hashes = {
        person_hmac("phone", PHONE, SECRET),
        person_hmac("client", PHONE, SECRET),
        person_hmac("phone", PHONE, SECRET[::-1]),
        person_hmac("phone", PHONE + "8", SECRET),
    }
    assert len(hashes) == 4


@given(st.text(max_size=40), st.text(max_size=40))
def test_two_values_share_a_hash_only_when_equal(a, b):
    a, b = (text.encode("utf-8", "replace").decode() for text in (a, b))
    assert (person_hmac("client", a, SECRET) == person_hmac("client", b, SECRET)) is (a == b)


@pytest.mark.parametrize("kind", ("", "Phone", "phone\0x", "phone 1", "x" * 40))
def test_a_kind_is_a_short_word(kind):
    with pytest.raises(ValueError, match="kind"):
        person_hmac(kind, PHONE, SECRET)


def test_a_short_key_is_refused_everywhere():
    with pytest.raises(PersonKeyError, match="32"):
        person_hmac("phone", PHONE, b"short")
    with pytest.raises(PersonKeyError, match="32"):
        load_secret({"HVA_PERSON_KEY": "x" * 31})


def test_the_key_comes_from_the_environment():
    assert load_secret({"HVA_PERSON_KEY": SECRET.decode()}) == SECRET


def test_the_file_wins_and_its_line_end_is_not_part_of_the_key(tmp_path):
    path = tmp_path / "key"
    path.write_bytes(SECRET + b"\r\n")
    assert load_secret({"HVA_PERSON_KEY_FILE": str(path), "HVA_PERSON_KEY": "y" * 40}) == SECRET


def test_a_blank_at_the_end_belongs_to_the_key():
    assert load_secret({"HVA_PERSON_KEY": "k" * 31 + " "}) == b"k" * 31 + b" "


@pytest.mark.parametrize("environ", ({}, {"HVA_PERSON_KEY": ""}, {"HVA_PERSON_KEY_FILE": ""}))
def test_a_missing_key_is_told_with_what_to_do(environ):
    with pytest.raises(PersonKeyError, match="HVA_PERSON_KEY_FILE.*openssl rand"):
        load_secret(environ)


def test_an_unreadable_file_does_not_fall_back_to_the_variable(tmp_path):
    environ = {"HVA_PERSON_KEY_FILE": str(tmp_path / "none"), "HVA_PERSON_KEY": SECRET.decode()}
    with pytest.raises(PersonKeyError, match="cannot be read"):
        load_secret(environ)


def test_no_error_shows_the_key(tmp_path):
    path = tmp_path / "key"
    path.write_bytes(b"top-secret")
    with pytest.raises(PersonKeyError) as caught:
        load_secret({"HVA_PERSON_KEY_FILE": str(path)})
    assert "top-secret" not in str(caught.value)
