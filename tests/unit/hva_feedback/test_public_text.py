"""What may not stand in a text that everybody reads."""

import pytest

from hva_feedback.tools.public_text import LONGEST, is_quoted, problems

GIVEN = "Odotin kaksi tuntia käytävällä eikä kukaan kertonut mitä tapahtuu, se tuntui pahalta."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Soita 040 123 4567", "phone"),
        ("Kirjoita anna.aho@example.org", "email"),
        ("Tunnus 131052-308T", "hetu"),
        ("Asiakas [henkilötunnus] kertoi", "masked"),
        ("Numero [Puhelinnumero]", "masked"),
        ("Katso https://example.org", "link"),
        ("a" * (LONGEST + 1), "too_long"),
    ],
)
def test_what_may_not_be_there_is_named(text, code):
    assert code in problems(text)


def test_plain_words_pass():
    assert not problems("Kuulimme, että odotusaulassa ei tiedä vuoroaan. Hankimme vuoronumerot 2.1.2026.")


def test_a_quotation_is_told_from_a_summary():
    assert is_quoted("Asiakas: odotin kaksi tuntia KÄYTÄVÄLLÄ, eikä kukaan kertonut mitä tapahtuu!", [GIVEN])
    assert not is_quoted("Kuulimme, että odotus käytävällä tuntui pahalta.", [GIVEN])
    assert not is_quoted("", [GIVEN]) and not is_quoted(GIVEN, [])
