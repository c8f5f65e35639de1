"""What a terminal sends, read strictly: a batch of answers with the terminal's report about itself."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from .codes import is_code

MAX_ANSWERS: Final = 50
MAX_BYTES: Final = 60_000  # under the 64 kB that a reverse proxy lets through
MAX_FIELDS: Final = 100
_COUNT_MAX: Final = 1_000_000
MS_MAX: Final = 4_102_444_800_000  # the year 2100
_VERSION: Final = re.compile(r"[0-9a-f]{1,16}", re.ASCII)
_LANG: Final = re.compile(r"[a-z]{2,8}(-[a-z]{2,8})?", re.ASCII)

# What a terminal warns of.
PROBLEMS: Final = ("storage_full", "storage_nearly_full", "storage_not_kept")


class BadBatch(Exception):
    """The message cannot be read; `code` says what is wrong and repeats nothing of it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class DeviceAnswer:
    """One answer as given. Times are milliseconds of the device's clock; `skew_ms` is what the server's clock was ahead
    of it when they last spoke before the answer, None where they never had.
    """

    client_id: str
    ticket: str
    given_ms: int
    skew_ms: int | None
    lang_code: str
    values: Mapping[str, list[str]] = field(repr=False)

    @property
    def digest(self) -> str:
        """Return a short hash of what was answered, to see the same answer again."""
        said = json.dumps(sorted(self.values.items()), separators=(",", ":"))
        return hashlib.sha256(said.encode(errors="replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Report:
    """What a terminal says about itself."""

    unsent: int = 0
    aside: int = 0
    app_version: str | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """A message. `bad_ids` are the client ids of answers that cannot be read: each gets its receipt, too."""

    report: Report
    answers: tuple[DeviceAnswer, ...]
    bad_ids: tuple[str, ...]
    form_mark: str = ""  # of the questions that the terminal has, so that they need not be sent again


def read_batch(body: bytes) -> Batch:
    """Return the message in a body. Raises `BadBatch`."""
    message = read_object(body)
    rows = message.get("answers", [])
    if not isinstance(rows, list):
        raise BadBatch("unreadable")
    if len(rows) > MAX_ANSWERS:
        raise BadBatch("too_many")
    answers: list[DeviceAnswer] = []
    bad_ids: list[str] = []
    for row in rows:
        client_id = row.get("id") if isinstance(row, dict) else None
        if not isinstance(client_id, str) or not is_code(client_id):
            raise BadBatch("unreadable")  # a receipt could not say what it is for
        answer = _answer(client_id, row)
        if answer:
            answers.append(answer)
        else:
            bad_ids.append(client_id)
    mark = message.get("form_mark")
    return Batch(_report(message.get("report")), tuple(answers), tuple(bad_ids), mark if isinstance(mark, str) else "")


def read_object(body: bytes) -> dict[str, object]:
    """Return the JSON object in a body. Raises `BadBatch`."""
    if len(body) > MAX_BYTES:
        raise BadBatch("too_large")
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        raise BadBatch("unreadable") from None
    if not isinstance(message, dict):
        raise BadBatch("unreadable")
    return message


def _answer(client_id: str, row: Mapping[str, object]) -> DeviceAnswer | None:
    ticket, lang_code, values = row.get("ticket"), row.get("lang"), row.get("values")
    given_ms, skew_ms = _whole(row.get("given"), 0, MS_MAX), _whole(row.get("skew"), -MS_MAX, MS_MAX)
    if given_ms is None or (skew_ms is None and row.get("skew") is not None):
        return None
    if not isinstance(ticket, str) or len(ticket) > 200:
        return None
    if not isinstance(lang_code, str) or not _LANG.fullmatch(lang_code) or not _is_values(values):
        return None
    assert isinstance(values, dict)
    return DeviceAnswer(client_id, ticket, given_ms, skew_ms, lang_code, values)


def _is_values(values: object) -> bool:
    if not isinstance(values, dict) or len(values) > MAX_FIELDS:
        return False
    return all(
        isinstance(given, list) and len(given) <= MAX_FIELDS and all(isinstance(item, str) for item in given)
        for given in values.values()
    )


def _report(said: object) -> Report:
    """Read the report leniently: a strange count is no reason to refuse the answers beside it."""
    if not isinstance(said, dict):
        return Report()
    unsent, aside = (_whole(said.get(name), 0, _COUNT_MAX) or 0 for name in ("unsent", "aside"))
    version, problems = said.get("version"), said.get("problems")
    return Report(
        unsent,
        aside,
        version if isinstance(version, str) and _VERSION.fullmatch(version) else None,
        tuple(code for code in PROBLEMS if isinstance(problems, list) and code in problems),
    )


def _whole(value: object, low: int, high: int) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        return None
    return value
