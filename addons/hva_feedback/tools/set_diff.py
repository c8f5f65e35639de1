"""Compare two versions of a question set. Pure: the model passes plain facts, the wizard shows the words."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class QuestionFacts:
    """One question as a version holds it.

    `key` joins the question of two versions (bank code, or the draft question's id for an own one); `texts` is
    {(part, lang_code): text} as sorted items, `shape` whatever else the respondent meets (type, required, options), and
    `scale` what its figures are made of: the kind first, then range and values.
    """

    key: str
    title: str
    texts: tuple[tuple[tuple[str, str], str], ...]
    shape: tuple[object, ...]
    scale: tuple[object, ...] = ("",)


@dataclass(frozen=True)
class Change:
    """One difference: `code` is added, removed, moved, shape or text; `title` names the question to a person."""

    code: str
    title: str
    detail: str = ""


def compare(before: Sequence[QuestionFacts], after: Sequence[QuestionFacts]) -> list[Change]:
    """Return the differences in the order of `after`, the removed questions last."""
    old = {facts.key: facts for facts in before}
    new = {facts.key: facts for facts in after}
    changes: list[Change] = []
    for facts in after:
        if facts.key not in old:
            changes.append(Change("added", facts.title))
            continue
        was = old[facts.key]
        if was.shape != facts.shape:
            changes.append(Change("shape", facts.title))
        for part, lang_code in _changed_texts(was, facts):
            changes.append(Change("text", facts.title, f"{part} ({lang_code})"))
    if [key for key in old if key in new] != [key for key in new if key in old]:
        changes.append(Change("moved", ""))
    changes.extend(Change("removed", facts.title) for facts in before if facts.key not in new)
    return changes


def _changed_texts(was: QuestionFacts, now: QuestionFacts) -> list[tuple[str, str]]:
    before, after = dict(was.texts), dict(now.texts)
    return sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
