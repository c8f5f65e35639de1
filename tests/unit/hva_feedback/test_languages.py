"""Which language a name is really in, what a browser likes best, and what a variant borrows from its base."""

import pytest

from hva_feedback.tools import languages
from hva_feedback.tools.languages import base_of, direction_of, pick, shown_name, with_variants

FI, SV, EN = "fi_FI", "sv_SE", "en_US"


def test_every_code_is_a_tag_that_html_takes():
    for language in languages.KNOWN:
        primary, *variants = language.code.split("-")
        assert primary.isalpha() and primary.islower() and len(primary) in (2, 3)
        assert variants in ([], ["simple"]) and bool(variants) == bool(language.base)


@pytest.mark.parametrize(
    ("stored", "locale", "main", "expected"),
    [
        ({EN: "Terveysasema", FI: "Terveysasema"}, FI, None, ("Terveysasema", "fi")),
        ({EN: "Terveysasema", FI: "Terveysasema"}, SV, None, ("Terveysasema", "fi")),
        ({EN: "Terveysasema", FI: "Terveysasema"}, EN, None, ("Terveysasema", "fi")),
        ({EN: "Terveysasema", FI: "Terveysasema", SV: "Hälsostation"}, SV, None, ("Hälsostation", "sv")),
        ({EN: "Health centre", FI: "Terveysasema"}, SV, None, ("Health centre", "en")),
        ({EN: "Health centre", FI: "Terveysasema"}, EN, None, ("Health centre", "en")),
        ({EN: "Terveysasema"}, EN, None, ("Terveysasema", "fi")),
        ({EN: "Hälsostation"}, FI, SV, ("Hälsostation", "sv")),
        ({EN: "Terveysasema"}, None, "xx_XX", ("Terveysasema", "fi")),
        ({EN: "Terveysasema", FI: "Terveysasema", SV: ""}, SV, None, ("Terveysasema", "fi")),
        ({FI: "Terveysasema"}, SV, None, ("Terveysasema", "fi")),
        ({}, SV, None, ("", "fi")),
    ],
)
def test_a_name_says_which_language_it_is_in(stored, locale, main, expected):
    assert shown_name(stored, locale, main) == expected


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        (["sv-FI", "fi"], "sv"),
        (["de", "en-GB", "fi"], "en"),
        (["smn"], "smn"),
        (["se-NO"], "se"),
        (["SE"], "se"),
        (["fi-simple"], "fi-simple"),
        (["fi-FI"], "fi"),
        (["de", "*"], None),
        ([], None),
    ],
)
def test_a_browser_gets_what_it_likes_best(accepted, expected):
    assert pick(accepted, ("fi", "fi-simple", "sv", "en", "se", "smn")) == expected


def test_a_browser_gets_no_variant_where_only_that_is_left():
    assert pick(["fi"], ("fi-simple", "sv")) is None


def test_a_variant_borrows_from_its_base_and_from_nobody_else():
    assert with_variants({"fi": "a", "sv": "b"}) == {"fi": "a", "fi-simple": "a", "sv": "b"}
    assert with_variants({"fi": "a", "fi-simple": "c"})["fi-simple"] == "c"
    assert with_variants({"sv": "b"}) == {"sv": "b"}


def test_bases_and_directions():
    assert [base_of(code) for code in ("fi-simple", "fi", "sms", "x")] == ["fi", "fi", "sms", "x"]
    assert [direction_of(code) for code in ("ar", "fi", "x")] == ["rtl", None, None]
