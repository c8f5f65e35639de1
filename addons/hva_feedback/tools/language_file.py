"""The language file of the item bank: texts of items by language, with where they were read. Pure.

One text on each row (docs/language-file.md). `plan` compares a file with the bank and says for each row what taking it
would do; nothing is overwritten that a person has not seen old beside new.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from .answer_readers import Refused, read_line

TEXT_LIMIT: Final = 500
SOURCE_LIMIT: Final = 300

COLUMNS: Final = ("code", "part", "language", "text", "source", "official")
# Other names under which the columns are found, in lower case.
ALIASES: Final[Mapping[str, str]] = {
    "item": "code", "item code": "code", "koodi": "code", "kod": "code",
    "osa": "part", "del": "part",
    "lang": "language", "lang code": "language", "kieli": "language", "språk": "language",
    "teksti": "text",
    "lähde": "source", "källa": "source",
    "virallinen": "official", "officiell": "official",
}  # fmt: skip
REQUIRED: Final = ("code", "language", "text")
YES: Final = frozenset({"yes", "kyllä", "ja", "true", "1", "x"})
NO: Final = frozenset({"", "no", "ei", "nej", "false", "0"})

Kind = Literal["new", "changed", "official", "marks", "same", "error"]
Problem = Literal[
    "no_code", "unknown_code", "bad_part", "bad_language", "no_text", "too_long", "bad_text", "bad_mark", "twice"
]


class LanguageFileError(Exception):
    """The file has no column of this name; `column` is one of COLUMNS."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


@dataclass(frozen=True, slots=True)
class BankText:
    """A text of the bank as it is."""

    text: str
    source: str
    is_official: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one row of the file would do. `old` is the bank's text, None where there is none.

    Kinds: new; changed; official (ours was compared with THL's file and differs from this one); marks (the text is the
    same, its source or official mark is not); same; error (`problem` says why, nothing can be taken).
    """

    row: int
    kind: Kind
    code: str = ""
    part: str = ""
    lang_code: str = ""
    old: str | None = None
    text: str = ""
    source: str = ""
    is_official: bool = False
    problem: Problem | None = None

    @property
    def can_be_taken(self) -> bool:
        return self.kind in ("new", "changed", "official", "marks")


def column_places(header: Sequence[str]) -> dict[str, int]:
    """Return {column: place in a row}. Raises LanguageFileError for a required column that is missing."""
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        key = " ".join(name.replace("_", " ").lower().split())
        column = ALIASES.get(key, key)
        if column in COLUMNS:
            places.setdefault(column, place)
    for column in REQUIRED:
        if column not in places:
            raise LanguageFileError(column)
    return places


def plan(
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    bank: Mapping[tuple[str, str, str], BankText],
    parts: Mapping[str, Iterable[str]],
    languages: Iterable[str],
    source: str,
    is_official: bool = False,
) -> list[Step]:
    """Return one step for each row, in order.

    `bank` is {(code, part, language): text as it is}; `parts` is {code of an item: the parts it can have}. `source` and
    `is_official` stand for what a row leaves empty. Raises LanguageFileError.
    """
    places = column_places(header)
    reader = _Reader(bank, {code: frozenset(allowed) for code, allowed in parts.items()}, frozenset(languages))
    steps = []
    for number, cells in rows:
        given = {column: cells[place].strip() for column, place in places.items()}
        given["source"] = given.get("source") or source
        steps.append(reader.step(number, given, is_official))
    return steps


def export_rows(bank: Mapping[tuple[str, str, str], BankText]) -> list[tuple[str, ...]]:
    """Return the bank in the layout of COLUMNS, in the order of `bank`."""
    return [
        (code, part, lang_code, one.text, one.source, "yes" if one.is_official else "no")
        for (code, part, lang_code), one in bank.items()
    ]


class _Reader:
    def __init__(
        self,
        bank: Mapping[tuple[str, str, str], BankText],
        parts: Mapping[str, frozenset[str]],
        languages: frozenset[str],
    ) -> None:
        self._bank, self._parts, self._languages = bank, parts, languages
        self._seen: set[tuple[str, str, str]] = set()

    def step(self, number: int, given: Mapping[str, str], is_official: bool) -> Step:
        code, part, lang_code = given["code"], given.get("part") or "title", given["language"].lower()
        text, problem = _clean(given["text"], TEXT_LIMIT)
        source, source_problem = _clean(given["source"], SOURCE_LIMIT)
        mark = given.get("official", "").lower()
        key = (code, part, lang_code)
        problem = self._problem(key) or problem or source_problem or (None if mark in YES | NO else "bad_mark")
        self._seen.add(key)
        if problem:
            return Step(row=number, kind="error", code=code, part=part, lang_code=lang_code, text=text, problem=problem)
        official = mark in YES if mark else is_official
        old = self._bank.get(key)
        return Step(
            row=number,
            kind=_kind(old, text, source, official),
            code=code,
            part=part,
            lang_code=lang_code,
            old=old.text if old else None,
            text=text,
            source=source,
            is_official=official,
        )

    def _problem(self, key: tuple[str, str, str]) -> Problem | None:
        code, part, lang_code = key
        if not code:
            return "no_code"
        if code not in self._parts:
            return "unknown_code"
        if part not in self._parts[code]:
            return "bad_part"
        if lang_code not in self._languages:
            return "bad_language"
        return "twice" if key in self._seen else None


def _kind(old: BankText | None, text: str, source: str, is_official: bool) -> Kind:
    if old is None:
        return "new"
    if old.text != text:
        return "official" if old.is_official else "changed"
    return "same" if (old.source, old.is_official) == (source, is_official) else "marks"


def _clean(raw: str, limit: int) -> tuple[str, Problem | None]:
    try:
        text = read_line(raw, limit)
    except Refused as refused:
        return raw[:80], "too_long" if refused.code == "too_long" else "bad_text"
    return (text, None) if text else ("", "no_text")
