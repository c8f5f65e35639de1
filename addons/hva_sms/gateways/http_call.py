"""One HTTP call to a gateway: within hard time limits, to nowhere odd, with no word of it in any log.

Redirects are not followed and proxies of the environment not used. Where the address leads is looked at twice: as it
is written, and when the connection is there but nothing has been said yet, so that a name that answers differently
from one moment to the next gains nothing.
"""

import ipaddress
import logging
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from .base import GatewayConfigError, SendResult

TIMEOUT = (3.0, 10.0)
"""Seconds to connect and to wait for the reply."""
_REPLY_BYTES = 4000
_NAME = re.compile(r"([a-z0-9_-]+\.)*[a-z][a-z0-9-]*\.?", re.IGNORECASE)  # not 0x7f.1 or 2130706433
_calling = threading.local()


@dataclass(frozen=True)
class HttpReply:
    """What the gateway answered: the status and the beginning of the body as text."""

    status: int
    text: str = field(repr=False)


class _Quiet(logging.Filter):
    """Keep our own requests, whose address may hold number and text, out of urllib3's debug log."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not getattr(_calling, "now", False)


for _name in ("urllib3.connectionpool", "urllib3.util.retry"):
    logging.getLogger(_name).addFilter(_Quiet())


class _ForbiddenAddress(OSError):
    """The name leads to an address that is never called."""


def _checked(connection: HTTPConnection, sock: Any, scheme: str) -> Any:
    if not is_allowed_address(ipaddress.ip_address(sock.getpeername()[0].partition("%")[0]), scheme):
        sock.close()
        raise urllib3.exceptions.NewConnectionError(connection, "forbidden address") from _ForbiddenAddress()
    return sock


class _PlainConnection(HTTPConnection):
    def _new_conn(self) -> Any:
        return _checked(self, super()._new_conn(), "http")


class _TlsConnection(HTTPSConnection):
    def _new_conn(self) -> Any:
        return _checked(self, super()._new_conn(), "https")


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _TlsPool}


def call(
    method: str,
    url: str,
    *,
    data: str | bytes | None = None,
    headers: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
    timeout: tuple[float, float] = TIMEOUT,
) -> HttpReply | SendResult:
    """Call `url`, which `checked_url` has allowed, once; never raises for what the far end does.

    :param data: the body, ready made; `auth` is (user, password) of HTTP Basic
    :return: the reply, or what is known of the message when there was none: busy when certainly nothing was sent
    """
    body = data.encode() if isinstance(data, str) else data
    _calling.now = True
    try:
        with requests.Session() as session:
            session.trust_env = False
            for scheme in ("http://", "https://"):
                session.mount(scheme, _Adapter())
            with session.request(
                method,
                url,
                data=body,
                auth=auth,
                timeout=timeout,
                allow_redirects=False,
                stream=True,
                headers={"Connection": "close", **(headers or {})},
            ) as response:
                text = response.raw.read(_REPLY_BYTES, decode_content=True)
                return HttpReply(response.status_code, text.decode("utf-8", errors="replace"))
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        return _broken(error)
    finally:
        _calling.now = False


def checked_url(url: str) -> str:
    """Return `url` when it may be called, else raise GatewayConfigError."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise GatewayConfigError("The gateway's address cannot be read") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise GatewayConfigError("The gateway's address must begin with http:// or https:// and a host")
    if parts.username is not None or parts.password is not None:
        raise GatewayConfigError("The gateway's address must not hold a user name or password")
    if parts.query or parts.fragment or re.search(r"[\s\\\x00-\x1f]", url):
        raise GatewayConfigError("The gateway's address must not have a query or odd characters")
    if not _is_allowed_host(parts.hostname, parts.scheme):
        raise GatewayConfigError("Outside the own network the gateway's address must begin with https://")
    return url


def is_allowed_address(address: ipaddress.IPv4Address | ipaddress.IPv6Address, scheme: str) -> bool:
    """Link-local addresses (cloud metadata) never; without TLS only loopback and private networks."""
    address = getattr(address, "ipv4_mapped", None) or address
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    return scheme == "https" or address.is_loopback or address.is_private


def of_status(status: int) -> SendResult:
    """Return what an HTTP status alone says of the message.

    A fault of the settings (our name, our address) is busy and not refused: the messages wait until it is mended.
    """
    if status in (401, 403):
        return SendResult("busy", "not_authorised")
    if status in (404, 405):
        return SendResult("busy", "unknown_request")
    if status in (429, 503):
        return SendResult("busy", f"http_{status}")
    if 400 <= status < 500 and status != 408:
        return SendResult("refused", f"http_{status}")
    return SendResult("unknown", f"http_{status}")


def _is_allowed_host(host: str, scheme: str) -> bool:
    """Without TLS also bare names of the own network; what they lead to is looked at when they are called."""
    try:
        return is_allowed_address(ipaddress.ip_address(host), scheme)
    except ValueError:
        return bool(_NAME.fullmatch(host)) and (scheme == "https" or "." not in host)


def _broken(error: Exception) -> SendResult:
    """Tell a connection that never was, so that nothing was sent, from one that broke later."""
    if isinstance(error, requests.ConnectTimeout):
        return SendResult("busy", "connect_timeout")
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    if isinstance(reason, urllib3.exceptions.NewConnectionError):
        is_forbidden = isinstance(reason.__cause__, _ForbiddenAddress)
        return SendResult("busy", "forbidden_address" if is_forbidden else "not_connected")
    if isinstance(reason, urllib3.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(reason):
        return SendResult("busy", "bad_certificate")
    if isinstance(error, requests.Timeout):
        return SendResult("unknown", "read_timeout")
    return SendResult("unknown", "broken_connection")
