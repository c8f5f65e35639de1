"""How well identifiers are found, measured on texts that the search was not written from.

Every separator in every way people write a code; and a thousand sentences of feedback full of dates, invoices, rooms
and references, in which nothing may be found.
"""

import itertools
import random
import time

import pytest

from hva_feedback.tools.redaction import look, redact

CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
SEPARATORS = "+-YXWVUABCDEF"
FRAMES = (
    "Potilaan {} tiedot olivat väärin.", "{}", "Sotu: {}, ja kiitos hoidosta", "min beteckning är {} och jag väntade",
    "Soitin ({}) eilen.", "tunnus\n{}\nloppu",
)  # fmt: skip
MONTHS = ("tammikuuta", "maaliskuuta", "lokakuuta")


def parts(chance):
    day = f"{chance.randint(1, 28):02}{chance.randint(1, 12):02}{chance.randint(0, 99):02}"
    number = f"{chance.randint(2, 999):03}"
    return day, number, CHECK[int(day + number) % 31]


def wide(text):
    return "".join(chr(ord(char) + 0xFEE0) for char in text)


def written(form, day, separator, number, check):
    return {
        "plain": f"{day}{separator}{number}{check}",
        "en dash": f"{day}{separator.replace('-', '–')}{number}{check}",
        "full width": wide(f"{day}{separator}{number}{check}"),
        "spaces": f"{day} {separator} {number}{check}",
        "dotted": f"{day[:2]}.{day[2:4]}.19{day[4:]}{separator}{number}{check}",
        "lower case": f"{day}{separator}{number}{check}".lower(),
        "glued": f"hetu{day}{separator}{number}{check}",
        "zero width": "\u200b".join(f"{day}{separator}{number}{check}"),
    }[form]


FORMS = ("plain", "en dash", "full width", "spaces", "dotted", "lower case", "glued", "zero width")


def test_at_least_98_of_100_identity_codes_are_found_and_gone():
    chance = random.Random(70)
    tried = missed = 0
    for form, separator, frame in itertools.product(FORMS, SEPARATORS, FRAMES):
        day, number, check = parts(chance)
        text = frame.format(written(form, day, separator, number, check))
        result = redact(text)
        tried += 1
        missed += result.found != {"hetu"} or number in result.text or look(text) != {"hetu"}
    assert tried == 624
    assert missed / tried <= 0.02, f"{missed} of {tried} missed"


@pytest.mark.parametrize("text", ["0 1 0 1 9 0 - 1 2 3 M", "01 01 90-123M", "1.1.1990-123M", "010190-123Monko"])
def test_less_usual_ways_of_writing_are_found_too(text):
    assert redact(f"tunnus {text}").found == {"hetu"}


@pytest.mark.parametrize("text", ["010190123M", "010190 123M", "010190123m"])
def test_a_code_without_separator_is_warned_of_and_left_as_it_is(text):
    assert look(f"numero {text} papereissa") == {"hetu"}
    assert redact(f"numero {text} papereissa").text == f"numero {text} papereissa"


@pytest.mark.parametrize(
    "address",
    [
        "maija.m@example.fi", "maija.m (at) example.fi", "maija.m(at)example.fi", "maija[at]example.fi",
        "maija miukumauku example piste fi", "maija piste m miukumauku example.fi", "maija @ example.fi",
        "maija(at)example(dot)fi", "MAIJA@EXAMPLE.FI", "maija@posti.example.fi",
    ],
)  # fmt: skip
def test_addresses_are_found_however_the_signs_are_said(address):
    assert redact(f"osoite {address}, kiitos").text == "osoite [sähköposti], kiitos"


def sentences(chance):
    """Yield things people write about, with numbers that are nobody's."""

    def number(low, high):
        return chance.randint(low, high)

    makers = (
        lambda: f"Kävin {number(1, 28)}.{number(1, 12)}.2026 klo {number(8, 16)}.{number(10, 59)} vastaanotolla.",
        lambda: (
            f"Lasku {number(10000000, 99999999)} tuli {number(1, 28)}.{number(1, 12)}.2026, yht. {number(20, 90)},50 e."
        ),
        lambda: f"Viitenumero {number(1000, 9999)} {number(10000, 99999)} {number(10000, 99999)} oli väärä.",
        lambda: f"Odotin {number(10, 90)} minuuttia huoneessa {number(100, 999)}{chance.choice('ABCD')}.",
        lambda: f"Remissen {number(100000, 999999)} skickades den {number(1, 28)}.{number(1, 12)}.",
        lambda: f"Osasto {number(1, 40)}{chance.choice('AB')}-{number(100, 999)}, sänky {number(1, 9)}.",
        lambda: f"Ajanvaraus {number(100000, 999999)}-{number(10, 99)} peruttiin.",
        lambda: f"Asuimme {number(1, 28)}.{number(1, 12)}.–{number(1, 28)}.{number(1, 12)}.2026 osastolla.",
        lambda: f"Tilinumero FI{number(10, 99)} {number(1000, 9999)} {number(1000, 9999)} {number(10, 99)}.",
        lambda: f"Y-tunnus {number(1000000, 9999999)}-{number(1, 9)} puuttui laskusta.",
        lambda: f"Verenpaine oli {number(110, 180)}/{number(60, 99)} ja paino {number(50, 110)},{number(0, 9)} kg.",
        lambda: f"Annan arvosanan {number(0, 10)}/10, kiitos {number(2, 9)} hoitajalle!",
        lambda: f"Jonossa {number(100, 999)} ihmistä, numero 116 117 ei vastannut, eikä 112.",
        lambda: f"Diaarinumero HVA/{number(1000, 9999)}/05.01/2026 on auki.",
        lambda: f"{number(1, 28)}. {chance.choice(MONTHS)} 2026 sain ajan {number(2, 9)} kuukauden päähän.",
        lambda: f"Katso ohje (at) sivulta {number(1, 90)}. Kiitos.",
        lambda: f"Postinumero {number(10000, 99999)}, Pori; matka {number(10, 99)} km.",
        lambda: f"Röntgen {number(1, 28)}.{number(1, 12)}.2026 - {number(100, 400)} euroa oli liikaa.",
    )
    for _round in range(1000):
        yield chance.choice(makers)()


def test_at_most_5_of_1000_harmless_sentences_are_touched():
    touched = [text for text in sentences(random.Random(2026)) if look(text) or redact(text).found]
    assert len(touched) <= 5, touched


HOSTILE = (
    "1" * 200_000, "0" * 100_000 + "-" * 100_000, "a@" * 100_000, "a." * 100_000, "04" * 100_000, "010190-" * 28_000,
    "0401234567 " * 18_000, "a" * 200_000, "a" * 199_999 + "@", "piste " * 33_000, "x miukumauku " * 15_000,
    "1 " * 100_000, "1.1." * 50_000, "(" * 200_000, "+" * 200_000, "0 - " * 50_000, "a.b@c." * 33_000, "ä" * 200_000,
    "010190-123M " * 16_000,
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_of_200_kB_costs_no_more_than_long_text(text):
    started = time.process_time()
    redact(text)
    look(text)
    assert time.process_time() - started < 3, "milliseconds"
