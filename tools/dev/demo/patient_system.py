"""A patient system that sends visits by REST, as docs/visits.md tells it to."""

import json
import urllib.request
from datetime import UTC, datetime
from typing import Any

from .county import VISITS_SOURCE

BOOLEANS = ("sms_consent", "non_disclosure", "survey_opt_out", "deceased", "phone_ambiguous")
NUMBERS = ("revision", "age_years")


def post_visits(url: str, key: str, batch_id: str, visits: list[dict[str, str]]) -> dict[str, Any]:
    """Send rows as `visits.make_day` makes them and return the county's answer."""
    envelope = {
        "contract_version": "1",
        "source_system": VISITS_SOURCE,
        "batch_id": batch_id,
        "produced_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "visits": [_typed(visit) for visit in visits],
    }
    request = urllib.request.Request(
        f"{url}/hva_sms/v1/visits",
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
