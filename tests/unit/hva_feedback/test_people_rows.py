from datetime import date

import pytest

from hva_feedback.tools.people_rows import Known, columns_of, plan

HEADER = ("Sähköposti", "Nimi", "Yksikkö (OID)", "Rooli", "Alkaen", "Päättyy", "Muuta")
KNOWN = Known(
    people={"anna@example.fi": (7, "Anna", True), "gone@example.fi": (8, "Gone", False)},
    units={"1.2.3": [11], "klinikka": [11], "osasto": [12, 13]},
    accesses={(7, 11, "handler"): (None, None)},
)


def _plan(*rows):
    return plan(enumerate(rows, start=2), columns_of(HEADER), KNOWN)


def test_headers_are_understood_in_our_languages():
    assert columns_of(HEADER) == {"login": 0, "name": 1, "unit": 2, "role": 3, "valid_from": 4, "valid_to": 5}
    assert columns_of(("E-post", "Namn", "Enhet", "Roll", "Från", "Till")).keys() == columns_of(HEADER).keys()
    assert columns_of(("login", "name", "unit", "role", "from", "to")).keys() == columns_of(HEADER).keys()


def test_what_happens_to_each_row():
    steps = _plan(
        ("anna@example.fi", "", "1.2.3", "käsittelijä", "", "", ""),
        ("ANNA@example.fi", "", "Klinikka", "Handler", "", "31.12.2026", ""),
        ("anna@example.fi", "", "1.2.3", "esihenkilö", "", "", ""),
        ("uusi@example.fi", "Uusi Henkilö", "1.2.3", "lukija", "2026-12-01", "", ""),
        ("uusi@example.fi", "Uusi Henkilö", "1.2.3", "laatu", "", "", ""),
    )
    assert [step.kind for step in steps] == ["same", "error", "new_access", "new_person", "new_access"]
    assert steps[1].problems == [("twice", "2")]
    assert (steps[3].valid_from, steps[3].unit_id, steps[3].role) == (date(2026, 12, 1), 11, "viewer")


def test_a_new_last_day_is_a_change():
    [step] = _plan(("anna@example.fi", "", "1.2.3", "handler", "", "31.12.2026", ""))
    assert (step.kind, step.valid_to) == ("changed", date(2026, 12, 31))


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("", "X", "1.2.3", "handler"), "login_missing"),
        (("no address", "X", "1.2.3", "handler"), "login_bad"),
        (("x@example.fi", "", "1.2.3", "handler"), "name_missing"),
        (("gone@example.fi", "", "1.2.3", "handler"), "archived"),
        (("anna@example.fi", "", "", "handler"), "unit_missing"),
        (("anna@example.fi", "", "9.9", "handler"), "unit_unknown"),
        (("anna@example.fi", "", "Osasto", "handler"), "unit_ambiguous"),
        (("anna@example.fi", "", "1.2.3", ""), "role_missing"),
        (("anna@example.fi", "", "1.2.3", "boss"), "role_unknown"),
        (("anna@example.fi", "", "1.2.3", "handler", "tomorrow"), "bad_date"),
        (("anna@example.fi", "", "1.2.3", "handler", "2.1.2026", "1.1.2026"), "dates"),
    ],
)
def test_a_bad_row_says_why(row, code):
    [step] = _plan((*row, *[""] * (7 - len(row))))
    assert (step.kind, [each for each, _value in step.problems]) == ("error", [code])
