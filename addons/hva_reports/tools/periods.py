"""Report periods in local calendar days, and the instants at which schedules fall due.

Days are local days of the county; a period runs from `start` up to but not including `end`.
"""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

Kind = Literal["month", "quarter", "tertial", "year"]
MONTHS: Final[dict[Kind, int]] = {"month": 1, "quarter": 3, "tertial": 4, "year": 12}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from `start` up to but not including `end`. Raises ValueError when `end` is before `start`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a span ends before it starts")

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    def is_closed(self, today: date) -> bool:
        """True when no new day can be added to the span any more."""
        return self.end <= today


@dataclass(frozen=True, slots=True)
class Split:
    """A span as whole months (their first days, in order) and the edge days around them (0 to 2 spans)."""

    months: tuple[date, ...]
    edges: tuple[Span, ...]


def add_months(first: date, count: int) -> date:
    """Return the first day of the month `count` months after that of `first`."""
    year, month = divmod(first.year * 12 + first.month - 1 + count, 12)
    return date(year, month + 1, 1)


def containing(kind: Kind, day: date) -> Span:
    """Return the month, quarter, tertial (four months, as counties report) or year that holds `day`."""
    length = MONTHS[kind]
    start = date(day.year, (day.month - 1) // length * length + 1, 1)
    return Span(start, add_months(start, length))


def previous(span: Span) -> Span:
    """Return the span of the same length just before: whole months for whole months, else days."""
    months = whole_months(span)
    if months:
        return Span(add_months(span.start, -len(months)), span.start)
    return Span(span.start - (span.end - span.start), span.start)


def year_before(span: Span) -> Span:
    """Return the same days of the year before; 29 February becomes 28 February."""
    return Span(_year_back(span.start), _year_back(span.end))


def whole_months(span: Span) -> tuple[date, ...]:
    """Return the first days of its months when the span is made of whole months, else nothing."""
    return split(span).months if span.start.day == 1 and span.end.day == 1 else ()


def whole_years(span: Span, today: date) -> Span | None:
    """Return the calendar years that lie in the span and are over on `today`; None where there is none."""
    first = date(span.start.year + (span.start > date(span.start.year, 1, 1)), 1, 1)
    end = date(min(span.end.year, today.year), 1, 1)
    return Span(first, end) if first < end else None


def split(span: Span, running: date | None = None) -> Split:
    """Split into whole months and edge days: what the monthly sums hold, and what is counted from the facts.

    :param running: first day of a month; it and all that follows is counted, whole months too
    """
    if running and running < span.end:
        if running <= span.start:
            return Split((), (span,))
        over = split(Span(span.start, running))
        return Split(over.months, (*over.edges, Span(running, span.end)))
    first = span.start if span.start.day == 1 else add_months(span.start, 1)
    last = span.end.replace(day=1)
    if first >= last:
        return Split((), (span,) if span.start < span.end else ())
    count = (last.year - first.year) * 12 + last.month - first.month
    months = tuple(add_months(first, index) for index in range(count))
    edges = tuple(edge for edge in (Span(span.start, first), Span(last, span.end)) if edge.start < edge.end)
    return Split(months, edges)


def due_at(month: date, day: int, at: time, zone: ZoneInfo) -> datetime:
    """Return the instant (aware, UTC) at which the wall clock of `zone` shows `at` on day `day` of `month`.

    A day the month lacks means its last day. A time that the clock jumps over (03:30 on Finland's spring night) means
    the moment of the jump; one that the clock shows twice (03:30 on the autumn night) means the first.
    """
    last = calendar.monthrange(month.year, month.month)[1]
    wall = datetime.combine(month.replace(day=min(day, last)), at)
    instant = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    shown = instant.astimezone(zone).replace(tzinfo=None)
    if shown == wall:
        return instant
    # In the gap: fold=0 reads the wall clock with the offset before the jump, which lands after it; fold=1 before it.
    after = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    return _jump_between(after, instant, zone)


def _year_back(day: date) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def _jump_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """Return the first whole minute in (low, high] that has the UTC offset of `high`."""
    offset = high.astimezone(zone).utcoffset()
    while high - low > timedelta(minutes=1):
        middle = low + timedelta(minutes=(high - low) // timedelta(minutes=2))
        if middle.astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return high
