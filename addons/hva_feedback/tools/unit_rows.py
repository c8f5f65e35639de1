"""The rows of a file of units, read into values or problems. What follows from them is decided in `unit_import`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from .unit_oid import is_organisation_root, oid_problem

Value = str | int | date | tuple[int, ...] | None

# What a column of a file may hold, in the order of our own layout. Stored in saved mappings and written as headers.
COLUMNS: Final = (
    ("number", "Our number"),
    ("oid", "OID"),
    ("ptv_id", "Identifier in PTV"),
    ("parent", "Part of (OID, identifier, number or name)"),
    ("name_fi", "Name in Finnish"),
    ("name_sv", "Name in Swedish"),
    ("name_en", "Name in English"),
    ("level", "Level"),
    ("municipality", "Municipality (code or name)"),
    ("producer", "Producer"),
    ("business_id", "Business ID of the producer"),
    ("sector", "Sector"),
    ("services", "Services (codes)"),
    ("valid_from", "First day"),
    ("valid_to", "Last day"),
)

# Why a row cannot be taken; the wizard has the sentence of each.
PROBLEMS: Final = (
    "bad_date", "cycle", "dates", "foreign_root", "matched_twice", "name_missing", "not_a_unit", "not_finnish",
    "number_unknown", "oid_twice", "parent_ambiguous", "parent_bad", "parent_unknown", "producer_missing", "shape",
    "unknown_level", "unknown_municipality", "unknown_service",
)  # fmt: skip

NAMES: Final = ("name_fi", "name_sv", "name_en")
KEPT: Final = (*NAMES, "oid", "ptv_id", "level", "municipality", "producer", "services", "valid_from", "valid_to")
FOR_EVER: Final = 2099  # registers write “no last day” as some year from here on
_BUSINESS_ID: Final = re.compile(r"(\d{6,7})-?(\d)")
_PRIVATE: Final = ("yksityi", "privat", "2")


@dataclass(frozen=True, slots=True)
class Words:
    """What words in a file stand for. Keys are folded (`fold`); values are ids."""

    levels: Mapping[str, int]
    municipalities: Mapping[str, int]
    services: Mapping[str, int]
    county_root: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row is not taken: a code of PROBLEMS, the column it stands in, what stands there."""

    code: str
    column: str
    value: str = ""


@dataclass(slots=True)
class ReadRow:
    """One row: `values` holds only what the file says; an empty cell says nothing. `parent` is still a word."""

    number: int
    values: dict[str, Value] = field(default_factory=dict)
    parent: str = ""
    own_number: int | None = None
    is_organisation: bool = False
    problems: list[Problem] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(next((self.values[name] for name in NAMES if self.values.get(name)), ""))


def fold(text: str) -> str:
    """Return `text` as it is compared: case and spaces do not count."""
    return " ".join(text.casefold().split())


def read_row(number: int, cells: Mapping[str, str], words: Words) -> ReadRow:
    """Read the cells of one row, {code of COLUMNS: text}."""
    row = ReadRow(number)
    cells = {column: text.strip() for column, text in cells.items() if text.strip()}
    for column in (*NAMES, "oid", "ptv_id", "producer"):
        if column in cells:
            row.values[column] = " ".join(cells[column].split())
    row.parent = cells.get("parent", "")
    oid = str(row.values.get("oid", ""))
    row.is_organisation = is_organisation(oid)
    _read_number(row, cells)
    _read_words(row, cells, words)
    _read_dates(row, cells)
    if not row.is_organisation:
        _read_producer(row, cells, words)
        if oid and (code := oid_problem(oid, words.county_root, is_bought=bool(row.values.get("producer")))):
            row.problems.append(Problem(code, "oid", oid))
    return row


def is_organisation(oid: str) -> bool:
    """Tell whether an OID is that of a whole organisation: the top of a register, which is no unit of ours."""
    return is_organisation_root(oid.removesuffix(".10.0"))


def read_day(text: str) -> date | None:
    """Return the day of 2026-12-31, 31.12.2026 or either with a time after it. ValueError for anything else.

    A year that registers write for “no last day” is None.
    """
    day = re.split(r"[ T]", text, maxsplit=1)[0]
    found = datetime.strptime(day, "%d.%m.%Y" if "." in day else "%Y-%m-%d").date()
    return None if found.year >= FOR_EVER else found


def _read_number(row: ReadRow, cells: Mapping[str, str]) -> None:
    if text := cells.get("number"):
        if text.isdecimal() and len(text) < 10:
            row.own_number = int(text)
        else:
            row.problems.append(Problem("number_unknown", "number", text))


def _read_words(row: ReadRow, cells: Mapping[str, str], words: Words) -> None:
    for column, known in (("level", words.levels), ("municipality", words.municipalities)):
        if text := cells.get(column):
            key = fold(text)
            key = key.zfill(3) if column == "municipality" and key.isdecimal() else key
            if key in known:
                row.values[column] = known[key]
            else:
                row.problems.append(Problem(f"unknown_{column}", column, text))
    if text := cells.get("services"):
        parts = [part.strip() for part in re.split(r"[,;|\n]", text) if part.strip()]
        unknown = [part for part in parts if fold(part) not in words.services]
        row.problems += [Problem("unknown_service", "services", part) for part in unknown]
        row.values["services"] = tuple(sorted({words.services[fold(p)] for p in parts if fold(p) in words.services}))


def _read_dates(row: ReadRow, cells: Mapping[str, str]) -> None:
    for column in ("valid_from", "valid_to"):
        if text := cells.get(column):
            try:
                day = read_day(text)
            except ValueError:
                row.problems.append(Problem("bad_date", column, text))
            else:
                row.values |= {column: day} if day or column == "valid_to" else {}


def _read_producer(row: ReadRow, cells: Mapping[str, str], words: Words) -> None:
    """A unit of another organisation is bought: its business ID stands for the producer where no name is given."""
    match = _BUSINESS_ID.fullmatch(cells.get("business_id", ""))
    is_private = fold(cells.get("sector", "")).startswith(_PRIVATE)
    is_other = bool(match and words.county_root) and not words.county_root.endswith(f".{_digits(match)}")
    if row.values.get("producer") or not (is_private or is_other):
        return
    if match:
        row.values["producer"] = f"{match[1].zfill(7)}-{match[2]}"
    else:
        row.problems.append(Problem("producer_missing", "producer"))


def _digits(match: re.Match[str] | None) -> str:
    return f"{match[1]}{match[2]}" if match else ""


def guess_columns(headers: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
    """Return {header: code of COLUMNS} for the headers that `known` ({folded header: code}) or our own layout has.

    Each code is given once, to the first header that asks for it.
    """
    codes = {code for code, _label in COLUMNS}
    guessed: dict[str, str] = {}
    for header in headers:
        code = known.get(fold(header)) or (fold(header) if fold(header) in codes else "")
        if code and code not in guessed.values():
            guessed[header] = code
    return guessed
