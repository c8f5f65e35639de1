"""The lake is served by the local clock, also when the clocks move."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from hva_reports.tools.lake_schedule import next_at

HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.mark.parametrize(
    ("kind", "after", "expected"),
    [
        ("day", "2026-11-23T01:59", "2026-11-23T02:00"),
        ("day", "2026-11-23T02:00", "2026-11-24T02:00"),
        ("day", "2026-03-28T12:00", "2026-03-29T01:00"),  # summer time begins that night
        ("week", "2026-11-24T12:00", "2026-11-30T02:00"),
        ("month", "2026-11-04T01:00", "2026-11-04T02:00"),
        ("month", "2026-12-04T02:00", "2027-01-04T02:00"),
    ],
)
def test_the_next_time(kind, after, expected):
    moment = datetime.fromisoformat(after).replace(tzinfo=UTC)
    assert next_at(kind, 4, moment, HELSINKI) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_another_rhythm_is_refused():
    with pytest.raises(ValueError):
        next_at("hour", 4, datetime(2026, 1, 1, tzinfo=UTC), HELSINKI)
