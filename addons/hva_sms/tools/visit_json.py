"""Visits and calls as JSON, the body of POST /hva_sms/v1/visits: an envelope around rows of a `Contract`.

An envelope that cannot be read is a value, as a bad row is. Rows go through the same `parse_row` as those of a file, so
both doors give the same answer to the same visit. Nothing that is refused is repeated.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from .visit_contract import VISITS, Contract, ParsedFile, RowError, VisitRow, is_integer, read_time
from .visit_rows import has_identity_number, parse_row

MAX_BYTES = 2_000_000  # a thousand visits with every field at its longest are 1.4 million
MAX_VISITS = 1_000
VERSIONS = ("1",)

UNREADABLE = {
    "bad_encoding": "The body is not UTF-8",
    "bad_json": "The body is not JSON",
    "duplicate_key": "An object has the same key twice",
    "too_deep": "The body is nested too deep",
    "bad_type": "The field has the wrong type or shape",
    "missing_field": "A required field is missing",
    "unknown_field": "A field outside the contract",
    "forbidden_data": "Data that must not be sent, such as an identity number",
    "not_a_bundle": "The body is no FHIR R4 Bundle of type collection",
    "unknown_resource": "The Bundle has something else than Encounter, Patient and Organization",
    "unsupported_version": "This version of the contract is not spoken here",
    "too_many_rows": "The batch has more than 1 000 visits",
}
"""Why a body could not be read: code -> what to tell the sender."""

_NAMES = ("contract_version", "source_system", "batch_id", "produced_at")
_BATCH_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:-]{0,63}")
_SOURCE = re.compile(r"[0-9a-z][0-9a-z_-]{0,31}")
_NESTED = ...  # stands for a value no field takes; printing it gives nothing away


@dataclass(frozen=True)
class Delivery:
    """A batch that could be read. The lines of its rows are their indexes in `visits`, from 0."""

    source_system: str
    batch_id: str
    produced_at: datetime
    parsed: ParsedFile


@dataclass(frozen=True)
class Unreadable:
    """`code` is a key of UNREADABLE; `field` a name of the envelope, or None."""

    code: str
    field: str | None = None


class Refused(Exception):
    """The body is refused; stays inside this module and `visit_fhir`."""

    def __init__(self, code: str, field: str | None = None) -> None:
        super().__init__(code)
        self.unreadable = Unreadable(code, field)


def parse_json(data: bytes, contract: Contract = VISITS) -> Delivery | Unreadable:
    """Read a body strictly: UTF-8, no key twice, no NaN, all of the envelope and nothing else. Never raises."""
    try:
        return _delivery(load(data), contract)
    except Refused as refused:
        return refused.unreadable
    except RecursionError:
        return Unreadable("too_deep")


def is_batch_id(text: str) -> bool:
    """Return whether a batch may have this name: up to 64 letters, digits and . _ : - that begin with no mark."""
    return _BATCH_ID.fullmatch(text) is not None


def is_source_code(text: str) -> bool:
    """Return whether a patient system may have this code: up to 32 small letters, digits, _ and -."""
    return _SOURCE.fullmatch(text) is not None


def load(data: bytes) -> object:
    """Return what a body of strict JSON holds.

    :raises Refused: when it is no JSON in UTF-8
    :raises RecursionError: when it is nested too deep
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("bad_encoding") from None
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_number)
    except ValueError:
        raise Refused("bad_json") from None


def _object(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise Refused("duplicate_key")
    return read


def _constant(word: str) -> NoReturn:
    raise Refused("bad_json")  # NaN and Infinity are Python's, not JSON's


def _number(digits: str) -> int | float:
    """Read an integer; one that no field can hold becomes a float, which no field takes."""
    return int(digits) if is_integer(digits) else float(digits)


def _delivery(body: object, contract: Contract) -> Delivery:
    names = (*_NAMES, contract.name)
    if not isinstance(body, dict):
        raise Refused("bad_type")
    for name in names:
        if body.get(name) is None:
            raise Refused("missing_field", name)
    if body.keys() - set(names):
        raise Refused("unknown_field")
    if body["contract_version"] not in VERSIONS:
        raise Refused("unsupported_version", "contract_version")
    batch_id, source_system = _name(body, "batch_id"), _name(body, "source_system")
    if not is_batch_id(batch_id):
        raise Refused("bad_type", "batch_id")
    produced_at = read_time(body["produced_at"])
    if produced_at is None:
        raise Refused("bad_type", "produced_at")
    return Delivery(source_system, batch_id, produced_at, _parsed(body[contract.name], contract))


def _name(body: dict[str, object], name: str) -> str:
    value = body[name]
    if not isinstance(value, str):
        raise Refused("bad_type", name)
    if has_identity_number(value):
        raise Refused("forbidden_data", name)
    return value


def _parsed(visits: object, contract: Contract) -> ParsedFile:
    if not isinstance(visits, list):
        raise Refused("bad_type", contract.name)
    if len(visits) > MAX_VISITS:
        raise Refused("too_many_rows", contract.name)
    parsed = ParsedFile([], [], digest=digest(visits))
    for index, visit in enumerate(visits):
        outcome = _row(index, visit, contract)
        (parsed.rows if isinstance(outcome, VisitRow) else parsed.errors).append(outcome)  # type: ignore[arg-type]
    return parsed


def digest(rows: list[object]) -> str:
    """Return the hash of what a delivery holds, the same however the source orders the keys of an object."""
    canonical = json.dumps(rows, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _row(index: int, visit: object, contract: Contract) -> VisitRow | RowError:
    if not isinstance(visit, dict):
        return RowError(index, None, "bad_type")
    # lists and objects belong nowhere in a visit, and a deep one could not even be printed
    flat = {name: _NESTED if isinstance(value, list | dict) else value for name, value in visit.items()}
    return parse_row(index, flat, contract)
