"""Kannel, the SMS gateway of Debian: local HTTP on our side, SMPP to any operator on the other.

What was learnt of Kannel 1.4.5 by running it: the reply has no message id, so reports are known by the token in
their own URL; the type of a report is a bit mask; it cuts off long texts and replaces letters while answering
"accepted", so both are checked before.
"""

import logging
from collections.abc import Mapping
from email.message import Message
from typing import ClassVar
from urllib.parse import quote, urlencode

from ..tools import delivery_status, sms_text
from . import http_call, sendable
from .base import Gateway, GatewayConfigError, InboundCall, InboundMessage, OutgoingMessage, Report, SendResult
from .http_call import TIMEOUT, HttpReply, checked_url

_logger = logging.getLogger(__name__)

MAX_PARTS = 6
"""Kannel's max-messages: what is longer it cuts off without a word."""

_REPORT_QUERY = "type=%d&answer=%A"
_ALL_REPORTS = 31

_ACCEPTED = {"0": "", "3": "queued"}
_REFUSALS = (
    (400, "missing receiver", "bad_number"),
    (400, "number(s) has/have been denied", "bad_number"),
    (400, "sender missing", "bad_sender"),
)
"""Replies of sendsms: HTTP status, how the body begins in lower case, our code."""


class KannelGateway(Gateway):
    """Sends through smsbox's `sendsms`. Kannel cannot be asked about a message: it keeps no reference of ours.

    `url` is the address of sendsms, as http://127.0.0.1:13013/cgi-bin/sendsms: http or https, without credentials and
    query; plain http only inside the own network. `timeout` is (connect, read) in seconds. Redirects are not
    followed and proxies of the environment not used. GatewayConfigError when an argument cannot work.
    """

    name = "kannel"
    source: ClassVar[str] = "Kannel 1.4.5, tried with the program of Debian 12, November 2026"
    can_receive: ClassVar[bool] = True

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
        if code := sendable.refusal(msg, MAX_PARTS):
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

    def parse_message(self, call: InboundCall) -> InboundMessage | None:
        """Read what `post-url` posts: the text as the body, the number in a header, Kannel's own number as `id`.

        Its secret is in the address. A message of bytes that are no text comes as an empty one.
        """
        sender, ref = call.headers.get("x-kannel-from", ""), call.params.get("id", "")
        return InboundMessage(sender, _body_text(call), ref) if sender and ref else None

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
        reply = http_call.call("GET", f"{self._url}?{query}", timeout=self._timeout)
        return read_reply(reply.status, reply.text) if isinstance(reply, HttpReply) else reply


def read_reply(status: int, body: str) -> SendResult:
    """Translate a reply of sendsms. Only what Kannel is known to say is taken as an answer."""
    text = body.strip().lower()
    if status == 202 and text[:2] in ("0:", "3:"):
        return SendResult("accepted", _ACCEPTED[text[0]])
    for known_status, beginning, code in _REFUSALS:
        if status == known_status and text.startswith(beginning):
            return SendResult("refused", code)
    return http_call.of_status(status)


def _is_mask(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 3


def _body_text(call: InboundCall) -> str:
    """Return the body by its charset: UTF-8 for GSM letters, UTF-16BE for all others."""
    content = Message()
    content["Content-Type"] = call.headers.get("content-type", "")
    charset = (content.get_content_charset() or "utf-8") if content.get_content_type() == "text/plain" else ""
    return call.body.decode(charset, "replace") if charset in ("utf-8", "utf-16be") else ""
