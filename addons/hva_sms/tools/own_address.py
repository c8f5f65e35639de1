"""Whose address a link in a message leads to: the county's own, over https, or one that nobody should trust.

A person who gets a message can judge it by one thing alone, the name in the link. So a number, a name of this machine
or a service that hides the real address never goes out.
"""

import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

SHORTENERS: Final = frozenset(
    "bit.ly bitly.com bl.ink buff.ly cutt.ly fb.me goo.gl is.gd j.mp lnkd.in lyhyt.fi lyhytlinkki.fi ow.ly qr.ly "
    "rb.gy rebrand.ly s.id short.io shorturl.at shrtco.de smarturl.it soo.gd t.co t.ly t.me tiny.cc tiny.one "
    "tinyurl.com trib.al tr.im urly.fi v.gd wa.me x.gd".split()
)
"""Names of services that hide where a link leads."""

_LOCAL: Final = frozenset(
    {"localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "test", "invalid"}
)
_HOST: Final = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_ADDRESS: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>\"']+|(?<![\w@.-])(?:[\w-]+\.)+[a-z]{2,24}(?![\w-])(?:/[^\s<>\"']*)?", re.IGNORECASE
)


def address_problem(base: str) -> str | None:
    """Return the code of what is wrong with the address that links begin with, None for a name over https."""
    try:
        parts = urlsplit(base.strip())
        host = (parts.hostname or "").rstrip(".")
        port = parts.port
    except ValueError:
        return "address_broken"
    if parts.scheme not in ("http", "https") or not host or parts.username:
        return "address_broken"
    checks = (
        ("address_is_number", _is_number(host)),
        ("address_is_local", _is_local(host)),
        ("address_broken", not _HOST.fullmatch(host)),
        ("address_shortens", is_shortener(host)),
        ("address_not_https", parts.scheme != "https" or port not in (None, 443)),
    )
    return next((code for code, applies in checks if applies), None)


def host_of(address: str) -> str:
    """Return the name in an address, in small letters; "" where there is none. `https://` may be missing."""
    typed = address.strip()
    try:
        host = urlsplit(typed if "://" in typed else f"https://{typed}").hostname
    except ValueError:
        return ""
    return (host or "").rstrip(".")


def is_shortener(host: str) -> bool:
    """Tell whether a name belongs to a service that shortens links."""
    labels = host.lower().split(".")
    return any(".".join(labels[start:]) in SHORTENERS for start in range(len(labels)))


def is_own(host: str, own_host: str) -> bool:
    """Tell whether a name is that of links, one below it, or the one it belongs to (`county.fi` of `x.county.fi`)."""
    if not host or not own_host:
        return False
    above = own_host.split(".", 1)[1] if own_host.count(".") > 1 else own_host
    return host == own_host or host.endswith(f".{own_host}") or host == above or host == f"www.{above}"


def addresses_in(text: str) -> list[str]:
    """Return what a phone would make a link of, in the order of the text. A sentence's full stop does not belong."""
    found = (match.group().rstrip(".,;:!?)") for match in _ADDRESS.finditer(text))
    return [address for address in found if host_of(address)]


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        # what browsers read as a number too: 2130706433, 0x7f.1
        return bool(re.fullmatch(r"(?:0x[0-9a-f]+|[0-9]+)(?:\.(?:0x[0-9a-f]+|[0-9]+))*", host))
    return True


def _is_local(host: str) -> bool:
    return "." not in host or host.rsplit(".", 1)[1] in _LOCAL
