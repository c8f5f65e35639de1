"""Which changes between two versions of a set break the comparison of their figures. Pure.

A figure is comparable as long as people met the same words and the same scale. So a changed title, option, end of a
scale or row of a grid breaks it in that language, and a changed scale in every language. A language that is added
breaks nothing. Another place in the order is told, because it may matter, and breaks nothing. Hints, comment fields and
the wordings of an open follow-up carry no figure.
"""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from .set_diff import QuestionFacts

SILENT_PARTS: Final = frozenset({"hint", "comment", "promoter", "passive", "detractor"})
COUNTED_KINDS: Final = frozenset({"scale", "choice", "choices", "number", "matrix", "matrix_choices"})

Code = Literal["scale", "wording", "order"]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a new version does to the figures of one question; `lang_codes` names the languages of a new wording."""

    code: Code
    title: str
    lang_codes: tuple[str, ...] = ()


def wording_keys(facts: QuestionFacts) -> dict[str, str]:
    """Return {lang_code: key} of a question that is counted: the same key, and its figures are comparable.

    Empty for questions that carry no figure (open words, days).
    """
    if facts.scale[0] not in COUNTED_KINDS:
        return {}
    by_lang: dict[str, list[str]] = {}
    for (part, lang_code), text in facts.texts:
        if part not in SILENT_PARTS:
            by_lang.setdefault(lang_code, []).append(f"{part}={_plain(text)}")
    return {
        lang_code: hashlib.sha256(repr((facts.scale, sorted(parts))).encode()).hexdigest()[:16]
        for lang_code, parts in by_lang.items()
    }


def effects(before: Sequence[QuestionFacts], after: Sequence[QuestionFacts]) -> list[Effect]:
    """Return what breaks and what is to be noted, in the order of `after`."""
    old = {facts.key: facts for facts in before}
    found: list[Effect] = []
    for facts in after:
        was = old.get(facts.key)
        if not was or was.scale[0] not in COUNTED_KINDS:
            continue
        if was.scale != facts.scale:
            found.append(Effect("scale", facts.title))
            continue
        keys, now = wording_keys(was), wording_keys(facts)
        changed = tuple(code for code in keys if code in now and keys[code] != now[code])
        if changed:
            found.append(Effect("wording", facts.title, changed))
    common = {facts.key for facts in after} & old.keys()
    if [facts.key for facts in before if facts.key in common] != [facts.key for facts in after if facts.key in common]:
        found.append(Effect("order", ""))
    return found


Wording = Mapping[str, Mapping[str, Mapping[str, str]]]  # question key -> language -> {"key": ..., "since": ISO day}


def dated_wordings(facts: Sequence[QuestionFacts], before: Wording, today: str) -> dict[str, dict[str, dict[str, str]]]:
    """Return what a version keeps of its wordings: each with the day since which the set has asked in these words.

    `before` is the same of the version it follows, empty for a first one; `today` is an ISO day.
    """
    kept: dict[str, dict[str, dict[str, str]]] = {}
    for one in facts:
        earlier = before.get(one.key, {})
        for lang_code, key in wording_keys(one).items():
            was = earlier.get(lang_code)
            since = was["since"] if was and was["key"] == key else today
            kept.setdefault(one.key, {})[lang_code] = {"key": key, "since": since}
    return kept


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
