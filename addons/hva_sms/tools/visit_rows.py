"""Visits as they arrive from patient systems, strictly read by the contract of `visit_contract`.

A bad row is a value, not an exception: the rest of the file is still good. What is refused is never repeated in the
answer, because the refused thing may be a person's identity number or phone.
"""

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from .visit_contract import (
    CODES,
    CONTACT_TYPES,
    FATALS,
    FIELDS,
    RESULTS,
    STATUSES,
    VISITS,
    Contract,
    Field,
    ParsedFile,
    RowError,
    RowResult,
    VisitRow,
    is_integer,
    read_time,
)

__all__ = [
    "CODES",
    "CONTACT_TYPES",
    "FATALS",
    "FIELDS",
    "RESULTS",
    "STATUSES",
    "ParsedFile",
    "RowError",
    "RowResult",
    "VisitRow",
    "companion_problem",
    "has_identity_number",
    "parse_csv",
    "parse_row",
    "printable_id",
    "result_csv",
    "time_problem",
]

MAX_BYTES = 20_000_000
MAX_ROWS = 50_000
DELIMITER = ";"

RESULT_COLUMNS = ("line", "event_id", "result", "code", "field")

_HETU = re.compile(
    r"(?<![0-9])(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}[-+][0-9]{3}[0-9A-Y](?![0-9])"
    r"|(?<![0-9A-Z])(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}[A-FU-Y][0-9]{3}[0-9A-Y](?![0-9A-Z])"
)
"""Finnish identity number: ddmmyy, sign of the century, three digits, check mark. Letters as the sign only where the
number stands alone, or one in a hundred keys in hexadecimal would look like it."""
_HETU_LENGTH = 11
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_OID = re.compile(r"[0-2](\.(0|[1-9][0-9]*)){2,}")
_BOOLEANS = {"true": True, "false": False}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class _Refused(Exception):
    """A row is refused; stays inside this module."""

    def __init__(self, code: str, field: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.field = field


def parse_csv(data: bytes, contract: Contract = VISITS) -> ParsedFile:
    """Read a drop file: UTF-8 (a byte order mark is tolerated), semicolons, a header of field names, one visit a line.

    An empty cell is a missing value. No cell may hold a line break, so one bad quote costs one line. Never raises.
    """
    digest = hashlib.sha256(data).hexdigest()
    try:
        lines = _lines(data)
        header = _header(lines, contract)
    except _Refused as refused:
        return ParsedFile([], [], refused.code, refused.field, digest)
    parsed = ParsedFile([], [], digest=digest)
    for number, text in enumerate(lines[1:], start=2):
        if text.strip():
            outcome = _csv_row(number, text, header, contract)
            (parsed.rows if isinstance(outcome, VisitRow) else parsed.errors).append(outcome)  # type: ignore[arg-type]
    return parsed


def parse_row(line: int, values: Mapping[str, object], contract: Contract = VISITS) -> VisitRow | RowError:
    """Read one visit of typed values (str, int, bool), as JSON gives them; None is missing. Never raises."""
    try:
        _refuse_forbidden(values, contract)
        if values.keys() - contract.by_name.keys():
            raise _Refused("unknown_field")
        read = {field.name: _value(field, values.get(field.name)) for field in contract.fields}
        _refuse_phone_as_id(read)
    except _Refused as refused:
        return RowError(line, printable_id(values), refused.code, refused.field)
    if read["non_disclosure"]:
        read.update({name: None for name in ("phone", "client_key") if name in read})
    return contract.build(line, read)


def time_problem(row: VisitRow, now: datetime, max_age_days: int) -> str | None:
    """Return future_time or too_old when the visit's end does not suit `now` (aware); a clock may be 5 minutes off."""
    if row.visit_end > now + timedelta(minutes=5):
        return "future_time"
    return "too_old" if row.visit_end < now - timedelta(days=max_age_days) else None


def result_csv(rows: Iterable[RowResult]) -> bytes:
    """Write the outcome file. Cells a spreadsheet would run as a formula are made harmless with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=DELIMITER, lineterminator="\n")
    writer.writerow(RESULT_COLUMNS)
    for row in rows:
        cells = (row.line, row.event_id or "", row.result, row.code or "", row.field or "")
        writer.writerow([_harmless(str(cell)) for cell in cells])
    return out.getvalue().encode("utf-8", errors="replace")


def companion_problem(companion: str, data: bytes, row_count: int) -> str | None:
    """Return why a file is not the one its checksum file tells of: bad_checksum, wrong_row_count, or None.

    `companion` is one line: the SHA-256 of the file in hexadecimal, then the number of its rows without the header. A
    name between the two, as sha256sum writes one, is not read; without a number only the checksum is compared.
    """
    words = companion.split()
    if not words or words[0].lower() != hashlib.sha256(data).hexdigest():
        return "bad_checksum"
    return "wrong_row_count" if is_integer(words[-1]) and int(words[-1]) != row_count else None


def has_identity_number(text: str) -> bool:
    """Return whether something shaped like a Finnish identity number stands in the text."""
    if text.isascii():
        if len(text) < _HETU_LENGTH or _UUID.fullmatch(text):
            return False
    else:
        text = _DASHES.sub("-", unicodedata.normalize("NFKC", text))
    return bool(_HETU.search(text.upper()))


def _lines(data: bytes) -> list[str]:
    if len(data) > MAX_BYTES:
        raise _Refused("too_big")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _Refused("bad_encoding")
    if b"\0" in data:
        raise _Refused("nul_byte")
    try:
        lines = re.split(r"\r\n|\n|\r", data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _Refused("bad_encoding") from None
    if len(lines) > MAX_ROWS + 2:
        raise _Refused("too_many_rows")
    return lines


def _header(lines: list[str], contract: Contract) -> list[str]:
    if not lines[0].strip():
        raise _Refused("empty_file")
    try:
        names = _cells(lines[0])
    except csv.Error:
        raise _Refused("bad_csv") from None
    if len(set(names)) < len(names):
        raise _Refused("duplicate_field")
    if set(names) - contract.by_name.keys():
        raise _Refused("unknown_field")
    for field in contract.fields:
        if field.is_required and field.name not in names:
            raise _Refused("missing_field", field.name)
    return names


def _cells(text: str) -> list[str]:
    return next(csv.reader([text], delimiter=DELIMITER, strict=True))


def _csv_row(line: int, text: str, header: list[str], contract: Contract) -> VisitRow | RowError:
    try:
        cells = _cells(text)
    except csv.Error:
        return RowError(line, None, "bad_csv")
    if len(cells) != len(header):
        return RowError(line, None, "forbidden_data" if has_identity_number(text) else "ragged_line")
    values = {name: _typed(contract.by_name[name], cell) for name, cell in zip(header, cells, strict=True)}
    return parse_row(line, values, contract)


def _typed(field: Field, cell: str) -> object:
    """Give a cell the type JSON would have; one that cannot have it stays text and is refused as such."""
    if cell == "":
        return None
    if field.kind == "int" and is_integer(cell):
        return int(cell)
    if field.kind == "bool":
        return _BOOLEANS.get(cell, cell)
    return cell


def _refuse_forbidden(values: Mapping[str, object], contract: Contract) -> None:
    for name, value in values.items():
        if has_identity_number(str(value)):
            raise _Refused("forbidden_data", name if name in contract.by_name else None)


def _refuse_phone_as_id(read: Mapping[str, object]) -> None:
    """Refuse ids that are made of the phone number: they come back in the result file."""
    digits = re.sub(r"[^0-9]", "", str(read["phone"] or ""))[-7:]
    for name in ("event_id", "service_event_id"):
        if len(digits) == 7 and digits in re.sub(r"[^0-9]", "", str(read.get(name) or "")):
            raise _Refused("forbidden_data", name)


def _value(field: Field, value: object) -> object:
    if value is None:
        if field.is_required:
            raise _Refused("missing_field", field.name)
        return field.default
    if field.kind == "int":
        return _integer(field, value)
    if field.kind == "bool":
        if not isinstance(value, bool):
            raise _Refused("bad_type", field.name)
        return value
    if not isinstance(value, str):
        raise _Refused("bad_type", field.name)
    return _time(field, value) if field.kind == "time" else _text(field, value)


def _integer(field: Field, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _Refused("bad_type", field.name)
    if not field.min <= value <= field.max:
        raise _Refused("bad_value", field.name)
    return value


def _text(field: Field, value: str) -> str:
    if field.choices is not None:
        if value not in field.choices:
            raise _Refused("bad_value", field.name)
        return value
    has_shape = field.min <= len(value) <= field.max and value.isprintable()
    if field.kind == "oid":
        has_shape = has_shape and _OID.fullmatch(value) is not None
    elif field.pattern:
        has_shape = has_shape and re.fullmatch(field.pattern, value) is not None
    elif field.name != "phone":
        has_shape = has_shape and value == value.strip()
    if not has_shape:
        raise _Refused("bad_type", field.name)
    return value


def _time(field: Field, value: str) -> datetime:
    moment = read_time(value)
    if moment is None:
        raise _Refused("bad_type", field.name)
    return moment


def printable_id(values: Mapping[str, object]) -> str | None:
    """Return the event id when it may be repeated: well-formed and not itself what must not be sent."""
    value = values.get("event_id")
    if value is None or has_identity_number(str(value)):
        return None
    try:
        event_id = _text(VISITS.by_name["event_id"], str(value))
        _refuse_phone_as_id({"event_id": event_id, "service_event_id": None, "phone": values.get("phone")})
    except _Refused:
        return None
    return event_id


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
