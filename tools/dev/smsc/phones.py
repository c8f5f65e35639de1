"""Phones that write back: whoever runs the simulator says what they send, by lines of JSON added to a file.

    {"from": "+358401234500", "to": "+35845700000", "text": "9"}

A long text goes in parts, each with a header that says which it is, as phones do.
"""

import asyncio
import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from .alphabet import encoded
from .pdu import cstring

LOOK_SECONDS = 0.1
_UDH = 0x40
_ONE, _PART = {0: 160, 8: 140}, {0: 153, 8: 134}
"""Octets of a single message and of a part, by data coding."""

_references = itertools.count(1)


def write(path: Path, sender: str, receiver: str, text: str) -> None:
    """Let the phone `sender` write a text to the number `receiver`; for those who run the simulator."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"from": sender, "to": receiver, "text": text}, ensure_ascii=False) + "\n")


async def follow(path: Path, deliver: Callable[[bytes], None]) -> None:
    """Hand over the deliver_sm bodies of each line that is added to the file, for ever."""
    path.touch(mode=0o600)
    with path.open(encoding="utf-8") as file:
        waiting = ""
        while True:
            waiting += file.readline()
            if not waiting.endswith("\n"):
                await asyncio.sleep(LOOK_SECONDS)
                continue
            said, waiting = json.loads(waiting), ""
            for body in bodies(said["from"], said["to"], said["text"]):
                deliver(body)


def bodies(sender: str, receiver: str, text: str) -> Iterator[bytes]:
    """Return the bodies of deliver_sm that carry a text from one number to another."""
    payload, coding = encoded(text)
    if len(payload) <= _ONE[coding]:
        yield _body(sender, receiver, coding, 0, payload)
        return
    room, reference = _PART[coding], next(_references) % 256
    pieces = [payload[start : start + room] for start in range(0, len(payload), room)]
    for number, piece in enumerate(pieces, start=1):
        header = bytes((5, 0, 3, reference, len(pieces), number))
        yield _body(sender, receiver, coding, _UDH, header + piece)


def _body(sender: str, receiver: str, coding: int, esm_class: int, content: bytes) -> bytes:
    return b"".join(
        (
            b"\0",
            *(bytes((_is_international(number), 1)) + cstring(number.lstrip("+")) for number in (sender, receiver)),
            bytes((esm_class, 0, 0)),
            b"\0\0",
            bytes((0, 0, coding, 0, len(content))),
            content,
        )
    )


def _is_international(number: str) -> int:
    return int(number.startswith("+"))
