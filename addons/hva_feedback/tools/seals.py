"""The chain of seals over the audit trail: one seal a day, each holding the one before.

A row's digest is the SHA-256 of its canonical text; a day's rows digest that of all row digests; a seal that of the
seal before, the day, the count and the rows digest. Change, remove or add a row of a sealed day, and the day's rows
digest differs; change a seal, and the one after it no longer follows. Who can rewrite the whole database can rewrite
the whole chain: what stands against that is a copy of a seal elsewhere.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, Literal

START: Final = "0" * 64
FIELDS: Final = ("id", "at", "user_id", "action", "model", "res_id", "unit_id", "reason", "details")

Break = Literal[
    "rows_changed",  # the rows of the day are not those that were sealed
    "count_changed",  # fewer or more of them
    "seal_changed",  # the seal's own digest does not follow from what it holds
    "chain_broken",  # it does not hold the seal before
    "day_missing",  # a day between two seals has none
    "gone_without_proof",  # the rows were taken away by retention, and no sealed row says so
]


@dataclass(frozen=True, slots=True)
class Seal:
    """One sealed day. `purged` tells that retention took its rows away, which leaves nothing to count."""

    day: date
    count: int
    rows_digest: str
    previous: str
    digest: str
    purged: bool = False


def row_digest(row: Mapping[str, Any]) -> str:
    """Return the digest of a row: its `FIELDS` as JSON with sorted keys, empty values as null."""
    known = {name: row.get(name) for name in FIELDS}
    values = {name: None if value in (False, "") else value for name, value in known.items()}
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return _sha(text)


def rows_digest(digests: Iterable[str]) -> tuple[int, str]:
    """Return how many rows there are and the digest of them, in the order given."""
    total, count = hashlib.sha256(), 0
    for digest in digests:
        total.update(digest.encode())
        count += 1
    return count, total.hexdigest()


def seal(previous: str, day: date, count: int, digest: str) -> str:
    """Return the seal of a day after the seal `previous` (`START` for the first)."""
    return _sha(f"{previous}\n{day.isoformat()}\n{count}\n{digest}")


def find_breaks(
    seals: Sequence[Seal], found: Mapping[date, tuple[int, str]], proven_until: date | None
) -> list[tuple[date, Break]]:
    """Return where the chain breaks: (day, what), oldest first; empty when all is as it was sealed.

    :param seals: all seals by day
    :param found: day -> count and digest of the rows that are there now; a day without rows may be left out
    :param proven_until: last day of which sealed rows say that retention took the rows away
    """
    breaks: list[tuple[date, Break]] = []
    before: Seal | None = None
    for each in seals:
        breaks += [(each.day, code) for code in _breaks_of(each, before, found, proven_until)]
        before = each
    return breaks


def _breaks_of(
    each: Seal, before: Seal | None, found: Mapping[date, tuple[int, str]], proven_until: date | None
) -> list[Break]:
    codes: list[Break] = []
    if before and each.day != before.day + timedelta(days=1):
        codes.append("day_missing")
    if each.previous != (before.digest if before else START):
        codes.append("chain_broken")
    if each.digest != seal(each.previous, each.day, each.count, each.rows_digest):
        codes.append("seal_changed")
    count, digest = found.get(each.day, rows_digest(()))
    if each.purged and not count:
        if proven_until is None or each.day > proven_until:
            codes.append("gone_without_proof")
    elif count != each.count:
        codes.append("count_changed")
    elif digest != each.rows_digest:
        codes.append("rows_changed")
    return codes


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
