"""A text costs what it costs: counted as the operator counts, and checked before a gateway damages it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_sms.tools.sms_text import (
    PROBLEMS,
    SAMPLE_LINK,
    SegmentCount,
    is_sendable,
    is_sender,
    plain_text,
    problems,
    render,
    segments,
)

GSM_EXTRA = "äöåÄÖÅéèüñßæøÆØàìòùÇÉ@£$¥_§ΔΩ¿¡\n"
EXTENSION = "€[]{}\\^~|"
NOT_GSM = "áâãčđŋšŧžÁÂÃČĐŊŠŦŽõ–—…“”’•´`°\u00a0\t"


@pytest.mark.parametrize(
    ("text", "expected"),
    (
        ("", ("gsm7", 0, 0)),
        ("a" * 160, ("gsm7", 160, 1)),
        ("a" * 161, ("gsm7", 161, 2)),
        ("a" * 306, ("gsm7", 306, 2)),
        ("a" * 307, ("gsm7", 307, 3)),
        ("š" * 70, ("ucs2", 70, 1)),
        ("š" * 71, ("ucs2", 71, 2)),
        ("š" * 134, ("ucs2", 134, 2)),
        ("š" * 135, ("ucs2", 135, 3)),
        ("€" * 80, ("gsm7", 160, 1)),
        ("€" * 81, ("gsm7", 162, 2)),
        ("a" * 152 + "€" + "a" * 152, ("gsm7", 306, 3)),  # € at 153 may not be split
        ("a" * 151 + "€" + "a" * 153, ("gsm7", 306, 2)),
        ("😀" * 35, ("ucs2", 70, 1)),
        ("😀" * 36, ("ucs2", 72, 2)),
        ("😀" * 33 + "a" * 5, ("ucs2", 71, 2)),
        ("😀" * 66, ("ucs2", 132, 2)),
        ("😀" * 67, ("ucs2", 134, 3)),
    ),
)
def test_the_boundaries_seen_with_real_gateways(text, expected):
    assert segments(text) == SegmentCount(*expected)


@pytest.mark.parametrize("char", GSM_EXTRA)
def test_letters_of_gsm_7_cost_one(char):
    assert segments(char) == SegmentCount("gsm7", 1, 1)


@pytest.mark.parametrize("char", EXTENSION)
def test_extension_characters_cost_two(char):
    assert segments(char) == SegmentCount("gsm7", 2, 1)


@pytest.mark.parametrize("char", NOT_GSM)
def test_one_strange_letter_changes_the_whole_text(char):
    assert segments("a" * 69 + char) == SegmentCount("ucs2", 70, 1)
    assert segments("a" * 70 + char).parts == 2


GSM_TABLE = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)


def oracle(text):
    """Count another way: spell the message out in septets or UTF-16, then cut it where a cut is allowed."""
    if all(char in GSM_TABLE or char in EXTENSION + "\f" for char in text):
        atoms = ["\x1b" + char if char in EXTENSION + "\f" else char for char in text]
        single, room, name = 160, 153, "gsm7"
    else:
        atoms = [["x"] * (len(char.encode("utf-16-be")) // 2) for char in text]
        single, room, name = 70, 67, "ucs2"
    total = sum(map(len, atoms))
    if total <= single:
        return SegmentCount(name, total, 1 if text else 0)
    messages = [0]
    for atom in atoms:
        if messages[-1] + len(atom) > room:
            messages.append(0)
        messages[-1] += len(atom)
    return SegmentCount(name, total, len(messages))


@given(st.text(alphabet=GSM_TABLE + EXTENSION, max_size=500) | st.text(alphabet="aš😀€", max_size=250))
def test_an_independent_count_agrees(text):
    assert segments(text) == oracle(text)


@given(st.text(alphabet=GSM_TABLE + EXTENSION + "š😀", max_size=200), st.sampled_from("a€š😀"))
def test_a_longer_text_is_never_cheaper(text, more):
    assert segments(text + more).parts >= segments(text).parts


def test_render_puts_the_link_in_and_interprets_nothing_else():
    assert render("Hei {link}! {name} %s {0}", "https://x/p/1") == "Hei https://x/p/1! {name} %s {0}"


def codes(template, **options):
    return [problem.code for problem in problems(template, **options)]


@pytest.mark.parametrize(
    ("template", "expected"),
    (
        ("Kerro kokemuksestasi: {link}", []),
        ("", ["empty", "no_link"]),
        ("  {link} ", ["empty"]),
        ("Kerro meille", ["no_link"]),
        ("{link} tai {link}", ["many_links"]),
        ("Hei {nimi}: {link}", ["unknown_placeholder"]),
        ("Hei \x07 {link}", ["broken_character"]),
        ("Hei \ud800 {link}", ["broken_character"]),
        ("Kerro – {link}", ["typography"]),
        ("x" * 300 + "{link}", ["too_long"]),
    ),
)
def test_problems_of_templates(template, expected):
    assert codes(template) == expected
    assert set(expected) <= set(PROBLEMS)


def test_further_placeholders_count_as_long_as_what_stands_in_their_place():
    others = {"{stop}": "https://palaute.example.fi/p/ei"}
    template = "Kerro: {link} Ei enää: {stop}"
    assert codes(template) == ["unknown_placeholder"]
    assert codes(template, others=others) == []
    assert codes("x" * 76 + template, others=others, max_parts=1) == ["too_long"]
    assert render(template, "L", others) == "Kerro: L Ei enää: https://palaute.example.fi/p/ei"


def test_the_length_is_that_of_the_rendered_text():
    room = 160 - len(SAMPLE_LINK)
    assert codes("x" * room + "{link}", max_parts=1) == []
    assert codes("x" * (room + 1) + "{link}", max_parts=1) == ["too_long"]
    assert room >= 90  # what Finnish and Swedish templates are promised


def test_typography_warns_but_does_not_block():
    (problem,) = problems("Kerro – ”hyvin” {link}")
    assert not problem.is_blocking
    assert problem.detail == "U+2013 U+201D"


def test_plain_text_saves_money_and_keeps_every_letter():
    assert plain_text("Moi – ”hei”\u00a0… áâčđŋšŧž õ äö") == 'Moi - "hei" ... áâčđŋšŧž õ äö'


@pytest.mark.parametrize("sender", ("OVPH", "Pohde", "HVA 2", "OVPH1234567", "12345", "+358457123456"))
def test_senders_that_arrive_unharmed(sender):
    assert is_sender(sender)


@pytest.mark.parametrize(
    "sender", ("", "A", "OVPH12345678", " OVPH", "OVPH ", "OV  PH", "Ähtäri", "OV-PH", "1OVPH", "OVPH\n", "+", "12")
)
def test_senders_that_would_be_mangled(sender):
    assert not is_sender(sender)


def test_what_can_be_sent():
    assert is_sendable("Hei\nš😀")
    assert not is_sendable(" \n")
    assert not is_sendable("a\x00b")
    assert not is_sendable("\udfff")
    assert not is_sendable("a\x85b")
