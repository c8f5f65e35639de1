"""A language as a table: what there is to translate, and what a filled-in table would change.

Columns: place, key, fi, sv, en (to translate from), the language itself under its code, source, official. A row is
addressed by place and key: `word` (the page's own words), `text` (notices and promises) and `question` (the item bank,
`ITEM/part`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from .table_file import Table

PLACES: Final = ("word", "text", "question")
FROM: Final = ("fi", "sv", "en")
MAX_TEXT: Final = 2000
YES: Final = frozenset({"yes", "true", "1", "x", "kyllä", "ja"})
NO: Final = frozenset({"", "no", "false", "0", "ei", "nej"})

Address = tuple[str, str]
Status = Literal["new", "changed", "same", "empty", "error"]
Problem = Literal["unknown", "twice", "placeholders", "long", "no_source", "official"]

_PLACEHOLDER: Final = re.compile(r"%\(\w+\)s")


class LanguageFileError(Exception):
    """The table is no language file for this language: `missing` is a column that it lacks."""

    def __init__(self, missing: str) -> None:
        super().__init__(missing)
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Wording:
    """A text with where it comes from."""

    text: str
    source: str = ""
    official: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What one row of a file would do. `old` is what is stored now, None where nothing is."""

    number: int
    address: Address
    status: Status
    new: Wording
    old: Wording | None = None
    problem: Problem | None = None


def header(lang_code: str) -> tuple[str, ...]:
    """Return the columns of a language file."""
    return ("place", "key", *(code for code in FROM if code != lang_code), lang_code, "source", "official")


def rows(
    lang_code: str, known: Mapping[Address, Mapping[str, str]], stored: Mapping[Address, Wording]
) -> list[tuple[str, ...]]:
    """Return the rows of a file to translate: everything that the language needs, with what it has already."""
    table = []
    for (place, key), texts in known.items():
        have = stored.get((place, key), Wording(""))
        models = [texts.get(code, "") for code in FROM if code != lang_code]
        table.append((place, key, *models, have.text, have.source, "yes" if have.official else ""))
    return table


def compare(
    table: Table,
    lang_code: str,
    known: Mapping[Address, Mapping[str, str]],
    stored: Mapping[Address, Wording],
    source: str = "",
) -> tuple[Change, ...]:
    """Return what each row of a file would do, in its order. `source` stands where a row names none.

    A row without a text is not translated yet and changes nothing. Raises `LanguageFileError`.
    """
    columns = {name.strip().lower(): index for index, name in enumerate(table.header)}
    for name in ("place", "key", lang_code):
        if name not in columns:
            raise LanguageFileError(name)
    seen: set[Address] = set()
    changes = []
    for number, cells in table.rows:
        row = {name: cells[index] for name, index in columns.items()}
        address = (row["place"].lower(), row["key"])
        new = Wording(row[lang_code], row.get("source") or source, row.get("official", "").lower() in YES)
        problem = _problem(row, new, known.get(address), address in seen)
        seen.add(address)
        old = stored.get(address)
        changes.append(Change(number, address, _status(new, old, problem), new, old, problem))
    return tuple(changes)


def _status(new: Wording, old: Wording | None, problem: Problem | None) -> Status:
    if problem:
        return "error"
    if not new.text:
        return "empty"
    if old is None:
        return "new"
    return "same" if new == old else "changed"


def _problem(
    row: Mapping[str, str], new: Wording, texts: Mapping[str, str] | None, is_repeated: bool
) -> Problem | None:
    if texts is None:
        return "unknown"
    if is_repeated:
        return "twice"
    if row.get("official", "").lower() not in YES | NO:
        return "official"
    if not new.text:
        return None
    if len(new.text) > MAX_TEXT:
        return "long"
    if row["place"].lower() == "word" and not fits(new.text, texts.values()):
        return "placeholders"
    return None if new.source else "no_source"


def fits(text: str, models: Iterable[str]) -> bool:
    """Tell whether the page can fill a word in: the same places for numbers and names, and no other percent sign."""
    wanted = {place for model in models for place in _PLACEHOLDER.findall(model)}
    bare = _PLACEHOLDER.sub("", text)
    return set(_PLACEHOLDER.findall(text)) == wanted and not (wanted and "%" in bare)


def counts(changes: Sequence[Change]) -> dict[Status, int]:
    """Return how many rows have each status."""
    found: dict[Status, int] = {"new": 0, "changed": 0, "same": 0, "empty": 0, "error": 0}
    for change in changes:
        found[change.status] += 1
    return found
