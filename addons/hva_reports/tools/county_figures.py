"""Figures that other counties have published: rows of a file, and what stands beside a period of ours. Pure.

A figure of another county is data with a source, never a result of ours: nothing is reckoned from it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Literal

from .metric_registry import METRICS
from .periods import Span

Column = Literal[
    "county", "metric", "value", "hedge", "n", "start_on", "end_on", "channel", "service", "source", "url", "read_on"
]
Kind = Literal["error", "new", "changed", "same"]
Fit = Literal["same", "overlap", "apart"]
Key = tuple[str, str, date, date, str, str]  # county, metric, first day, last day, channel, service

# What can stand beside a figure of ours: everything but shares of a statement's own table and what needs our own mix.
CODES: Final = tuple(code for code, one in METRICS.items() if one.family != "statement" and code != "nps_adjusted")
HEDGES: Final = ("exact", "about", "over", "under")
# What a header may say, in lower case without marks; the first is the one that we write.
HEADERS: Final[dict[Column, tuple[str, ...]]] = {
    "county": ("county", "hyvinvointialue", "alue", "välfärdsområde", "område"),
    "metric": ("figure", "metric", "luku", "mittari", "tunnusluku", "tal", "mätare", "nyckeltal"),
    "value": ("value", "arvo", "värde"),
    "hedge": ("precision", "hedge", "tarkkuus", "noggrannhet"),
    "n": ("n", "answers", "vastaajia", "vastauksia", "svar"),
    "start_on": ("from", "start", "firstday", "alkaen", "alku", "ensimmäinenpäivä", "från", "förstadagen", "förstadag"),
    "end_on": ("to", "end", "lastday", "asti", "loppu", "viimeinenpäivä", "till", "sistadagen", "sistadag"),
    "channel": ("channel", "kanava", "palautekanava", "kanal", "responskanal"),
    "service": ("service", "palvelu", "tjänst"),
    "source": ("source", "lähde", "källa"),
    "url": ("url", "address", "osoite", "adress", "link", "linkki", "länk"),
    "read_on": ("read", "readon", "thedayitwasread", "luettu", "lukupäivä", "läst", "dagendådetlästes"),
}
NEEDED: Final = ("county", "metric", "value", "start_on", "end_on", "source", "read_on")
HEDGE_WORDS: Final[dict[str, str]] = {
    **{"": "exact", "exact": "exact", "exactly": "exact", "tarkka": "exact", "exakt": "exact"},
    **{"about": "about", "noin": "about", "cirka": "about", "ca": "about", "~": "about"},
    **{"over": "over", "more than": "over", "yli": "over", "över": "over", ">": "over"},
    **{"under": "under", "less than": "under", "alle": "under", "<": "under"},
}
MOST_TEXT: Final = 300
MOST_ANSWERS: Final = 100_000_000  # more people than any county asks
YEARS: Final = range(1990, 2101)  # of days that a figure may be of; another is a slip of the pen
DIGITS: Final = 1  # decimals that are stored
_URL: Final = re.compile(r"https?://[^\s\"'<>]{3,1000}")
_NUMBER: Final = re.compile(r"[+-]?\d{1,12}(\.\d{1,6})?")


@dataclass(frozen=True, slots=True)
class Known:
    """What is there already, and the words that stand for codes.

    :param words: {"metric" or "channel": {name or code in lower case: code}}
    :param figures: key of a figure -> (id, its other values: value, hedge, n, source, url, read_on)
    """

    today: date
    words: Mapping[str, Mapping[str, str]]
    figures: Mapping[Key, tuple[int, tuple[Any, ...]]]


@dataclass(slots=True)
class Step:
    """What happens to a row. `problems` are (code, what stands there), and then `kind` is "error"."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    kind: Kind = "error"
    figure_id: int | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)


def key_of(values: Mapping[str, Any]) -> Key:
    """Return what makes a figure the same one: whose, of what, of which days, channel and service."""
    first, last = values["start_on"], values["end_on"]
    return values["county"], values["metric"], first, last, values["channel"] or "", values["service"] or ""


def others_of(values: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return the values of a figure that may change."""
    rest = tuple(values[name] or "" for name in ("hedge", "source", "url", "read_on"))
    return (round(values["value"] or 0, DIGITS), values["n"] or 0, *rest)


def columns_of(header: Sequence[str]) -> dict[Column, int]:
    """Return where each column stands. Headers that say nothing to us are left out; the first of two alike counts."""
    found: dict[Column, int] = {}
    for index, text in enumerate(header):
        word = re.sub(r"[^a-zåäö]", "", text.lower())
        column = next((name for name, words in HEADERS.items() if word in words and name not in found), None)
        if column:
            found[column] = index
    return found


def plan(rows: Iterable[tuple[int, Sequence[str]]], columns: Mapping[Column, int], known: Known) -> list[Step]:
    """Return a step for each row of the file, in its order."""
    steps = [_read(number, cells, columns, known) for number, cells in rows]
    seen: dict[Key, int] = {}
    for step in steps:
        if step.problems:
            continue
        key = key_of(step.values)
        if key in seen:
            step.problems.append(("twice", str(seen[key])))
            continue
        seen[key] = step.row
        there = known.figures.get(key)
        step.figure_id = there[0] if there else None
        step.kind = "new" if not there else "same" if there[1] == others_of(step.values) else "changed"
    return steps


def value_problem(metric: str, value: float) -> tuple[str, str] | None:
    """Return (code, bounds) where a metric cannot have the value. Shares are in per cent, counts are whole."""
    kind = METRICS[metric].kind
    if kind == "score":
        return None if -100 <= value <= 100 else ("out_of_scale", "-100–100")
    if kind == "share":
        return None if 0 <= value <= 100 else ("out_of_scale", "0–100 %")
    if kind == "mean":
        return None if 1 <= value <= 5 else ("out_of_scale", "1–5")
    if kind == "count" and value != int(value):
        return ("not_whole", "")
    return None if value >= 0 else ("out_of_scale", "0–")


def is_address(text: str) -> bool:
    """Tell whether a text is the address of a web page."""
    return bool(_URL.fullmatch(text))


def is_near(day: date) -> bool:
    """Tell whether a figure can be of a day."""
    return day.year in YEARS


def _read(number: int, cells: Sequence[str], columns: Mapping[Column, int], known: Known) -> Step:
    said: dict[str, str] = {column: cells[index].strip() for column, index in columns.items()}
    step = Step(number)
    for name in ("county", "source", "service"):
        step.values[name] = said.get(name, "")
        if not said.get(name) and name != "service":
            step.problems.append((f"{name}_missing", ""))
        elif len(said.get(name, "")) > MOST_TEXT:
            step.problems.append(("too_long", str(MOST_TEXT)))
    _read_codes(step, said, known)
    _read_numbers(step, said)
    _read_days(step, said, known.today)
    step.values["url"] = said.get("url", "")
    if step.values["url"] and not is_address(step.values["url"]):
        step.problems.append(("url_bad", step.values["url"][:80]))
    return step


def _read_codes(step: Step, said: Mapping[str, str], known: Known) -> None:
    for name in ("metric", "channel"):
        word = said.get(name, "")
        step.values[name] = known.words[name].get(word.lower(), "")
        if word and not step.values[name]:
            step.problems.append((f"{name}_unknown", word[:80]))
    if not said.get("metric"):
        step.problems.append(("metric_missing", ""))
    hedge = said.get("hedge", "").lower()
    step.values["hedge"] = HEDGE_WORDS.get(hedge, "")
    if not step.values["hedge"]:
        step.problems.append(("hedge_unknown", hedge[:80]))


def _read_numbers(step: Step, said: Mapping[str, str]) -> None:
    value = _number(said.get("value", ""))
    step.values["value"] = value
    if value is None:
        step.problems.append(("value_bad", said["value"][:80]) if said.get("value") else ("value_missing", ""))
    elif step.values["metric"] and (problem := value_problem(step.values["metric"], value)):
        step.problems.append(problem)
    n = _number(said.get("n", "") or "0")
    is_count = n is not None and 0 <= n <= MOST_ANSWERS and n == int(n)
    step.values["n"] = int(n or 0) if is_count else 0
    if not is_count:
        step.problems.append(("n_bad", said.get("n", "")[:80]))


def _read_days(step: Step, said: Mapping[str, str], today: date) -> None:
    for name in ("start_on", "end_on", "read_on"):
        text = said.get(name, "")
        step.values[name] = day = _day(text)
        if not day:
            step.problems.append(("bad_date", text[:40]) if text else (f"{name}_missing", ""))
        elif not is_near(day):
            step.problems.append(("far", text[:40]))
        elif day > today and name == "read_on":
            step.problems.append(("not_yet", text[:40]))
    first, last = step.values["start_on"], step.values["end_on"]
    if first and last and last < first:
        step.problems.append(("dates", ""))


def _number(text: str) -> float | None:
    """Return the number of "39 000", "80,1", "-34", "26 %"; None where a text is no number."""
    plain = re.sub(r"[\s\u00a0\u202f%]", "", text).replace("\u2212", "-").replace(",", ".")
    return float(plain) if _NUMBER.fullmatch(plain) else None


def _day(text: str) -> date | None:
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


# ---------------------------------------------------------------------- beside a period of ours


def fit(span: Span, first: date, last: date) -> Fit:
    """Return how the days from `first` to `last` (both included) lie to our period."""
    if (first, last) == (span.start, span.last_day):
        return "same"
    return "overlap" if first < span.end and last >= span.start else "apart"


def nearest(figures: Iterable[Mapping[str, Any]], span: Span) -> list[Mapping[str, Any]]:
    """Return one figure of each county, metric, channel and service: the one whose days are nearest to `span`'s.

    The same days go before days in common (the larger part of both together first), these before days apart (the
    smaller gap first); of two alike the later. Sorted by metric, channel, county, service, and never by value.
    """
    chosen: dict[tuple[str, str, str, str], Mapping[str, Any]] = {}
    for figure in figures:
        county, metric, _first, _last, channel, service = key_of(figure)
        key = (metric, channel, county, service)
        if key not in chosen or _distance(figure, span) < _distance(chosen[key], span):
            chosen[key] = figure
    order = {code: place for place, code in enumerate(CODES)} | {"nps": -1}  # first what people look for
    return [chosen[key] for key in sorted(chosen, key=lambda key: (order.get(key[0], len(order)), key))]


def _distance(figure: Mapping[str, Any], span: Span) -> tuple[float, int]:
    first, last = figure["start_on"], figure["end_on"]
    common = (min(last, span.last_day) - max(first, span.start)).days + 1
    both = (max(last, span.last_day) - min(first, span.start)).days + 1
    return (1 - common / both if common > 0 else 1.0 - common), -last.toordinal()
