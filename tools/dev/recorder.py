"""`./hva recorder`: what left the running demo, as its far ends saw it: the operator's messages and the caught mails.

./hva recorder                 all so far, oldest first
./hva recorder --follow        and what comes, until Ctrl-C
./hva recorder --only sms      messages alone; --only mail, mails alone
./hva recorder --dir FOLDER    another world than the demo's (a folder with sms.jsonl and mail/)
"""

import argparse
import email
import email.policy
import html
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from . import paths
from .console import Stop, say

DEMO = "demo"
LOOK_SECONDS = 0.5
WIDTH = 110


@dataclass(frozen=True, order=True)
class Entry:
    """One thing that left. `source` tells the row or file apart, so that following shows each once."""

    at: datetime
    source: str
    kind: str
    sender: str
    to: str
    text: str
    note: str = ""


def main(argv: list[str]) -> int:
    options = _parse(argv)
    folder = options.dir or paths.HVA_HOME / DEMO
    if not folder.is_dir():
        raise Stop(f"There is nothing at {folder}. Start the demo first: ./hva demo")
    seen: set[str] = set()
    while True:
        fresh = [entry for entry in read(folder, options.only) if entry.source not in seen]
        seen.update(entry.source for entry in fresh)
        for entry in fresh:
            say(shown(entry))
        if not options.follow:
            say(f"{len(seen)} left the system. Nothing of it left this machine." if seen else "Nothing has left yet.")
            return 0
        time.sleep(LOOK_SECONDS)


def read(folder: Path, only: str = "") -> list[Entry]:
    """Return what is recorded in a world's folder, oldest first; a file that is not there yet is empty."""
    found: list[Entry] = []
    if only != "mail":
        found += _messages(folder / "sms.jsonl")
    if only != "sms":
        found += [_mail(path) for path in (folder / "mail").glob("*.eml")]
    return sorted(found)


def shown(entry: Entry) -> str:
    """Return an entry as lines for the terminal: when, what, from whom, to whom, and the words."""
    head = f"{entry.at:%Y-%m-%d %H:%M:%S}  {entry.kind:4}  {entry.sender} -> {entry.to}"
    lines = [head + (f"  [{entry.note}]" if entry.note else "")]
    lines += [
        f"    {line[:WIDTH]}{'…' if len(line) > WIDTH else ''}" for line in entry.text.splitlines() if line.strip()
    ]
    return "\n".join(lines) + "\n"


def _messages(log: Path) -> Iterator[Entry]:
    """Read the simulated operator's log (tools/dev/smsc/log.py); a line that is still being written waits."""
    if not log.exists():
        return
    for number, line in enumerate(log.read_text(encoding="utf-8").splitlines(keepends=True)):
        if not line.endswith("\n"):
            return
        row: dict[str, Any] = json.loads(line)
        at = datetime.fromisoformat(row["at"])
        note = f"{row['parts']} part{'s' if row['parts'] > 1 else ''}, {row['receipt'] or 'no report'}"
        yield Entry(at, f"sms:{number}", "SMS", row["from"], row["to"], row["text"], note)


def _mail(path: Path) -> Entry:
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    names = [str(part.get_filename()) for part in mail.iter_attachments()]
    return Entry(
        at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
        source=f"mail:{path.name}",
        kind="mail",
        sender=str(mail["X-Envelope-From"]),
        to=str(mail["X-Envelope-To"]),
        text=f"{mail['Subject']}\n{_words(mail)}",
        note=", ".join(names),
    )


def _words(mail: EmailMessage) -> str:
    """Return the mail's text as lines, from its plain or else its HTML part."""
    body = mail.get_body(("plain", "html"))
    if body is None:
        return ""
    words = str(body.get_content())
    if body.get_content_type() == "text/html":
        words = re.sub(r"<(style|head)\b.*?</\1>", "", words, flags=re.DOTALL | re.IGNORECASE)
        words = html.unescape(re.sub(r"<[^>]+>", "\n", words))
    return "\n".join(line.strip() for line in words.splitlines() if line.strip())


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./hva recorder", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--follow", action="store_true", help="go on showing what comes")
    parser.add_argument("--only", choices=("sms", "mail"), default="")
    parser.add_argument("--dir", type=Path, help="the world's folder; the demo's where none is given")
    return parser.parse_args(argv)
