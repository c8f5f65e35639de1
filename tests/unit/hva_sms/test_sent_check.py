"""What people copy out of a message is understood, and a copied beginning in a false link is not taken for ours."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_sms.tools.sent_check import Typed, codes_in, is_too_much, judge, read_day, read_typed

OWN = "palaute.example.fi"
CODE = "Ab3dEf7hIj1kLm5nOp9qRs"


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Ab3dEf", Typed("Ab3dEf")),
        (" Ab3 dEf7h ", Typed("Ab3dEf")),
        (CODE, Typed("Ab3dEf")),
        (f"/p/{CODE}", Typed("Ab3dEf")),
        (f"https://{OWN}/p/{CODE}?lang=sv", Typed("Ab3dEf", OWN)),
        (f"HTTPS://Palaute.Example.FI/p/{CODE}", Typed("Ab3dEf", OWN)),
        (f"{OWN}/p/Ab3dEf", Typed("Ab3dEf", OWN)),
        (f"Hei! Kerro meille: https://{OWN}/p/{CODE} Kiitos", Typed("Ab3dEf", OWN)),
        (f"https://{OWN}.evil.com/p/{CODE}", Typed("Ab3dEf", f"{OWN}.evil.com")),
        (f"https://{OWN}@evil.com/p/{CODE}", Typed("Ab3dEf", "evil.com")),
        (f"https://evil.com/{OWN}/p/{CODE}", Typed("Ab3dEf", "evil.com")),
        (f"https://evil.com?x={OWN}/p/{CODE}", Typed("Ab3dEf", "evil.com")),
        ("https://evil.com/login", Typed("", "evil.com")),
        (f"https://{OWN}/", Typed("", OWN)),
        (f"(https://{OWN}/p/{CODE})", None),
        (f"https://[/p/{CODE}", None),
        ("Ab3dE", None),
        ("Ab3dEf!", None),
        ("Terve! Onko tämä teiltä?", None),
        ("", None),
    ],
)
def test_what_was_typed(text, typed):
    assert read_typed(text) == typed


@given(st.text(max_size=600))
def test_any_text_is_read(text):
    typed = read_typed(text)
    assert typed is None or judge(typed, OWN, True) in {"ours", "not_ours", None}


@pytest.mark.parametrize(
    ("typed", "is_known", "verdict"),
    [
        (Typed("Ab3dEf"), True, "ours"),
        (Typed("Ab3dEf"), False, "not_found"),
        (Typed("Ab3dEf", OWN), True, "ours"),
        (Typed("Ab3dEf", "evil.com"), True, "not_ours"),
        (Typed("", "evil.com"), False, "not_ours"),
        (Typed("", OWN), False, None),
    ],
)
def test_the_name_in_the_link_counts_before_the_code(typed, is_known, verdict):
    assert judge(typed, OWN, is_known) == verdict


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-27", date(2026, 11, 27)),
        (" 9.11.2026 ", date(2026, 11, 9)),
        ("2026-11-06", date(2026, 11, 6)),
        ("2026-11-05", None),
        ("2026-11-28", None),
        ("31.11.2026", None),
        ("eilen", None),
        ("", None),
    ],
)
def test_days_reach_three_weeks_back(text, day):
    assert read_day(text, date(2026, 11, 27)) == day


def test_how_much_is_too_much():
    assert not is_too_much(59, 599)
    assert is_too_much(60, 60)
    assert is_too_much(0, 600)


def test_codes_of_a_message_are_those_of_its_personal_links():
    text = f"Hei: https://{OWN}/p/{CODE}?lang=sv Muu: https://{OWN}/p/viesti ja /p/{CODE}x"
    assert codes_in(text) == [CODE]
