"""Whoever writes a message sees what costs, what would be made plain, and what gives a person away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_feedback.tools.word_match import found
from hva_sms.tools.sms_text import plain_text, segments
from hva_sms.tools.sms_wording import (
    Piece,
    bounds,
    costly_characters,
    difference,
    foreign_addresses,
    name_pattern,
    price,
    show_char,
)


def test_a_dash_is_found_where_it_stands():
    [dash, nbsp] = costly_characters("Hei!\nKerro – nyt – €\u00a0")
    assert (dash.char, dash.why, dash.places) == ("–", "unicode", ((2, 7), (2, 13)))
    assert dash.name == "EN DASH"
    assert (nbsp.name, show_char(nbsp.char)) == ("NO-BREAK SPACE", "␣")


def test_in_ordinary_letters_only_what_counts_double_costs():
    [euro] = costly_characters("5 € ja ä")
    assert (euro.char, euro.why) == ("€", "double")
    assert costly_characters("Lue {link} ja {stop}") == []
    assert [each.char for each in costly_characters("{link} {nimi}")] == ["{", "}"]
    assert costly_characters("Hyvää päivää!\nÅland") == []


def test_a_letter_of_a_language_costs_and_has_no_plain_form():
    letter, _other = costly_characters("Mo dus manai? Čállit")
    assert letter.char == "Č"


@given(st.text(alphabet="aä –“”€š\n…\u00a0", max_size=80))
def test_the_difference_is_the_text_and_its_plain_form(text):
    pieces = difference(text)
    assert "".join(piece.before for piece in pieces) == text
    assert "".join(piece.after for piece in pieces) == plain_text(text)
    assert all(one.is_changed != other.is_changed for one, other in zip(pieces, pieces[1:], strict=False))


def test_the_difference_shows_what_changes():
    assert difference("a – b") == [Piece("a ", "a "), Piece("–", "-"), Piece(" b", " b")]


@given(st.text(alphabet="aä€š😀", max_size=200))
def test_what_goes_into_its_parts_is_never_more_than_they_hold(text):
    count = segments(text)
    assert count.units <= bounds(count.parts, count.encoding)


@pytest.mark.parametrize(
    ("name", "text", "is_found"),
    [
        ("Hammashoito", "Miten hammashoidossa sujui?", True),
        ("Keskustan terveysasema", "Kävit Keskustan terveysasemalla", True),
        ("Keskustan terveysasema", "Kävit terveysasemalla", False),
        ("Osasto 3", "osastolla 3", True),
        ("Osasto 3", "osastolla 4", False),
        ("Neuvola", "neuvolassa", True),
        ("Terveys", "Terve! Kerro meille", False),
        ("Päivystys", "päivystyksessä", True),
        ("Mottagningen", "på mottagningens", True),
        ("A1", "A1", False),
        ("!", "!", False),
    ],
)
def test_names_are_found_in_every_form(name, text, is_found):
    pattern = name_pattern(name)
    assert bool(pattern and found(text, [pattern])) is is_found


def test_addresses_of_others_are_told_apart():
    text = "{link} bit.ly/x evil.example.com/a www.example.fi palaute.example.fi/p/ei"
    assert foreign_addresses(text, "palaute.example.fi") == (["bit.ly/x"], ["evil.example.com/a"])


def test_price():
    assert price(2, 1600, 0.0456) == 145.92
    assert price(1, 0, 0.05) == 0
