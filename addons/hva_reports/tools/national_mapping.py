"""From our codes to national ones: read from a file that somebody fills in, never guessed. Pure.

The format of a national delivery is not known yet (docs/lake.md), so nothing here says what a national code looks like.
What the file does not name has no national code and stays empty.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

SCHEMA: Final = "hva-national-mapping"
SCHEMA_VERSION: Final = 1
KINDS: Final = ("item", "unit", "service")
HEADER: Final = ("kind", "ours", "national")
MOST_ROWS: Final = 20_000
_LONGEST: Final = 200


class MappingError(ValueError):
    """A file that cannot be used. The message says where and what, in English."""


@dataclass(frozen=True, slots=True)
class NationalCodes:
    """National codes by ours: items by code of the bank (NPS, ST1, ...), units by OID, services by code."""

    items: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)


def from_json(data: bytes) -> NationalCodes:
    """Read {"schema", "schema_version", "items": {ours: national}, "units": {...}, "services": {...}}."""
    try:
        content = json.loads(data, object_pairs_hook=_once)
    except MappingError:
        raise
    except (ValueError, RecursionError):
        raise MappingError("the file is not JSON") from None
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise MappingError(f'"schema" must be "{SCHEMA}"')
    if content.get("schema_version") != SCHEMA_VERSION:
        raise MappingError(
            f'"schema_version" of the file is {content.get("schema_version")!r}, this system reads {SCHEMA_VERSION}'
        )
    strange = content.keys() - {"schema", "schema_version", "name", "items", "units", "services"}
    if strange:
        raise MappingError(f"unknown: {', '.join(sorted(strange))}")
    return NationalCodes(**{f"{kind}s": _codes(content.get(f"{kind}s", {}), f"{kind}s") for kind in KINDS})


def from_rows(header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]) -> NationalCodes:
    """Read a table with the columns of HEADER; `rows` are (row number, cells)."""
    if tuple(header[:3]) != HEADER:
        raise MappingError(f"the first row must be {', '.join(HEADER)}")
    found: dict[str, dict[str, str]] = {f"{kind}s": {} for kind in KINDS}
    for number, cells in rows:
        kind, ours, national = cells[:3]
        if kind not in KINDS:
            raise MappingError(f"row {number}: kind must be one of {', '.join(KINDS)}")
        if not ours or ours in found[f"{kind}s"]:
            raise MappingError(f"row {number}: {ours or 'our code'} is {'there twice' if ours else 'missing'}")
        found[f"{kind}s"][ours] = national
    return NationalCodes(**{name: _codes(codes, name) for name, codes in found.items()})


def template(items: Iterable[str], units: Iterable[str], services: Iterable[str]) -> list[tuple[str, str, str]]:
    """Return the rows to fill in, below HEADER: all our codes, no national one."""
    return [
        (kind, ours, "")
        for kind, codes in (("item", items), ("unit", units), ("service", services))
        for ours in sorted(set(codes))
    ]


def _codes(found: Any, where: str) -> dict[str, str]:
    if not isinstance(found, dict):
        raise MappingError(f'"{where}" must be an object of codes')
    if len(found) > MOST_ROWS:
        raise MappingError(f"more than {MOST_ROWS} {where}")
    for ours, national in found.items():
        if not isinstance(national, str) or max(len(ours), len(national)) > _LONGEST:
            raise MappingError(f"{where}, {ours[:40]}: a code is a text of at most {_LONGEST} characters")
    return {ours.strip(): national.strip() for ours, national in found.items() if national.strip()}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _value in pairs]
    twice = {name for name in names if names.count(name) > 1} if len(names) != len(set(names)) else set()
    if twice:
        raise MappingError(f"{', '.join(sorted(twice))}: there twice")
    return dict(pairs)
