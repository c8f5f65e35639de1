"""The view somebody looks at on the dashboard, as it stands in an address, and the questions that fill it.

A view is {key of KEYS: text}; an empty or missing value means the usual. Unit by id, `period` one of
`query_definition.KINDS`, `on` a day of it (of "own" the first one), `until` the last day of "own", `compare` one of
COMPARISONS, with `since` and `till` as the days of "own"; `rows` says which units are listed, those right below or
every one; the others are one value of a filter each.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from .query_definition import MOST_DAYS, DefinitionError, calendar_span, moved

View = Mapping[str, str]

# key of the view -> name of the filter in a definition
FILTERS: Final = {
    "service": "services",
    "channel": "channels",
    "mode": "contact_modes",
    "spoken": "languages",
    "group": "respondent_groups",
    "kind": "kinds",
}
KEYS: Final = ("unit", "period", "on", "until", "compare", "since", "till", "rows", *FILTERS)
ROWS: Final = ("below", "leaf")
USUAL: Final = {"period": "month", "compare": "previous"}
# kind of period -> (step of its run chart, how many steps up to the end of the period)
RUNS: Final = {
    "day": ("day", 14),
    "week": ("week", 13),
    "month": ("month", 13),
    "quarter": ("quarter", 9),
    "tertial": ("tertial", 7),
    "year": ("year", 6),
    "ytd": ("month", 13),
}
MOST_DAYS_BY_DAY: Final = 31
MOST_DAYS_BY_WEEK: Final = 190


def asked(view: Any) -> dict[str, Any]:
    """Return what every question of a view has in common: unit, period, comparison, filters.

    Values are handed on as they are, for the one place that checks definitions; here only their shape is looked at.
    Raises DefinitionError.
    """
    if not isinstance(view, Mapping):
        raise DefinitionError("view", "must be an object")
    for key, value in view.items():
        if key not in KEYS:
            raise DefinitionError("view", f"has the unknown key {str(key)[:40]}")
        if not isinstance(value, str):
            raise DefinitionError(key, "must be text")
    filters: dict[str, list[str | int]] = {
        name: [_number(key, view[key]) if key == "service" else view[key]]
        for key, name in FILTERS.items()
        if view.get(key)
    }
    if view.get("rows", "") not in ("", *ROWS):
        raise DefinitionError("rows", f"must be one of {', '.join(ROWS)}")
    against = {"against": {"start": view.get("since"), "end": view.get("till")}} if view.get("compare") == "own" else {}
    return {
        "unit": _number("unit", view["unit"]) if view.get("unit") else None,
        "period": _period(view),
        "compare": view.get("compare") or USUAL["compare"],
        **against,
        "filters": filters,
    }


def lists_every_unit(view: View) -> bool:
    """Tell whether every unit is listed, not only those right below."""
    return view.get("rows") == "leaf"


def understood(view: View, definition: Mapping[str, Any]) -> dict[str, str]:
    """Return the view with its usual values and its days filled in, as the address shall say it.

    `definition` is the answered one: it says which days the period has.
    """
    period = definition["period"]
    kept = {key: view[key] for key in KEYS if view.get(key) and key not in ("since", "till")}
    days = {"on": period["start"], "until": period["end"]} if period["kind"] == "own" else {"on": period["day"]}
    if against := definition.get("against"):
        days |= {"since": against["start"], "till": against["end"]}
    return {**kept, "period": period["kind"], "compare": definition["compare"], **days}


def neighbours(definition: Mapping[str, Any], today: date) -> dict[str, dict[str, str] | None]:
    """Return what to change in the view for the period before and after. None: there is none (yet)."""
    period = definition["period"]
    kind, start, end = period["kind"], date.fromisoformat(period["start"]), date.fromisoformat(period["end"])
    if kind == "own":
        return {"earlier": None, "later": None}
    if kind == "ytd":
        earlier, later = date(start.year - 1, 12, 31), min(date(start.year + 1, 12, 31), today)
        is_over = start.year < today.year
    else:
        span = calendar_span(kind, start)
        earlier, later = moved(kind, span, -1).start, span.end
        is_over = end < today
    return {
        "earlier": {"period": kind, "on": earlier.isoformat()},
        "later": {"period": kind, "on": later.isoformat()} if is_over else None,
    }


def kinds(definition: Mapping[str, Any], today: date) -> dict[str, dict[str, str]]:
    """Return what to change in the view for every other kind of period, so that one looks at the same time.

    It is the period that holds the last day of this one, or today while this one is not over. A week belongs to the
    month that most of its days are in. Days of one's own begin as those of this period.
    """
    period = definition["period"]
    start, end = date.fromisoformat(period["start"]), date.fromisoformat(period["end"])
    last = max(start, min(end, today))
    middle = max(start, min(start + timedelta(days=3), today)) if period["kind"] == "week" else last
    days = dict.fromkeys(("week", "month", "quarter", "tertial", "year"), middle)
    found = {kind: {"period": kind, "on": day.isoformat(), "until": ""} for kind, day in days.items()}
    for kind in ("day", "ytd"):
        found[kind] = {"period": kind, "on": last.isoformat(), "until": ""}
    return {**found, "own": {"period": "own", "on": start.isoformat(), "until": end.isoformat()}}


def run_of(definition: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return period and step of the run chart beside a period: it and enough before it to see what is usual."""
    period = definition["period"]
    start, end = date.fromisoformat(period["start"]), min(date.fromisoformat(period["end"]), today)
    if period["kind"] == "own" or end < start:
        days = (end - start).days + 1
        step = "day" if days <= MOST_DAYS_BY_DAY else "week" if days <= MOST_DAYS_BY_WEEK else "month"
        return {"period": {"kind": "own", "start": period["start"], "end": period["end"]}, "step": step}
    step, count = RUNS[period["kind"]]
    first = moved(step, calendar_span(step, end), 1 - count).start
    last = calendar_span(step, end).end - timedelta(days=1)
    return {"period": {"kind": "own", "start": first.isoformat(), "end": last.isoformat()}, "step": step}


def ever(today: date) -> dict[str, str]:
    """Return the period that tells whether there was ever any feedback: as long as one may be asked for."""
    return {"kind": "own", "start": (today - timedelta(days=MOST_DAYS - 1)).isoformat(), "end": today.isoformat()}


def _period(view: View) -> dict[str, Any]:
    kind = view.get("period") or USUAL["period"]
    if kind == "own":
        return {"kind": kind, "start": view.get("on") or "", "end": view.get("until") or ""}
    if view.get("on"):
        return {"kind": kind, "day": view["on"]}
    return {"kind": kind, "offset": 0 if kind in ("ytd", "year") else -1}


def _number(key: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise DefinitionError(key, "must be a number")
    return int(text)
