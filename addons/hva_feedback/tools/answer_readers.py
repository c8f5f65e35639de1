"""Reading one posted value: each kind of question has its reader. A value nobody offered is refused with a code.

Never repaired by guessing: the exception is text, where invisible control characters are dropped because people do not
know that they sent them.
"""

import math
import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time
from typing import Final

from .form_shape import Question


class Refused(Exception):
    """A value is not accepted; `code` is one of `answer_validation.PROBLEMS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Single = int | float | str | date | datetime

_INTEGER: Final = re.compile(r"-?(0|[1-9][0-9]{0,8})", re.ASCII)
_NUMBER: Final = re.compile(r"-?[0-9]{1,12}([.,][0-9]{1,6})?", re.ASCII)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_DAY_WRITTEN: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})", re.ASCII)  # where the browser has no picker
_MOMENT: Final = re.compile(r"(\S{8,10})[T ]+([0-9]{1,2})[:.]([0-9]{2})(?::[0-9]{2})?", re.ASCII)
# Turn the reading direction of everything after them, also in lists, mails and files.
_DIRECTION_MARKS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def read_one(question: Question, raw: str) -> Single | None:
    """Return the value of a field that takes one; None for blank text. Raises `Refused`."""
    return _READERS[question.kind](question, raw)


def read_option(question: Question, raw: str) -> int:
    """Return the id of the option named by `raw`. Raises `Refused`."""
    for option in question.options:
        if raw == str(option.id):
            return option.id
    raise Refused("not_offered")


def read_options(question: Question, given: Sequence[str]) -> tuple[int, ...]:
    """Return the ids of several options, in the order given. Raises `Refused`."""
    chosen = tuple(read_option(question, raw) for raw in given)
    if len(set(chosen)) != len(chosen):
        raise Refused("too_many")
    if question.max_choices and len(chosen) > question.max_choices:
        raise Refused("too_many_choices")
    return chosen


def read_words(raw: str, limit: int) -> str | None:
    """Return cleaned text of at most `limit` characters, None where nothing is left. Raises `Refused`."""
    # Looked at first: normalising megabytes that are refused anyway would be work for an attacker.
    if len(raw) > 2 * limit:
        raise Refused("too_long")
    text = clean_text(raw)
    if len(text) > limit:
        raise Refused("too_long")
    return text or None


def read_line(raw: str, limit: int) -> str | None:
    """The same for a field of one line."""
    text = read_words(raw, limit)
    return " ".join(text.split()) if text else None


def clean_text(text: str) -> str:
    """Return the text as stored: NFC, line ends as \\n, no control or direction characters, no blank ends.

    Raises `Refused("bad_text")` for a lone surrogate, which no database can store.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Refused("bad_text") from None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(char for char in text if _is_printable(char)).strip()


def steps(question: Question) -> range:
    """Return the numbers of a scale."""
    low = 0 if question.min_value is None else int(question.min_value)
    high = 10 if question.max_value is None else int(question.max_value)
    return range(low, high + 1)


def in_range(question: Question, value: float) -> bool:
    """Tell whether a number is finite and within the question's bounds."""
    low, high = question.min_value, question.max_value
    return math.isfinite(value) and (low is None or value >= low) and (high is None or value <= high)


def in_period(question: Question, moment: datetime) -> bool:
    """Tell whether a day (at midnight) or moment is within the question's bounds."""
    low, high = question.min_moment, question.max_moment
    return (low is None or moment >= low) and (high is None or moment <= high)


def _is_printable(char: str) -> bool:
    if char in "\n\t":
        return True
    return char not in _DIRECTION_MARKS and unicodedata.category(char) != "Cc"


def _read_scale(question: Question, raw: str) -> int:
    if not _INTEGER.fullmatch(raw) or raw == "-0":
        raise Refused("bad_number")
    if int(raw) not in steps(question):
        raise Refused("out_of_range")
    return int(raw)


def _read_text(question: Question, raw: str) -> str | None:
    return _long_enough(question, read_words(raw, question.length_limit))


def _read_char(question: Question, raw: str) -> str | None:
    return _long_enough(question, read_line(raw, question.length_limit))


def _long_enough(question: Question, text: str | None) -> str | None:
    if text and question.min_length and len(text) < question.min_length:
        raise Refused("too_short")
    return text


def _read_number(question: Question, raw: str) -> float:
    if not _NUMBER.fullmatch(raw.strip(" ")):
        raise Refused("bad_number")
    value = float(raw.strip(" ").replace(",", "."))
    if not in_range(question, value):
        raise Refused("out_of_bounds")
    return value


def _read_date(question: Question, raw: str) -> date:
    day = _day(raw.strip(" "))
    if not in_period(question, datetime.combine(day, time.min)):
        raise Refused("out_of_days")
    return day


def _read_datetime(question: Question, raw: str) -> datetime:
    match = _MOMENT.fullmatch(raw.strip(" "))
    if not match:
        raise Refused("bad_moment")
    try:
        moment = datetime.combine(_day(match[1]), time(int(match[2]), int(match[3])))
    except (Refused, ValueError):
        raise Refused("bad_moment") from None
    if not in_period(question, moment):
        raise Refused("out_of_days")
    return moment


def _day(raw: str) -> date:
    with suppress(ValueError):
        if _DAY.fullmatch(raw):
            return date.fromisoformat(raw)
        if match := _DAY_WRITTEN.fullmatch(raw):
            return date(int(match[3]), int(match[2]), int(match[1]))
    raise Refused("bad_date")


_READERS: Final = {
    "scale": _read_scale,
    "choice": read_option,
    "text": _read_text,
    "char": _read_char,
    "number": _read_number,
    "date": _read_date,
    "datetime": _read_datetime,
}
