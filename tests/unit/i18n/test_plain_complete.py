"""Plain Finnish is offered when it has every word of the page: a word that is new to the page needs a plain one."""

import ast
import json
import re
from pathlib import Path

ADDON = Path(__file__).resolve().parents[3] / "addons/hva_feedback"
PLAIN = json.loads((ADDON / "data/plain_finnish.json").read_text(encoding="utf-8"))["words"]


def page_words():
    """Return {key: English words} of the tables of the public page."""
    found = {}
    for path in sorted((ADDON / "controllers").glob("page_texts*.py")):
        for table in (n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Dict)):
            for key, value in zip(table.keys, table.values, strict=True):
                if isinstance(value, ast.Call) and getattr(value.func, "id", "") == "_lt":
                    found[ast.literal_eval(key)] = ast.literal_eval(value.args[0])
    return found


def test_every_word_of_the_page_has_a_plain_one():
    assert set(page_words()) - set(PLAIN) == set()


def test_no_plain_word_is_left_over():
    assert set(PLAIN) - set(page_words()) == set()


def test_placeholders_are_kept():
    places = re.compile(r"%\(\w+\)s")
    wrong = [
        key
        for key, english in page_words().items()
        if key in PLAIN and sorted(places.findall(english)) != sorted(places.findall(PLAIN[key]))
    ]
    assert wrong == []
