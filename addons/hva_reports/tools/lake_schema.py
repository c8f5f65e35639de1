"""The tables of the data lake: their columns, types and what these mean. docs/lake.md shows the same. Pure.

A change of a column's name, type or meaning is a new `SCHEMA_VERSION`; a reader refuses versions it does not know. Each
version has a folder of its own, so that nobody finds two of them under one manifest.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final, Literal

from .metric_registry import ITEMS

SCHEMA: Final = "hva-lake"
SCHEMA_VERSION = 2  # 2: `not_told` in the national table, `refused` in the manifest
Kind = Literal["text", "whole", "number", "flag", "day"]
Format = Literal["csv", "parquet"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `kind`: text, whole (a whole number), number, flag (true or false) or day (a date)."""

    name: str
    kind: Kind


def _columns(**kinds: Kind) -> tuple[Column, ...]:
    return tuple(Column(name, kind) for name, kind in kinds.items())


# told as far as enough answers share them, in this order (tools/lake_crowd.py); the unit comes before them
CIRCUMSTANCES: Final = (
    *("set_version_id", "channel", "service_id", "contact_mode", "lang_code", "respondent_group", "week"),
    *("age_band", "is_assisted", "day"),
)
ANSWERS: Final = (
    *_columns(answer_id="text", month="day", unit_id="whole", set_version_id="whole", channel="text"),
    *_columns(service_id="whole", contact_mode="text", lang_code="text", respondent_group="text", week="day"),
    *_columns(age_band="text", is_assisted="flag", day="day", not_told="text", kind="text", has_text="flag"),
    *_columns(nps="whole"),
    *(Column(item, "whole") for item in ITEMS),
)
TABLES: Final[Mapping[str, tuple[Column, ...]]] = {
    "answers": ANSWERS,
    "own_items": _columns(answer_id="text", month="day", question_id="whole", item_code="text", value="whole"),
    "sums": _columns(
        month="day", place="text", unit_id="whole", channel="text", n="whole", promoters="whole", passives="whole",
        detractors="whole", nps="number", nps_low="number", nps_high="number", hidden="text",
    ),
    "public_periods": _columns(
        start_on="day", end_on="day", measure="text", service_id="whole", value="number", low="number", high="number",
        n="whole", hidden="text",
    ),
    "national": _columns(
        answer_id="text", month="day", unit_oid="text", unit_national="text", service_code="text",
        service_national="text", lang_code="text", not_told="text", item_code="text", item_national="text",
        value="whole",
    ),
    "units": _columns(
        unit_id="whole", oid="text", name="text", level="text", parent_id="whole", current_unit_id="whole",
        valid_from="day", valid_to="day", producer="text",
    ),
    "services": _columns(service_id="whole", code="text", name="text", domain="text"),
    "set_versions": _columns(
        set_version_id="whole", set_name="text", version="whole", published_on="day", wordings="text"
    ),
    "questions": _columns(question_id="whole", set_version_id="whole", item_code="text", title="text"),
}  # fmt: skip
# what a spreadsheet would run: at the start of a cell, and after what another spreadsheet takes for the end of one
_RISKY: Final = re.compile("(^|[;\t\r\n])(?=[ \"']*[=+\\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r\n])")


def file_path(table: str, month: date | None, delivery: int, file_format: str) -> str:
    """Return where a file stands below the folder of the delivery. A delivery never overwrites another's file."""
    part = f"{table}-{month:%Y-%m}" if month else table
    return f"{table}/{part}-{delivery:06}.{file_format}"


def version_folder(version: int) -> str:
    """Return where the files of a schema version stand below the folder of the export; those of 1 stand in it."""
    return f"v{version}" if version > 1 else ""


def csv_maker(table: str) -> Callable[[tuple[Any, ...]], list[Any]]:
    """Return a function that makes the cells of a CSV row for `csv.writer`: None is empty, days are ISO days.

    Only what Python would write otherwise is looked at: flags, and texts, in which names that people wrote may be.
    """
    makers: dict[Kind, Callable[[Any], str]] = {"text": _csv_text, "flag": _csv_flag}
    changed = [(place, makers[kind]) for place, kind in enumerate(one.kind for one in TABLES[table]) if kind in makers]

    def cells(row: tuple[Any, ...]) -> list[Any]:
        made = list(row)
        for place, make in changed:
            if made[place] is not None:
                made[place] = make(made[place])
        return made

    return cells


def _csv_flag(flag: bool) -> str:
    return "true" if flag else "false"


def _csv_text(text: str) -> str:
    return text if text.isalnum() else _csv_name(text)  # nearly all are codes and pseudonyms


@lru_cache(maxsize=1 << 12)
def _csv_name(text: str) -> str:
    return _RISKY.sub(r"\1'", text)
