"""What may be asked of the results, and what the answer looks like: the contract of `hva.query.query(definition)`.

Screen, mails, files, public page and exports ask by this and by nothing else. Both sides are JSON: a definition can
stand in a link and an answer can be drawn by a page that does no arithmetic.

**The definition.** Everything may be left out.

    {"unit": 12,                    # id of a unit; null: the reader's own units (an administrator: the county)
     "below": true,                 # with the units under it, and those merged into them
     "period": {"kind": "month", "offset": -1},
     "compare": "previous",         # "none" (default), "previous", "year_ago" or "own"
     "against": {"start": "2026-01-01", "end": "2026-01-31"}, # with "own": the earlier days; default as "previous"
     "filters": {"channels": ["sms"], "services": [3], "contact_modes": ["visit"],
                 "languages": ["fi"], "respondent_groups": ["customer"], "age_bands": ["65_79"],
                 "kinds": ["criticism"], "assisted": true},
     "metrics": ["answers", "nps"], # codes of tools/metric_registry.METRICS
     "group": "unit",               # one of GROUPS, default "none"
     "step": "month"}               # one of STEPS; with the group "step" alone, default "month"

Period: `kind` is one of KINDS. day, week (from Monday), month, quarter, tertial (four months) and year are whole
calendar periods: the one that holds `day` (an ISO date, default today), moved by `offset` periods (-1 is the one
before). "ytd" is the year up to `day`, this day included. "own" runs from `start` to `end`, both included, at most
MOST_DAYS.

Filters: a list that is empty or missing filters nothing; several values are "one of them". `assisted` is true, false
or null (both). Groups: "none" is one row; "unit" the units right below (the unit itself has a row when it has
feedback of its own; without `unit`, the reader's topmost units); "leaf" every unit that has feedback of its own or
none below it; "step" the days, weeks, months ... of the period, those without feedback too; "statement" the national
statements, with metrics of FAMILY statement; "own_statement" the county's own questions that are answered by choosing
one value, with the same metrics, as far as their scale has them; "nps_class" promoters, passives, detractors, with the
metrics answers and share; "not_asked" the reasons why nobody asked after a visit, with the metric visits;
"kind" thanks, criticism ... and "topic" what feedback was about, with the metrics answers and share; one feedback may
have several topics.

**The answer.**

    {"definition": {...},           # as understood: every key there, `day` / `start` / `end` filled in
     "fresh_at": "2026-11-27T08:15:00Z", # figures hold everything stored before this moment
     "period": {"start": "2026-10-01", "end": "2026-10-31", "label": "October 2026", "is_closed": true},
     "compared": {...} or null,     # the same for the earlier period
     "scope": "own",                # own: all figures are the reader's own units'; mixed; other
     "unit": {"id": 12, "label": "Eura", "level": "Service unit",
              "path": [[1, "County"], [4, "Health"]]} or null,
     "columns": [{"key": "nps", "label": "NPS", "kind": "score", "digits": 0}],
     "rows": [{"key": "12", "label": "Eura", "unit": 12 or null, "level": ... or null, "is_own": true,
               "has_below": false,  # groups of units: there is something to open under it
               "cells": {"nps": CELL}, "compared": {"nps": COMPARED}}],
     "totals": {...},               # one row: all rows together, made from sums. Same shape, key "total"
     "notes": [{"code": "hidden", "text": "...", "count": 3}],
     "run_charts": {"nps": {...}}}  # group "step" alone: tools/run_chart.py, per metric that can have one

CELL: {"value": 42.0 or null, "low": ..., "high": ..., "n": 120, "state": "ok", "reason": null or a code, "text": null
or the reason in words}. `low` and `high` are the 95 % interval or null; `n` the people the value stands on, null when
hidden. States: "ok" has a value. "hidden": small numbers, see tools/suppression.py. "not_applicable": the metric has
no meaning here (a response rate of terminals). "no_data": nobody answered. COMPARED is a CELL of the earlier period
with "change", "change_low", "change_high" (null without) and "verdict": "up", "down", "same" (the interval of the
change holds zero) or "none" (nothing to compare). Counts have no interval and never a verdict but "none". `kind` of a
column: count, score (-100..100), share (0..1), mean, hours. A unit other than the reader's own shows closed months
alone, unfiltered; all else of it is "hidden" with the reason "not_published".

Rows of "statement" and "own_statement" that are the reader's own also have "values": [{"value": 5, "label": "...",
"count": 12, "share": 0.3 or null, "is_outside": false}], how many chose each; "does not apply" is outside and last. Own
statements of other units are never shown: then there are no rows, and the note "own_only".

Asked and answered (docs/statistics.md): `visits` and `may_ask` are for managers of all the units, else hidden with
"managers_only". `response_gap` is the response rate of a row less that of all other rows together (-1..1, groups of
units, language and age_band); lower than the others where `high` is below zero, "few_asked" below ten asked. With
the group "age_band" figures of those asked are known for whole months. Groups by language and age also have a row for
people who were asked and did not answer.

The metric nps_adjusted is the NPS with the county's mix of channels; its COMPARED also has "split": {"mix", "real"} or
null, the change of the plain NPS parted into what other channels did and what people said otherwise. Its note "mix" has
the shares.

Targets: a row of a unit (and `totals` of the unit asked for) may have "targets": {"nps": {"value": 50.0, "verdict":
"met", "not_met", "cannot_tell", "hidden" or "no_answers", "text": "..."}} where the county has set one for the period's
year (tools/targets.py).

Errors: `parse` raises `DefinitionError` with the place and what was wrong in English; `hva.query` says it to the
user.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from .periods import MONTHS, Span, add_months, containing, year_before

KINDS: Final = ("day", "week", "month", "quarter", "tertial", "year", "ytd", "own")
COMPARISONS: Final = ("none", "previous", "year_ago", "own")
UNIT_GROUPS: Final = ("unit", "leaf")
GROUPS: Final = (
    *("none", "unit", "leaf", "step", "channel", "language", "service", "contact_mode", "respondent_group"),
    *("age_band", "assisted", "statement", "own_statement", "nps_class", "not_asked", "kind", "topic"),
)
STEPS: Final = ("day", "week", "month", "quarter", "tertial", "year")
FILTERS: Final = {  # list of the definition -> the dimension it filters
    "channels": "channel",
    "services": "service",
    "contact_modes": "contact_mode",
    "languages": "language",
    "respondent_groups": "respondent_group",
    "age_bands": "age_band",
    "kinds": "kind",
}
LISTS: Final = tuple(FILTERS)
DEFAULT_METRICS: Final = ("answers", "nps")
MOST_DAYS: Final = 366 * 12
MOST_STEPS: Final = 400  # rows of a group by step: a year of days and some
MOST_OFFSET: Final = 5000
MOST_METRICS: Final = 80
MOST_VALUES: Final = 200  # of one filter
_FIRST: Final = date(1990, 1, 1)
_LAST: Final = date(2100, 1, 1)


class DefinitionError(ValueError):
    """A definition asks for what was never offered. `place` names the key, `what` says in English what is wrong."""

    def __init__(self, place: str, what: str) -> None:
        super().__init__(f"{place}: {what}")
        self.place = place
        self.what = what


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be asked for: metric codes, the values of each list of LISTS, ids of units."""

    metrics: Collection[str]
    values: Mapping[str, Collection[str | int]]
    units: Collection[int]


@dataclass(frozen=True, slots=True)
class Definition:
    """A checked question. `span` and `earlier` (None without comparison) are half-open local days."""

    unit: int | None
    below: bool
    kind: str
    span: Span
    compare: str
    earlier: Span | None
    filters: Mapping[str, tuple[str | int, ...]]
    assisted: bool | None
    metrics: tuple[str, ...]
    group: str
    step: str
    raw: Mapping[str, Any] = field(compare=False, repr=False)

    @property
    def is_filtered(self) -> bool:
        return bool(self.filters) or self.assisted is not None

    @property
    def by_dimension(self) -> dict[str, tuple[str | int, ...]]:
        """The filters as {dimension: values}, "assisted" (0 or 1) among them."""
        assisted = {} if self.assisted is None else {"assisted": (int(self.assisted),)}
        return {**{FILTERS[name]: values for name, values in self.filters.items()}, **assisted}

    def steps(self) -> list[Span]:
        """Return the steps of the period in order, cut to it at both ends."""
        return steps_of(self.span, self.step)

    def steps_of_earlier(self) -> list[Span]:
        """Return the steps of the period it is compared with."""
        return steps_of(self.earlier, self.step) if self.earlier else []


def parse(raw: Any, offered: Offered, today: date) -> Definition:
    """Return the checked `Definition` of `raw`. Raises DefinitionError for every value that was not offered."""
    if not isinstance(raw, Mapping):
        raise DefinitionError("definition", "must be an object")
    _known(raw, "definition", ("unit", "below", "period", "compare", "against", "filters", "metrics", "group", "step"))
    unit = raw.get("unit")
    if unit is not None and (not _is_int(unit) or unit not in offered.units):
        raise DefinitionError("unit", "is not a unit of this county")
    below = _flag(raw, "below", default=True)
    kind, span = _period(_given(raw, "period", {}), today)
    compare = _one_of(raw, "compare", COMPARISONS, "none")
    filters, assisted = _filters(_given(raw, "filters", {}), offered)
    group = _one_of(raw, "group", GROUPS, "none")
    step = _one_of(raw, "step", STEPS, "month")
    metrics = _metrics(_given(raw, "metrics", DEFAULT_METRICS), offered)
    if group == "step" and len(steps_of(span, step, MOST_STEPS + 1)) > MOST_STEPS:
        raise DefinitionError("step", f"makes more than {MOST_STEPS} rows")
    earlier = _earlier(raw, kind, span, compare)
    understood = {
        "unit": unit,
        "below": below,
        "period": {
            "kind": kind,
            "start": span.start.isoformat(),
            "end": span.last_day.isoformat(),
            "day": (span.last_day if kind == "ytd" else span.start).isoformat(),
        },
        "compare": compare,
        **({"against": _days(earlier)} if compare == "own" and earlier else {}),
        "filters": {**{name: list(filters.get(name, ())) for name in LISTS}, "assisted": assisted},
        "metrics": list(metrics),
        "group": group,
        "step": step,
    }
    return Definition(
        unit, below, kind, span, compare, earlier, filters, assisted, metrics, group, step, raw=understood
    )


def steps_of(span: Span, step: str, most: int | None = None) -> list[Span]:
    """Return the days, weeks, months ... of `span` in order, cut to it; at most `most`."""
    found: list[Span] = []
    day = span.start
    while day < span.end and (most is None or len(found) < most):
        whole = calendar_span(step, day)
        found.append(Span(day, min(whole.end, span.end)))
        day = whole.end
    return found


def calendar_span(kind: str, day: date) -> Span:
    """Return the day, week (from Monday), month, quarter, tertial or year that holds `day`."""
    if kind == "day":
        return Span(day, day + timedelta(days=1))
    if kind == "week":
        monday = day - timedelta(days=day.weekday())
        return Span(monday, monday + timedelta(days=7))
    return containing(kind, day)  # type: ignore[arg-type]


def kind_of(span: Span) -> str:
    """Return which calendar period `span` is; "own" for any other days."""
    kinds = ("day", "week", "month", "quarter", "tertial", "year")
    return next((kind for kind in kinds if calendar_span(kind, span.start) == span), "own")


def moved(kind: str, span: Span, count: int) -> Span:
    """Return the calendar period `count` periods of its kind after `span`."""
    if kind in ("day", "week"):
        length = span.end - span.start
        return Span(span.start + count * length, span.end + count * length)
    months = MONTHS[kind] * count  # type: ignore[index]
    return Span(add_months(span.start, months), add_months(span.end, months))


def earlier_span(kind: str, span: Span, compare: str) -> Span:
    """Return what `span` is compared with. A week a year ago is the one 52 weeks before, so weekdays match.

    The year up to a day has no period before it but the same days of last year.
    """
    if compare == "year_ago" or kind == "ytd":
        return Span(span.start - timedelta(days=364), span.end - timedelta(days=364)) if kind == "week" else (
            year_before(span)
        )  # fmt: skip
    if kind == "own":
        return Span(span.start - (span.end - span.start), span.start)
    return moved(kind, span, -1)


def _earlier(raw: Mapping[str, Any], kind: str, span: Span, compare: str) -> Span | None:
    if compare == "none":
        return None
    if compare != "own":
        return earlier_span(kind, span, compare)
    against = _given(raw, "against", {})
    if not isinstance(against, Mapping):
        raise DefinitionError("against", "must be an object")
    _known(against, "against", ("start", "end"))
    if not any(against.values()):
        return earlier_span(kind, span, "previous")
    return _own_span(against, "against")


def _own_span(raw: Mapping[str, Any], place: str) -> Span:
    start, end = _day(raw, "start", None, place), _day(raw, "end", None, place)
    if end < start:
        raise DefinitionError(f"{place}.end", "is before the start")
    span = Span(start, end + timedelta(days=1))
    if (span.end - span.start).days > MOST_DAYS:
        raise DefinitionError(f"{place}.end", "is too far from the start")
    return span


def _days(span: Span) -> dict[str, str]:
    return {"start": span.start.isoformat(), "end": span.last_day.isoformat()}


def _period(raw: Any, today: date) -> tuple[str, Span]:
    if not isinstance(raw, Mapping):
        raise DefinitionError("period", "must be an object")
    _known(raw, "period", ("kind", "day", "offset", "start", "end"))
    kind = _one_of(raw, "kind", KINDS, "month", "period.kind")
    if kind == "own":
        return kind, _own_span(raw, "period")
    day = _day(raw, "day", today)
    offset = raw.get("offset") or 0
    if not _is_int(offset) or abs(offset) > MOST_OFFSET:
        raise DefinitionError("period.offset", "must be a whole number within reason")
    try:
        if kind == "ytd":
            span = Span(date(day.year + offset, 1, 1), _same_day(day, day.year + offset) + timedelta(days=1))
        else:
            span = moved(kind, calendar_span(kind, day), offset)
    except (ValueError, OverflowError) as error:
        raise DefinitionError("period.offset", "leads out of the calendar") from error
    if not _FIRST <= span.start <= _LAST:
        raise DefinitionError("period.offset", "leads out of the calendar")
    return kind, span


def _same_day(day: date, year: int) -> date:
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _day(raw: Mapping[str, Any], name: str, default: date | None, place: str = "period") -> date:
    value = raw.get(name)
    if value in (None, "") and default is not None:
        return default
    try:
        day = date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        day = None
    if day is None or not _FIRST <= day <= _LAST:
        raise DefinitionError(f"{place}.{name}", "must be a date like 2026-10-31")
    return day


def _filters(raw: Any, offered: Offered) -> tuple[dict[str, tuple[str | int, ...]], bool | None]:
    if not isinstance(raw, Mapping):
        raise DefinitionError("filters", "must be an object")
    _known(raw, "filters", (*LISTS, "assisted"))
    filters = {}
    for name in LISTS:
        values = raw.get(name) or []
        if not isinstance(values, Sequence) or isinstance(values, str) or len(values) > MOST_VALUES:
            raise DefinitionError(f"filters.{name}", "must be a list")
        for value in values:
            if isinstance(value, bool) or not isinstance(value, str | int) or value not in offered.values[name]:
                raise DefinitionError(f"filters.{name}", "has a value that was not offered")
        if values:
            filters[name] = tuple(dict.fromkeys(values))
    assisted = raw.get("assisted")
    if assisted is not None and not isinstance(assisted, bool):
        raise DefinitionError("filters.assisted", "must be true, false or null")
    return filters, assisted


def _metrics(raw: Any, offered: Offered) -> tuple[str, ...]:
    if not isinstance(raw, Sequence) or isinstance(raw, str) or len(raw) > MOST_METRICS:
        raise DefinitionError("metrics", "must be a list")
    for code in raw:
        if not isinstance(code, str) or code not in offered.metrics:
            raise DefinitionError("metrics", "has a metric that was not offered")
    return tuple(dict.fromkeys(raw))


def _given(raw: Mapping[str, Any], name: str, default: Any) -> Any:
    value = raw.get(name)
    return default if value is None else value


def _known(raw: Mapping[str, Any], place: str, names: Collection[str]) -> None:
    if unknown := sorted(str(name)[:40] for name in raw if name not in names):
        raise DefinitionError(place, f"has unknown keys: {', '.join(unknown)}")


def _one_of(raw: Mapping[str, Any], name: str, offered: Sequence[str], default: str, place: str | None = None) -> str:
    value = raw.get(name) or default
    if not isinstance(value, str) or value not in offered:
        raise DefinitionError(place or name, f"must be one of {', '.join(offered)}")
    return value


def _flag(raw: Mapping[str, Any], name: str, *, default: bool) -> bool:
    value = raw.get(name, default)
    if not isinstance(value, bool):
        raise DefinitionError(name, "must be true or false")
    return value


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
