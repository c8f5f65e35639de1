"""Which other websites may show a form inside their own pages: origins, checked one by one.

An origin ends up in a response header and in a script's `targetOrigin`, so nothing is let through that is not exactly
scheme, host and port: no wildcard (it would let in whoever gets a name below it), no path, no user name.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

LOCAL_HOSTS: Final = frozenset({"localhost", "127.0.0.1"})
MAX_ORIGINS: Final = 20
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})+", re.ASCII)
_DEFAULT_PORTS: Final = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class EmbedHosts:
    """`origins` as headers want them, in the order given, once each; `refused` are the lines that are no origin."""

    origins: tuple[str, ...]
    refused: tuple[str, ...]


def read_hosts(text: str) -> EmbedHosts:
    """Read origins, one on a line or separated by spaces or commas. `https://` may be left out. Never raises."""
    origins: dict[str, None] = {}
    refused: list[str] = []
    for typed in text.replace(",", " ").split():
        origin = _origin(typed)
        if origin:
            origins[origin] = None
        else:
            refused.append(typed)
    kept = tuple(origins)
    return EmbedHosts(kept[:MAX_ORIGINS], (*refused, *kept[MAX_ORIGINS:]))


def _origin(typed: str) -> str | None:
    address = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        host = host.encode("idna").decode()
    except ValueError:  # a port out of range, a half bracket, a name that is none
        return None
    if "@" in parts.netloc or parts.path not in ("", "/") or "?" in address or "#" in address or port == 0:
        return None
    is_local = host in LOCAL_HOSTS
    if parts.scheme != "https" and not (parts.scheme == "http" and is_local):
        return None
    if not is_local and not (_HOST.fullmatch(host) and len(host) <= 253):
        return None
    suffix = f":{port}" if port and port != _DEFAULT_PORTS[parts.scheme] else ""
    return f"{parts.scheme}://{host}{suffix}"
