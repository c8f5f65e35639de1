"""Handing files over by HTTP PUT to an address that is signed beforehand (S3, Azure, MinIO, a plain web server).

The address is a secret: whoever has it may write. It is never logged, and no error repeats it. The call itself is the
one of the gateways for text messages (`hva_sms.gateways.http_call`), which the caller brings: no redirects, no proxies
of the environment, outside the own network only TLS, and where the address leads is looked at twice.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

TIMEOUT: Final = (5.0, 120.0)  # seconds to connect, and between two words of the other end
PLACE: Final = "{name}"  # in the address: where the name of the file goes
_HEADER: Final = re.compile(r"([A-Za-z0-9-]{1,60}):[ \t]*([\x20-\x7e]{0,200})")
_TYPES: Final = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "json": "application/json"}
_OWN: Final = {"host", "content-length", "content-type", "transfer-encoding", "connection", "expect"}


class PutRefused(Exception):
    """A file was not taken. `code` is a short word: http_403, not_connected, read_timeout ..."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BadAddress(ValueError):
    """The address or the headers cannot be used. The message says why and does not repeat them."""


def check_address(url: str, checked_url: Callable[[str], str]) -> str:
    """Return `url` when files may be put there, else raise BadAddress. `checked_url` is that of `http_call`."""
    place, _mark, query = url.partition("?")
    if "#" in url or re.search(r"[\s\\\x00-\x1f\x7f]", url):
        raise BadAddress("The address must not have spaces, odd characters or a #")
    if (
        url.count(PLACE) > 1
        or PLACE in query
        or re.match(r"[^/]*//[^/]*\{", url)
        or re.search(r"[{}]", url.replace(PLACE, ""))
    ):
        raise BadAddress("{name} may stand once in the address, after the host and before the ?")
    try:
        checked_url(place.replace(PLACE, "name"))
    except ValueError as error:
        raise BadAddress(str(error).replace("The gateway's address", "The address")) from None
    return url


def read_headers(text: str) -> dict[str, str]:
    """Return the headers of `text`, one "Name: value" on a line. Raises BadAddress."""
    found = {}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        match = _HEADER.fullmatch(line)
        if not match or match[1].lower() in _OWN:
            raise BadAddress("A header is written as Name: value, and is not one that belongs to the file itself")
        found[match[1]] = match[2].strip()
    return found


def takes_names(url: str) -> bool:
    """Tell whether each file has an address of its own; otherwise one address takes all of them as one ZIP."""
    return PLACE in url


def put(call: Callable[..., Any], url: str, name: str, content: Path | bytes, headers: Mapping[str, str]) -> None:
    """Put `content` under `name` by `call`, that of `http_call`.

    Raises PutRefused for whatever is not a plain yes, OSError when the file cannot be read.
    """
    target = url.replace(PLACE, quote(name, safe="/"))
    sent = {"Content-Type": _TYPES.get(name.rpartition(".")[2], "application/zip"), **headers}
    if isinstance(content, bytes):
        reply = call("PUT", target, data=content, headers=sent, timeout=TIMEOUT)
    else:
        with content.open("rb") as file:  # never all of it in memory
            reply = call("PUT", target, data=file, headers=sent, timeout=TIMEOUT)
    status = getattr(reply, "status", None)
    if status is None:  # no reply at all
        raise PutRefused(reply.code)
    if not 200 <= status < 300:
        raise PutRefused(f"http_{status}")
