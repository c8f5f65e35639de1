"""Kannel, the SMS gateway of Debian: local HTTP on our side, SMPP to any operator on the other.

What was learnt of Kannel 1.4.5 by running it: the reply has no message id, so reports are known by the token in
their own URL; the type of a report is a bit mask; it cuts off long texts and replaces letters while answering
"accepted", so both are checked before; the URL holds number and text, so no error of the HTTP library is passed on.
"""

import ipaddress
import logging
import re
from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit

import requests
import urllib3

from ..tools import delivery_status, sms_text
from .base import Gateway, GatewayConfigError, OutgoingMessage, Report, SendResult

_logger = logging.getLogger(__name__)

TIMEOUT = (3.0, 10.0)
"""Seconds to connect and to wait for the reply."""
MAX_PARTS = 6
"""Kannel's max-messages: what is longer it cuts off without a word."""

_REPORT_QUERY = "type=%d&answer=%A"
_ALL_REPORTS = 31
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_REPLY_BYTES = 1000
_NAME = re.compile(r"([a-z0-9_-]+\.)*[a-z][a-z0-9-]*\.?", re.IGNORECASE)  # not 0x7f.1 or 2130706433

_ACCEPTED = {"0": "", "3": "queued"}
_REFUSALS = (
    (403, "authorization", "not_authorised"),
    (400, "missing receiver", "bad_number"),
    (400, "number(s) has/have been denied", "bad_number"),
    (400, "sender missing", "bad_sender"),
    (404, "", "unknown_request"),
)
"""Replies of sendsms: HTTP status, how the body begins in lower case, our code."""


class _HideQuery(logging.Filter):
    """Keep our own requests, whose address holds number and text, out of urllib3's debug log."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "dlr-url=" not in record.getMessage()


logging.getLogger("urllib3.connectionpool").addFilter(_HideQuery())


class KannelGateway(Gateway):
    """Sends through smsbox's `sendsms`. Kannel cannot be asked about a message: it keeps no reference of ours.

    `url` is the address of sendsms, as http://127.0.0.1:13013/cgi-bin/sendsms: http or https, without credentials and
    query; plain http only inside the own network. `timeout` is (connect, read) in seconds. Redirects are not
    followed and proxies of the environment not used. GatewayConfigError when an argument cannot work.
    """

    name = "kannel"

    def __init__(self, url: str, username: str, password: str, timeout: tuple[float, float] = TIMEOUT) -> None:
        self._url = checked_url(url)
        if not username or not password:
            raise GatewayConfigError("Kannel needs a user name and a password")
        self._credentials = {"username": username, "password": password}
        self._timeout = timeout

    def __repr__(self) -> str:
        return f"KannelGateway({self._url!r})"

    def send(self, msg: OutgoingMessage) -> SendResult:
        """Hand one message over; outcomes as `SendResult` says. The text's letters decide how it is coded."""
        if code := _unsendable(msg):
            return SendResult("refused", code)
        result = self._request(self._query(msg))
        if result.outcome != "accepted":
            _logger.info("kannel: message %s %s (%s)", msg.ref, result.outcome, result.code)
        return result

    def parse_report(self, params: Mapping[str, str]) -> Report | None:
        """Read the `type` and `answer` that we put into the address of the report."""
        mask = params.get("type", "")
        found = delivery_status.from_kannel(int(mask), params.get("answer", "")) if _is_mask(mask) else None
        if found is None:
            _logger.warning("kannel: a delivery report of an unknown type")
            return None
        return Report(*found)

    def _query(self, msg: OutgoingMessage) -> str:
        fields = {
            **self._credentials,
            "from": msg.sender,
            "to": msg.to,
            "text": msg.text,
            "charset": "UTF-8",
            "dlr-mask": _ALL_REPORTS,
            "dlr-url": f"{msg.callback_url.replace('%', '%%')}?{_REPORT_QUERY}",
            "validity": msg.validity_minutes,
        }
        if sms_text.segments(msg.text).encoding == "ucs2":
            fields["coding"] = 2
        return urlencode(fields, quote_via=quote, safe="")

    def _request(self, query: str) -> SendResult:
        try:
            with requests.Session() as session:
                session.trust_env = False
                with session.get(
                    f"{self._url}?{query}",
                    timeout=self._timeout,
                    allow_redirects=False,
                    stream=True,
                    headers={"Connection": "close"},
                ) as response:
                    body = response.raw.read(_REPLY_BYTES, decode_content=False)
                    return read_reply(response.status_code, body.decode("utf-8", errors="replace"))
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            return _broken(error)


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


def read_reply(status: int, body: str) -> SendResult:
    """Translate a reply of sendsms. Only what Kannel is known to say is taken as an answer."""
    text = body.strip().lower()
    if status == 202 and text[:2] in ("0:", "3:"):
        return SendResult("accepted", _ACCEPTED[text[0]])
    if status in (429, 503):
        return SendResult("busy", f"http_{status}")
    for known_status, beginning, code in _REFUSALS:
        if status == known_status and text.startswith(beginning):
            return SendResult("refused", code)
    if 400 <= status < 500 and status != 408:
        return SendResult("refused", f"http_{status}")
    return SendResult("unknown", f"http_{status}")


def _is_allowed_host(host: str, scheme: str) -> bool:
    """Link-local addresses (cloud metadata) never; without TLS only loopback, private networks and bare names."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return bool(_NAME.fullmatch(host)) and (scheme == "https" or "." not in host)
    address = getattr(address, "ipv4_mapped", None) or address
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    return scheme == "https" or address.is_loopback or address.is_private


def _unsendable(msg: OutgoingMessage) -> str | None:
    """Return the code of what Kannel or the operator would damage without a word."""
    parts = sms_text.segments(msg.text).parts
    checks = (
        ("bad_number", not _NUMBER.fullmatch(msg.to)),
        ("bad_sender", not sms_text.is_sender(msg.sender)),
        ("bad_text", not sms_text.is_sendable(msg.text)),
        ("too_long", parts > MAX_PARTS),
        ("no_validity", msg.validity_minutes < 1),
    )
    return next((code for code, applies in checks if applies), None)


def _is_mask(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 3


def _broken(error: Exception) -> SendResult:
    """Tell a connection that never was, so that nothing was sent, from one that broke later."""
    if isinstance(error, requests.ConnectTimeout):
        return SendResult("busy", "connect_timeout")
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    if isinstance(reason, urllib3.exceptions.NewConnectionError):
        return SendResult("busy", "not_connected")
    if isinstance(reason, urllib3.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(reason):
        return SendResult("busy", "bad_certificate")
    if isinstance(error, requests.Timeout):
        return SendResult("unknown", "read_timeout")
    return SendResult("unknown", "broken_connection")
