"""Identifiers are masked in open text before it is stored."""

import time

import pytest
from stdnum.fi import hetu as stdnum_hetu

from hva_feedback.tools.redaction import redact

SEPARATORS = "+-YXWVUABCDEF"
CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def hetu(separator="-", serial="123", day="010190"):
    return f"{day}{separator}{serial}{CHECK[int(day + serial) % 31]}"


@pytest.mark.parametrize("separator", SEPARATORS)
def test_every_separator_in_use_is_found(separator):
    code = hetu(separator)
    assert stdnum_hetu.is_valid(code)
    for written in (code, code.lower(), f"hetu:{code}.", f"hetu{code}", code.replace(separator, f" {separator} ")):
        assert redact(f"Olen {written} ja odotin").found == {"hetu"}, written
        assert "123" not in redact(f"Olen {written} ja odotin").text


@pytest.mark.parametrize("dash", "–—−‐‑")
def test_a_dash_from_the_keyboard_of_a_telephone_is_a_dash(dash):
    assert redact(f"hetuni {hetu().replace('-', dash)} kirjattiin").text == "hetuni [henkilötunnus] kirjattiin"


def test_full_width_digits_and_zero_width_characters_do_not_hide_it():
    wide = "".join(chr(ord(char) + 0xFEE0) if char.isdigit() else char for char in hetu())
    assert redact(wide).text == "[henkilötunnus]"
    assert redact("\u200b".join(hetu())).text == "[henkilötunnus]"


def test_temporary_identity_codes_count():
    assert redact(hetu(serial="901")).found == {"hetu"}


@pytest.mark.parametrize(
    "phone",
    [
        "040 123 4567",
        "0401234567",
        "+358 40 123 4567",
        "+358401234567",
        "040-1234567",
        "(09) 310 1691",
        "00358401234567",
    ],
)
def test_phone_numbers_are_found(phone):
    assert redact(f"Soittakaa {phone} kiitos").text == "Soittakaa [puhelinnumero] kiitos"


def test_mail_addresses_are_found():
    assert redact("osoite maija.m@example.fi.").text == "osoite [sähköposti]."


@pytest.mark.parametrize(
    "text",
    [
        "Kävin 12.3.2026 klo 10.15 huoneessa 123.",
        "Odotin 45 minuuttia, jono oli 1177 henkeä.",
        "Laskun viite 1234 5678 9",
        "Palvelu oli 10/10!",
    ],
)
def test_other_numbers_stay(text):
    assert redact(text).text == text


def test_several_are_masked_and_the_rest_of_the_text_stays():
    text = f"{hetu()} soita 040 123 4567 tai m@example.fi – kiitos 👍"
    redacted = redact(text)
    assert redacted.text == "[henkilötunnus] soita [puhelinnumero] tai [sähköposti] – kiitos 👍"
    assert redacted.found == {"hetu", "phone", "email"}


@pytest.mark.parametrize(
    "hostile", ["1" * 4000, "0" * 2000 + "-" * 2000, "a@" * 2000, "a." * 2000, "04" * 2000, "010190-" * 570]
)
def test_hostile_text_costs_little(hostile):
    started = time.process_time()
    redact(hostile)
    assert time.process_time() - started < 1


def test_what_was_found_is_not_in_the_representation():
    assert "kiitos" not in repr(redact("kiitos"))
