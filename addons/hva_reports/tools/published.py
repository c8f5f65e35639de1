"""What everybody may see: closed periods of four weeks, counted once, with what is small left out for good. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from .closed_view import SMALL
from .metric_registry import AGREE_FROM, ITEMS, NPS_COLUMNS, share, values_of
from .metrics import NpsCounts, nps
from .periods import Span, add_months
from .suppression import Group, Key, Limits, Sum, suppress

FIRST: Final = date(2024, 1, 1)  # a Monday; periods are counted from here, so that no two of them overlap
DAYS: Final = 28
WAIT_DAYS: Final = 2  # for terminals that were offline and papers on the desk
LONG: Final = 14  # days of a month after a period that will hold answers enough where the period did
ALL: Final = 0  # the key of all services together; feedback without a service is OTHER
OTHER: Final = -1

Sums = Mapping[str, int]


def closed_periods(today: date, most: int) -> list[Span]:
    """Return the latest `most` periods that can be published on `today`, oldest first."""
    last = (today - timedelta(days=WAIT_DAYS) - FIRST).days // DAYS
    starts = [FIRST + timedelta(days=DAYS * number) for number in range(max(last - most, 0), max(last, 0))]
    return [Span(start, start + timedelta(days=DAYS)) for start in starts]


def edges_of(span: Span) -> list[Span]:
    """Return the pieces of calendar months that a period cuts off at its ends and holds.

    Months are told too. Who adds up periods and months, and takes the one from the other, knows how these days were.
    """
    first, after = span.start.replace(day=1), add_months(span.last_day.replace(day=1), 1)
    inside = [add_months(first, 1)] if span.start < add_months(first, 1) < span.end else []
    days = sorted({first, span.start, *inside, span.end, after})
    pieces = [Span(start, end) for start, end in zip(days, days[1:], strict=False)]
    return [piece for piece in pieces if piece != span]


def tells_at_edges(pieces: Iterable[tuple[Span, int]], limits: Limits, over: date) -> bool | None:
    """Do the answers in `edges_of` tell of few people? None: not known yet.

    `pieces` are each of the edges and how many answered in it, one reader's own left out. A piece of LONG days or more
    that does not end by the day `over` is taken to become large; a shorter one is waited for until it has ended.
    """
    waits = False
    for piece, n in pieces:
        if n >= limits.base:
            continue
        if piece.end <= over:
            if n:
                return True
        elif (piece.end - piece.start).days < LONG:
            waits = True
    return None if waits else False


def publish(
    by_service: Mapping[int, Sums],
    limits: Limits,
    insiders: Iterable[Mapping[int, Sums]] = (),
    *,
    has_score: bool = True,
) -> dict[str, Any]:
    """Return what may be shown of a period: {"nps": {...}, "statements": [{"service", "item", "n", "agree"}]}.

    `by_service` are the county's sums by service id, OTHER without one. What must be hidden is not in the result in any
    form: a figure is {"hidden": reason} instead, so that what is stored tells no more than what is shown. All services
    of all statements are one table, with the line of all services, and nothing hidden in it can be worked out.
    `insiders` are the sums by service that people of units know of their own: each takes them away from what everybody
    is shown, so what is left must pass the rule too. Without `has_score` the score is hidden (`tells_at_edges`).
    """
    hidden = _hidden(by_service, limits)
    for own in insiders:
        hidden |= _hidden(_less(by_service, own), limits)
    whole = _whole(by_service)
    return {
        "nps": _nps(whole, hidden, has_score),
        "statements": [
            _statement(item, service, sums, hidden)
            for item in ITEMS
            for service, sums in _shown_services(item, whole, by_service).items()
        ],
    }


def _shown_services(item: str, whole: Sums, by_service: Mapping[int, Sums]) -> dict[int, Sums]:
    """Return the lines of a statement that somebody took a stand on: all services, and each where there are several."""
    answered = {service: sums for service, sums in by_service.items() if sum(values_of(sums, item))}
    return {ALL: whole, **(answered if len(answered) > 1 else {})} if answered else {}


def figures(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the figures of stored `content`, as a page, a file or a program shows them.

    {"nps": {"value", "low", "high", "n"} or {"hidden"} or None, "statements": [{"service", "item", "share", "low",
    "high", "n"} or {..., "hidden"}]}; scores are -100..100, shares 0..1.
    """
    stored = content["nps"]
    score = None
    if stored and "hidden" in stored:
        score = dict(stored)
    elif stored:
        found = nps(NpsCounts(*(stored[column] for column in NPS_COLUMNS)))
        score = {"value": found.value, "low": found.low, "high": found.high, "n": found.n} if found else None
    return {"nps": score, "statements": [_figure(row) for row in content["statements"]]}


def _figure(row: Mapping[str, Any]) -> dict[str, Any]:
    if "hidden" in row:
        return dict(row)
    found = share(row["agree"], row["n"])
    ends = {"share": found.value, "low": found.low, "high": found.high, "n": found.n} if found else {}
    return {"service": row["service"], "item": row["item"], **ends}


def _whole(by_service: Mapping[int, Sums]) -> dict[str, int]:
    total: dict[str, int] = {}
    for sums in by_service.values():
        for column, count in sums.items():
            total[column] = total.get(column, 0) + count
    return total


def _less(by_service: Mapping[int, Sums], own: Mapping[int, Sums]) -> dict[int, dict[str, int]]:
    return {
        service: {column: count - own.get(service, {}).get(column, 0) for column, count in sums.items()}
        for service, sums in by_service.items()
    }


def _agree(sums: Sums, item: str) -> int:
    return sum(values_of(sums, item)[AGREE_FROM.get(item, 4) - 1 :])


def _hidden(by_service: Mapping[int, Sums], limits: Limits) -> dict[Key, str]:
    """Return {(item or "nps", service, column): reason}."""
    counts: dict[Key, int] = {}
    groups, lines = [], []
    whole = _whole(by_service)
    for column in NPS_COLUMNS:
        counts["nps", ALL, column] = whole.get(column, 0)
    counts["nps", ALL, "n"] = sum(whole.get(column, 0) for column in NPS_COLUMNS)
    groups.append(Group(("nps", ALL, "n"), tuple(("nps", ALL, column) for column in NPS_COLUMNS)))
    for item in ITEMS:
        for service, sums in [(ALL, whole), *by_service.items()]:
            n, agree = sum(values_of(sums, item)), _agree(sums, item)
            counts |= {(item, service, "n"): n, (item, service, "agree"): agree, (item, service, "other"): n - agree}
            groups.append(Group((item, service, "n"), ((item, service, "agree"), (item, service, "other"))))
        lines += [
            Sum((item, ALL, column), tuple((item, service, column) for service in by_service))
            for column in ("n", "agree", "other")
            if by_service
        ]
    return suppress(counts, groups, lines, limits)


def _reason(hidden: Mapping[Key, str], keys: Iterable[Key]) -> str | None:
    """Return the one reason there is: why exactly something is hidden would tell of it (tools/closed_view.py)."""
    return SMALL if any(key in hidden for key in keys) else None


def _nps(whole: Sums, hidden: Mapping[Key, str], has_score: bool) -> dict[str, Any] | None:
    if not any(whole.get(column) for column in NPS_COLUMNS):
        return None
    if not has_score:
        return {"hidden": SMALL}
    if reason := _reason(hidden, [("nps", ALL, column) for column in ("n", *NPS_COLUMNS)]):
        return {"hidden": reason}
    return {column: whole.get(column, 0) for column in NPS_COLUMNS}


def _statement(item: str, service: int, sums: Sums, hidden: Mapping[Key, str]) -> dict[str, Any]:
    place = {"service": service, "item": item}
    if reason := _reason(hidden, [(item, service, column) for column in ("n", "agree", "other")]):
        return {**place, "hidden": reason}
    return {**place, "n": sum(values_of(sums, item)), "agree": _agree(sums, item)}
