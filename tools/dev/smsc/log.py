"""The truth of what was sent: one line of JSON for each whole message the message centre took, appended and flushed.

    {"at": "2026-11-23T10:00:00+00:00", "id": "...", "from": "OVPH", "to": "+358401234500", "text": "...",
     "validity": "2026-11-23T16:00:00+00:00" or null, "parts": 1, "receipt": "DELIVRD" or null}

`receipt` is the last status it will report. What it refused is not here: it never went to a phone.
"""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .alphabet import decoded
from .pdu import Submit


class SentLog:
    """Joins the parts of long messages and writes each message once, when it is whole."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._waiting: dict[tuple[str, str, int], dict[int, Submit]] = {}

    def take(self, submit: Submit, message_id: str, receipt: str | None) -> None:
        parts = self._joined(submit)
        if parts is None:
            return
        now = datetime.now(UTC)
        until = valid_until(submit.validity, now)
        row = {
            "at": now.isoformat(),
            "id": message_id,
            "from": submit.source,
            "to": _international(submit.destination),
            "text": decoded(b"".join(part.payload for part in parts), submit.data_coding),
            "validity": until.isoformat() if until else None,
            "parts": len(parts),
            "receipt": receipt,
        }
        os.write(self._file, (json.dumps(row, ensure_ascii=False) + "\n").encode())

    def close(self) -> None:
        os.close(self._file)

    def _joined(self, submit: Submit) -> list[Submit] | None:
        if submit.concat_ref is None or submit.parts < 2:
            return [submit]
        key = (submit.source, submit.destination, submit.concat_ref)
        parts = self._waiting.setdefault(key, {})
        parts[submit.part] = submit
        if len(parts) < submit.parts:
            return None
        del self._waiting[key]
        return [parts[number] for number in sorted(parts)]


def valid_until(validity: str, now: datetime) -> datetime | None:
    """Read SMPP's time: "YYMMDDhhmmsstnn+" is a moment (nn quarters of an hour off UTC), with "R" a span from now."""
    if len(validity) != 16:
        return None
    try:
        if validity[15] == "R":
            years, months, days, hours, minutes, seconds = (int(validity[at : at + 2]) for at in range(0, 12, 2))
            days += years * 365 + months * 30
            return now + timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        moment = datetime.strptime(validity[:12], "%y%m%d%H%M%S").replace(tzinfo=UTC)
        offset = timedelta(minutes=15 * int(validity[13:15]))
        return moment - offset if validity[15] == "+" else moment + offset
    except ValueError:
        return None


def _international(destination: str) -> str:
    return f"+{destination}" if destination.isdigit() and len(destination) > 7 else destination
