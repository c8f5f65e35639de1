"""The contract of visits: fields, codes and the shapes that rows take. `visit_rows` reads and writes them."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

RESULTS = ("accepted", "duplicate", "updated", "skipped", "rejected")

CODES = {
    "missing_field": "A required field is missing",
    "bad_type": "The field has the wrong type or shape",
    "bad_value": "The value is not among the allowed ones",
    "unknown_field": "A field outside the contract",
    "forbidden_data": "Data that must not be sent, such as an identity number",
    "ragged_line": "The line has more or fewer cells than the header",
    "bad_csv": "The line cannot be read as CSV",
    "unknown_unit": "The unit is not known or not active",
    "unknown_queue": "The queue of the telephone system is tied to no unit",
    "unknown_patient": "The Encounter names no Patient of the Bundle",
    "future_time": "The visit is in the future",
    "too_old": "The visit is too old",
    "conflict": "The same revision came with other content",
    "too_late": "The invitation has already been sent",
    "duplicate": "The row has come before",
}
"""Code of a row -> English label. Skipped rows also carry the reasons of `eligibility.REASONS`."""

FATALS = {
    "too_big": "The file is too big",
    "bad_encoding": "The file is not UTF-8",
    "nul_byte": "The file is not text: it has NUL bytes",
    "empty_file": "The file has no header",
    "bad_csv": "The header cannot be read as CSV",
    "unknown_field": "The header has a field outside the contract",
    "duplicate_field": "The header has a field twice",
    "missing_field": "The header lacks a required field",
    "too_many_rows": "The file has too many rows",
    "bad_checksum": "The file is not the one its checksum was made of",
    "wrong_row_count": "The file has more or fewer rows than its checksum file says",
}
"""Code of a whole file that could not be read -> English label."""

STATUSES = frozenset({"finished", "cancelled", "no_show", "entered_in_error"})
CONTACT_TYPES = frozenset({"visit", "call", "remote", "home", "mobile", "ward_discharge", "other"})


@dataclass(frozen=True)
class Field:
    """One field of the contract. `kind`: text, int, bool, time, oid, choice. A missing optional one takes `default`."""

    name: str
    kind: str
    is_required: bool = False
    default: object = None
    min: int = 1
    max: int = 64
    choices: frozenset[str] | None = None
    pattern: str | None = None


FIELDS = (
    Field("event_id", "text", is_required=True),
    Field("revision", "int", is_required=True, max=2**31 - 1),
    Field("status", "choice", is_required=True, choices=STATUSES),
    Field("visit_end", "time", is_required=True),
    Field("visit_start", "time"),
    Field("service_event_id", "text"),
    Field("client_key", "text", min=32, pattern=r"[0-9A-Za-z+/=_-]+"),
    Field("unit_oid", "oid", is_required=True),
    Field("service_code", "text", max=16),
    Field("contact_type", "choice", is_required=True, choices=CONTACT_TYPES),
    Field("phone", "text", max=32),  # absent: the visit is skipped with no_phone
    Field("phone_ambiguous", "bool", default=False),
    Field("language", "text", default="fi", min=2, max=3, pattern=r"[a-z]+"),
    Field("age_years", "int", is_required=True, min=0, max=130),
    Field("municipality", "text", min=3, max=3, pattern=r"[0-9]+"),
    Field("sms_consent", "bool", default=False),  # missing is no
    Field("non_disclosure", "bool", default=True),  # missing is yes
    Field("survey_opt_out", "bool", default=False),
    Field("deceased", "bool", default=False),
)
FIELD_BY_NAME = {field.name: field for field in FIELDS}


@dataclass(frozen=True)
class Contract:
    """What a door takes. `name`: of the list in the envelope; `build` makes a row of a line and the values read."""

    name: str
    fields: tuple[Field, ...]
    by_name: Mapping[str, Field]
    build: "Callable[[int, Mapping[str, object]], VisitRow]"


@dataclass(frozen=True)
class VisitRow:
    """One valid row. Times are aware. `phone` is as the source wrote it: see `phone.normalise`.

    With `non_disclosure` neither phone nor client key is kept. A call has no age, and a queue instead of a unit's OID.
    """

    line: int
    event_id: str
    revision: int
    status: str
    visit_end: datetime
    visit_start: datetime | None
    service_event_id: str | None
    client_key: str | None
    unit_oid: str
    service_code: str | None
    contact_type: str
    phone: str | None
    phone_ambiguous: bool
    language: str
    age_years: int | None
    municipality: str | None
    sms_consent: bool
    non_disclosure: bool
    survey_opt_out: bool
    deceased: bool
    queue: str | None = None

    def __repr__(self) -> str:
        return f"VisitRow(line={self.line})"

    @property
    def content_hash(self) -> str:
        """Hash of everything but the line: a row that comes again has the same one.

        The phone could be found from it by trying all numbers, so it is stored only under the person key:
        `person_hmac("content", row.content_hash, secret)`.
        """
        content = {**vars(self), "line": 0}  # flat, so no asdict, which costs ten times as much
        if self.queue is None:
            del content["queue"]  # a visit keeps the hash that it had before there were calls
        return hashlib.sha256(json.dumps(content, sort_keys=True, default=_utc_text).encode()).hexdigest()


@dataclass(frozen=True)
class RowError:
    """A row that is refused. `event_id` only when it is well-formed; `field` is a name from the contract, or None."""

    line: int
    event_id: str | None
    code: str
    field: str | None = None


@dataclass(frozen=True)
class ParsedFile:
    """What came in one delivery. `digest`: hash of its content, the same when the same comes again.

    `fatal` is a key of FATALS when nothing could be read; `fatal_field` names a required field that is missing.
    """

    rows: list[VisitRow]
    errors: list[RowError]
    fatal: str | None = None
    fatal_field: str | None = None
    digest: str = ""


@dataclass(frozen=True)
class RowResult:
    """What became of a row: `result` from RESULTS, `code` and `field` when there is something to say."""

    line: int
    event_id: str | None
    result: str
    code: str | None = None
    field: str | None = None


def _visit(line: int, read: Mapping[str, object]) -> VisitRow:
    return VisitRow(line=line, **read)  # type: ignore[arg-type]


VISITS = Contract("visits", FIELDS, FIELD_BY_NAME, _visit)


_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})")

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,18})")  # int() takes ages for thousands of digits, and raises for more


def is_integer(text: str) -> bool:
    """Return whether a text is a whole number as JSON writes it, of 19 digits at most."""
    return _INTEGER.fullmatch(text) is not None


def read_time(value: object) -> datetime | None:
    """Read a moment written with its offset, as 2026-11-20T14:30:00+02:00; None for anything else.

    Years before 1900 and after 2200 are refused too: at both ends of the calendar a moment has no UTC.
    """
    if not isinstance(value, str) or not _TIME.fullmatch(value) or not "1900" <= value[:4] <= "2200":
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _utc_text(value: object) -> str:
    assert isinstance(value, datetime)
    return value.astimezone(UTC).isoformat()
