"""Twilio's Messages resource. It signs its reports with our own token, so a forged one is known."""

import base64
import hashlib
import hmac
import json
import logging
from collections.abc import Mapping
from typing import ClassVar
from urllib.parse import quote, urlencode

from . import http_call, sendable
from .base import (
    Gateway,
    GatewayConfigError,
    InboundCall,
    InboundMessage,
    OutgoingMessage,
    Report,
    ReportCall,
    SendResult,
)
from .http_call import TIMEOUT, HttpReply, checked_url

_logger = logging.getLogger(__name__)

MAX_PARTS = 10
LONGEST_VALIDITY = 36_000
"""Seconds; Twilio takes no more."""
_CALM = {"accepted", "scheduled", "queued", "sending", "sent"}
_REFUSALS = {
    "21211": "bad_number",
    "21614": "bad_number",
    "21212": "bad_sender",
    "21606": "bad_sender",
    "21610": "opted_out",
    "21617": "too_long",
}
_NO_SUCH_NUMBER = {"30005", "30006"}


class TwilioGateway(Gateway):
    """Sends through an account.

    `url`: https://api.twilio.com, or another address of the same API. `username`: the account's SID. `password`: its
    auth token, with which reports are signed too. Errors as in `KannelGateway`.
    """

    name = "twilio"
    source: ClassVar[str] = "Twilio, OpenAPI description of the Messages resource, April 2026"
    can_receive: ClassVar[bool] = True
    # plain text would be sent to the phone as a message
    inbound_answer: ClassVar[tuple[str, str]] = ("text/xml; charset=utf-8", "<Response/>")

    def __init__(self, url: str, username: str, password: str, timeout: tuple[float, float] = TIMEOUT) -> None:
        self._url = checked_url(url).rstrip("/")
        if not username or not password:
            raise GatewayConfigError("Twilio needs the account's SID and its auth token")
        self._auth, self._timeout = (username, password), timeout

    def __repr__(self) -> str:
        return f"TwilioGateway({self._url!r})"

    def send(self, msg: OutgoingMessage) -> SendResult:
        """Hand one message over; outcomes as `SendResult` says."""
        if code := sendable.refusal(msg, MAX_PARTS):
            return SendResult("refused", code)
        fields = {
            "To": msg.to,
            "From": msg.sender,
            "Body": msg.text,
            "StatusCallback": msg.callback_url,
            "ValidityPeriod": min(msg.validity_minutes * 60, LONGEST_VALIDITY),
            "SmartEncoded": "false",  # what was shown to the administrator is what leaves
        }
        reply = http_call.call(
            "POST",
            f"{self._url}/2010-04-01/Accounts/{quote(self._auth[0], safe='')}/Messages.json",
            data=urlencode(fields),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            auth=self._auth,
            timeout=self._timeout,
        )
        result = read_reply(reply) if isinstance(reply, HttpReply) else reply
        if result.outcome != "accepted":
            _logger.info("twilio: message %s %s (%s)", msg.ref, result.outcome, result.code)
        return result

    def is_genuine(self, call: ReportCall) -> bool:
        """Check Twilio's signature: an HMAC over our address and the sorted fields."""
        signed = call.url + "".join(f"{name}{call.params[name]}" for name in sorted(call.params))
        data = signed.encode(errors="replace")  # JSON can hold halves of characters, which no signature was made over
        expected = base64.b64encode(hmac.new(self._auth[1].encode(), data, hashlib.sha1).digest())
        return hmac.compare_digest(expected, call.headers.get("x-twilio-signature", "").encode())

    def parse_message(self, call: InboundCall) -> InboundMessage | None:
        """Read `From`, `Body` and `MessageSid` of Twilio's request for an incoming message, which it signs."""
        said = call.params
        sender, ref = said.get("From", ""), said.get("MessageSid", "")
        if not (sender and ref and self.is_genuine(ReportCall(call.url, said, call.headers))):
            return None
        return InboundMessage(sender, said.get("Body", ""), ref)

    def parse_report(self, params: Mapping[str, str]) -> Report | None:
        """Read `MessageStatus` and `ErrorCode`."""
        status, error = params.get("MessageStatus", ""), _error(params.get("ErrorCode", ""))
        if status in _CALM:
            return Report("submitted")
        if status == "delivered":
            return Report("delivered")
        if status in ("undelivered", "failed", "canceled"):
            name = (
                "invalid_destination" if error in _NO_SUCH_NUMBER else {"undelivered": "undeliv"}.get(status, "failed")
            )
            return Report("failed", f"{name}:{error}" if error else name)
        _logger.warning("twilio: a delivery report of an unknown status")
        return None


def read_reply(reply: HttpReply) -> SendResult:
    """Translate a reply: 201 with the message's id is the only yes, and a 4xx names its reason by a number."""
    try:
        said = json.loads(reply.text)
        vendor_id, error = said.get("sid"), _error(str(said.get("code") or said.get("error_code") or ""))
    except (ValueError, AttributeError):
        vendor_id, error = None, ""
    if reply.status == 201 and isinstance(vendor_id, str):
        return SendResult("accepted", "", vendor_id)
    result = http_call.of_status(reply.status)
    if result.outcome == "refused" and error:
        return SendResult("refused", _REFUSALS.get(error, f"nack:{error}"))
    return result


def _error(value: str) -> str:
    return value if value.isascii() and value.isdigit() and len(value) <= 6 else ""
