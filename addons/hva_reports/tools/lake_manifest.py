"""The manifest: what belongs to a delivery. A file that it does not name is no part of the lake. Pure."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Final

from . import lake_schema
from .lake_schema import SCHEMA

NAME: Final = "manifest.json"
_SHA: Final = re.compile(r"[0-9a-f]{64}")


class ManifestError(ValueError):
    """A manifest that is none, or of a schema version that is not ours. The message says which."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file: `path` below the folder, `month` its first day as text or None, `delivery` the one that made it."""

    path: str
    table: str
    month: str | None
    format: str
    rows: int
    bytes: int
    sha256: str
    delivery: int


@dataclass(frozen=True, slots=True)
class Head:
    """What a manifest says of the whole: the two limits of small groups, `withheld` months with too few answers.

    `refused` are {table: why it is not there or has not all its months}.
    """

    name: str
    county: str
    delivery: int
    created_at: datetime
    base: int
    cell: int
    withheld: tuple[date, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)


def build(head: Head, files: Iterable[FileEntry], new: Iterable[str], removed: Iterable[str]) -> bytes:
    """Return the manifest as UTF-8 JSON. The same facts give the same bytes.

    `new` are the paths that this delivery brought, `removed` those of the delivery before that are no longer part of
    the lake and must be deleted by whoever keeps them: a month that was corrected, or answers that were erased.
    """
    kept = sorted(files, key=lambda one: one.path)
    months = sorted(one.month for one in kept if one.month)
    content = {
        "schema": SCHEMA,
        "schema_version": lake_schema.SCHEMA_VERSION,
        "name": head.name,
        "county": head.county,
        "delivery": head.delivery,
        "created_at": f"{head.created_at.isoformat()}Z",
        "period": {"first_month": months[0][:7], "last_month": months[-1][:7]} if months else None,
        "small_groups": {"base": head.base, "cell": head.cell},
        "withheld_months": [f"{month:%Y-%m}" for month in head.withheld],
        "refused": dict(head.refused),
        "files": [asdict(one) for one in kept],
        "new": sorted(new),
        "removed": sorted(removed),
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def read(data: bytes) -> tuple[int, dict[str, FileEntry]]:
    """Return (number of the delivery, {path: FileEntry}) of a manifest. Raises ManifestError."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        raise ManifestError("not JSON") from None
    if not isinstance(content, Mapping) or content.get("schema") != SCHEMA:
        raise ManifestError(f"not a manifest of {SCHEMA}")
    if content.get("schema_version") != lake_schema.SCHEMA_VERSION:
        raise ManifestError(f"schema version {content.get('schema_version')}, and this is {lake_schema.SCHEMA_VERSION}")
    try:
        files = [_entry(one) for one in content["files"]]
        return int(content["delivery"]), {one.path: one for one in files}
    except (KeyError, TypeError, ValueError):
        raise ManifestError("a file is not described") from None


def _entry(one: Mapping[str, Any]) -> FileEntry:
    entry = FileEntry(**one)
    if not _SHA.fullmatch(entry.sha256) or not is_inside(entry.path):
        raise ValueError
    return entry


def is_inside(path: str) -> bool:
    """Tell whether `path` stays below its folder: only such paths are ever written, read or deleted."""
    return bool(re.fullmatch(r"[a-z_]+/[a-z0-9_-]+\.(csv|parquet)", path))
