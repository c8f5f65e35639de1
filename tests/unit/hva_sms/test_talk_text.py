"""The county's words around the questions of a conversation by text message."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from hva_sms.tools.sms_text import segments
from hva_sms.tools.talk_text import PLACES, Scale, fill, problems

DATA = Path(__file__).resolve().parents[3] / "addons/hva_sms/data/hva_conversation_text_data.xml"
TEXTS = [
    {field.get("name"): field.text for field in record.findall("field")}
    for record in ElementTree.parse(DATA).getroot().findall("record")
    if record.get("model") == "hva.conversation.text"
]
NPS = {  # the bank's longest words of each language, with their scale
    "fi": ("Kuinka todennäköisesti suosittelisit saamaasi palvelua läheisellesi?", "Erittäin epätodennäköisesti"),
    "sv": (
        "Hur sannolikt skulle du rekommendera servicen du fått till din närmaste om hens situation var likadan?",
        "mycket osannolikt",
    ),
    "en": (
        "How likely would you be to recommend the service you received to a family member or friend in the same "
        "situation?",
        "very unlikely",
    ),
}
WORDS = "What had the greatest impact on your experience?"


def codes(code, template):
    return {problem.code for problem in problems(code, template)}


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text['code']}-{text['lang_code']}")
def test_our_own_texts_fit_two_messages_of_ordinary_letters(text):
    assert problems(text["code"], text["body"]) == []
    question, end = NPS[text["lang_code"]] if text["code"] == "ask" else (WORDS, "")
    county = "Satakunnan hyvinvointialue"
    sent = fill(text["body"], {"question": question, "scale": Scale(end, end).words(), "county": county})
    count = segments(sent)
    assert count.encoding == "gsm7" and count.parts <= (2 if text["code"] == "ask" else 1)


def test_each_language_has_every_text():
    assert {(text["code"], text["lang_code"]) for text in TEXTS} == {(code, lang) for code in PLACES for lang in NPS}


@pytest.mark.parametrize(
    ("code", "template", "problem"),
    (
        ("thanks", " ", "empty"),
        ("thanks", "Kiitos {question}", "unknown_place"),
        ("ask", "{question} {link} ({scale})", "unknown_place"),
        ("ask", "{question}", "missing_place"),
        ("ask", "{question} {question} {scale}", "missing_place"),
        ("follow", "Kiitos!", "missing_place"),
        ("thanks", "Kiitos\x07", "broken_character"),
        ("thanks", "a" * 307, "too_long"),
        ("thanks", "š" * 135, "too_long"),
    ),
)
def test_what_cannot_be_sent_is_named(code, template, problem):
    assert codes(code, template) == {problem}


def test_the_scale_speaks_in_small_letters_and_without_words_in_numbers():
    assert Scale("Mycket osannolikt", "Mycket sannolikt").words() == "0 = mycket osannolikt, 10 = mycket sannolikt"
    assert Scale("", "Likely").words() == "0-10"


def test_placeholders_are_filled_once_and_typography_is_made_plain():
    assert fill("{county} – {question}", {"county": "{question}", "question": "Miksi?"}) == "{question} - Miksi?"
