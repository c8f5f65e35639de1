"""The plain Finnish of this project holds the rules of plain writing that a machine can see."""

import json
from pathlib import Path

import pytest
from lxml import etree

from hva_feedback.tools.plain_language import hints

DATA = Path(__file__).resolve().parents[3] / "addons/hva_feedback/data"
PLAIN = json.loads((DATA / "plain_finnish.json").read_text(encoding="utf-8"))
QUESTIONS = {f"{code}.{part}": text for code, parts in PLAIN["questions"].items() for part, text in parts.items()}


def _promises(lang):
    """Return {code: text} of the notices and promises that come with the module in a language."""
    found = {}
    for path in DATA.glob("hva_page_text*.xml"):
        for record in etree.parse(path).iter("record"):
            if record.get("id").endswith(f"_{lang}"):
                found[record.findtext("field[@name='code']")] = record.findtext("field[@name='text']")
    return found


def test_every_promise_has_a_plain_one():
    # the accessibility statement is in the module's own languages only
    assert set(_promises("fi_simple")) == {code for code in _promises("fi") if not code.startswith("access_")}


def codes(text):
    return [hint.code for hint in hints(text)]


@pytest.mark.parametrize(("key", "text"), [*PLAIN["words"].items(), *QUESTIONS.items()])
def test_our_plain_finnish_is_plain(key, text):
    assert hints(text) == ()


@pytest.mark.parametrize(("key", "text"), sorted(_promises("fi_simple").items()))
def test_our_plain_promises_are_plain(key, text):
    assert hints(text) == ()


def test_no_national_statement_is_reworded():
    bank = json.loads((DATA / "thl_question_bank.json").read_text(encoding="utf-8"))
    national = {item["code"] for item in bank["items"] if item["is_national"] or item["kind"] in ("statement", "pei")}
    assert not national & set(PLAIN["questions"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lue tämä. Vastaa sitten.", []),
        ("Yksi kaksi kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen yksitoista kaksitoista.", []),
        ("Yksi " * 13, ["long_sentence"]),
        ("Kerro, jos haluat, että soitamme.", ["clauses"]),
        ("Valitse vastaus, joka sopii.", []),
        ("Joku auttoi, jos pyysit.", []),
        ("Palautteesi luetaan.", ["passive"]),
        ("Sinulle soitettiin.", ["passive"]),
        ("Asiakaspalautejärjestelmä", ["long_word"]),
        ("Terveys- ja hyvinvointi", []),
        ("", []),
    ],
)
def test_what_makes_a_text_hard_is_found(text, expected):
    assert codes(text) == expected
