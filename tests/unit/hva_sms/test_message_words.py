"""The page about messages has every word in plain Finnish, and it is plain."""

import ast
import json
import re
from pathlib import Path

import pytest
from lxml import etree

from hva_feedback.tools.plain_language import hints

ADDON = Path(__file__).resolve().parents[3] / "addons/hva_sms"
PLAIN = json.loads((ADDON / "data/plain_finnish.json").read_text(encoding="utf-8"))["words"]


def words():
    """Return {key: English words} of the page."""
    tree = ast.parse((ADDON / "controllers/message_texts.py").read_text(encoding="utf-8"))
    calls = (
        (key, value)
        for table in ast.walk(tree)
        if isinstance(table, ast.Dict)
        for key, value in zip(table.keys, table.values, strict=True)
        if isinstance(value, ast.Call) and getattr(value.func, "id", "") == "_lt"
    )
    return {ast.literal_eval(key): ast.literal_eval(value.args[0]) for key, value in calls}


def test_each_word_has_a_plain_one_with_the_same_places():
    places = re.compile(r"%\(\w+\)s")
    assert {key: sorted(places.findall(text)) for key, text in words().items()} == {
        key: sorted(places.findall(text)) for key, text in PLAIN.items()
    }


@pytest.mark.parametrize(("key", "text"), PLAIN.items())
def test_our_plain_finnish_is_plain(key, text):
    assert hints(text) == ()


def test_what_to_do_with_a_false_message_is_plain_too():
    records = etree.parse(ADDON / "data/hva_page_text_data.xml").iter("record")
    texts = {record.findtext("field[@name='lang_code']"): record.findtext("field[@name='text']") for record in records}
    assert set(texts) == {"fi", "fi-simple", "sv", "en"}
    assert hints(texts["fi-simple"]) == ()
