"""The tables of the data lake: their columns, types and what these mean. docs/lake.md shows the same. Pure.

A change of a column's name, type or meaning is a new `SCHEMA_VERSION`; a reader refuses versions it does not know.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from .metric_registry import ITEMS

SCHEMA: Final = "hva-lake"
SCHEMA_VERSION: Final = 1
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
        service_national="text", lang_code="text", item_code="text", item_national="text", value="whole",
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
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")


def file_path(table: str, month: date | None, delivery: int, file_format: str) -> str:
    """Return where a file stands below the folder of the delivery. A delivery never overwrites another's file."""
    part = f"{table}-{month:%Y-%m}" if month else table
    return f"{table}/{part}-{delivery:06}.{file_format}"


def csv_maker(table: str) -> Callable[[tuple[Any, ...]], list[str]]:
    """Return a function that makes the cells of a CSV row: empty for None, true and false, ISO days."""
    texts = [column.kind == "text" for column in TABLES[table]]
    return lambda row: [_csv_cell(value, is_text) for value, is_text in zip(row, texts, strict=True)]


def _csv_cell(value: Any, is_text: bool) -> str:
    if value is None:
        return ""
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    # a spreadsheet may run it; only names that people wrote can begin so
    return f"'{text}" if is_text and text.startswith(_RISKY) else text
