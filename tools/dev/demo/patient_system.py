"""Systems that deliver by REST, as docs/visits.md tells them to: a patient system visits, a telephone system calls."""

import json
import urllib.request
from datetime import UTC, datetime
from typing import Any

from .county import CALLS_SOURCE, VISITS_SOURCE

BOOLEANS = ("sms_consent", "non_disclosure", "survey_opt_out", "deceased", "phone_ambiguous")
NUMBERS = ("revision", "age_years")


def post_visits(url: str, key: str, batch_id: str, visits: list[dict[str, str]]) -> dict[str, Any]:
    """Send rows as `visits.make_day` makes them and return the county's answer."""
    return _post(f"{url}/hva_sms/v1/visits", key, VISITS_SOURCE, batch_id, {"visits": [_typed(row) for row in visits]})


def post_calls(url: str, key: str, batch_id: str, calls: list[dict[str, Any]]) -> dict[str, Any]:
    """Send calls that have ended and return the county's answer."""
    return _post(f"{url}/hva_sms/v1/calls", key, CALLS_SOURCE, batch_id, {"calls": calls})


def _post(url: str, key: str, source: str, batch_id: str, content: dict[str, Any]) -> dict[str, Any]:
    envelope = {
        "contract_version": "1",
        "source_system": source,
        "batch_id": batch_id,
        "produced_at": datetime.now(UTC).isoformat(timespec="seconds"),
        **content,
    }
    request = urllib.request.Request(
        url,
        data=json.dumps(envelope).encode(),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as reply:
        return dict(json.load(reply))


def _typed(visit: dict[str, str]) -> dict[str, Any]:
    """Return a row of a file as JSON has it: numbers as numbers, nothing for an empty cell."""
    row: dict[str, Any] = {name: value for name, value in visit.items() if value}
    row |= {name: row[name] == "true" for name in BOOLEANS if name in row}
    return row | {name: int(row[name]) for name in NUMBERS if name in row}
