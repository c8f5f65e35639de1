"""LINK Mobility's "Common" REST API for text messages.

Our reference is only echoed, so a repeat would be a second message. Reports come to one address per contract, which
LINK calls a gate; they carry the reference that we gave, for which we use the message's own secret token.
"""

import json
import logging
from collections.abc import Mapping
from typing import ClassVar

from . import http_call, sendable
from .base import Gateway, GatewayConfigError, OutgoingMessage, Report, SendResult, token_of
from .http_call import TIMEOUT, HttpReply, checked_url

_logger = logging.getLogger(__name__)

MAX_PARTS = 6
PLATFORM = "COMMON_API"
_QUEUED = 1005
_SENT, _DELIVERED = {"1000", "1005"}, "1001"
_EXPIRED, _NOT_TOLD = {"1002"}, {"1010", "4", "5"}
_NO_SUCH_NUMBER = {"2104", "2106"}


class LinkMobilityGateway(Gateway):
    """Sends through `/sms/send`.

    `url`: the whole address of the send service that LINK has assigned. `account`: the partner number
    (platformPartnerId). `gate`: the name of the gate for reports; without one none are asked for. Errors as in
    `KannelGateway`.
    """

    name = "link"
    source: ClassVar[str] = "LINK Mobility, Common SMS REST API 1.6, 2019"

    def __init__(
        self,
        url: str,
        username: str,
        password: str,
        account: str,
        gate: str = "",
        timeout: tuple[float, float] = TIMEOUT,
    ) -> None:
        self._url = checked_url(url)
        if not (username and password and account):
            raise GatewayConfigError("LINK Mobility needs a user name, a password and a partner number")
        self._auth, self._account, self._gate, self._timeout = (username, password), account, gate, timeout

    def __repr__(self) -> str:
        return f"LinkMobilityGateway({self._url!r})"

    def send(self, msg: OutgoingMessage) -> SendResult:
        """Hand one message over; outcomes as `SendResult` says."""
        if code := sendable.refusal(msg, MAX_PARTS):
            return SendResult("refused", code)
        if any(ord(char) > 0xFFFF for char in msg.text):  # LINK takes no characters of four bytes
            return SendResult("refused", "bad_text")
        reply = http_call.call(
            "POST",
            self._url,
            data=json.dumps(self._body(msg)),
            headers={"Content-Type": "application/json"},
            auth=self._auth,
            timeout=self._timeout,
        )
        result = read_reply(reply) if isinstance(reply, HttpReply) else reply
        if result.outcome != "accepted":
            _logger.info("link: message %s %s (%s)", msg.ref, result.outcome, result.code)
        return result

    def _body(self, msg: OutgoingMessage) -> dict[str, object]:
        reports = {"useDeliveryReport": True, "deliveryReportGates": [self._gate]} if self._gate else {}
        return {
            "source": msg.sender,
            "sourceTON": "MSISDN" if msg.sender.lstrip("+").isdigit() else "ALPHANUMERIC",
            "destination": msg.to,
            "userData": msg.text,
            "dcs": "TEXT",
            "platformId": PLATFORM,
            "platformPartnerId": self._account,
            "refId": token_of(msg),
            "relativeValidityTime": msg.validity_minutes * 60_000,
            "ignoreResponse": False,  # the default answers without a word of what happened
            **reports,
        }

    def report_token(self, params: Mapping[str, str]) -> str:
        """Return `refId`, for which the token was given."""
        return params.get("refId", "")

    def parse_report(self, params: Mapping[str, str]) -> Report | None:
        """Read the result code of a report."""
        code = params.get("resultCode", "")
        if not (code.isascii() and code.isdigit() and len(code) <= 5):
            _logger.warning("link: a delivery report without a result code")
            return None
        if code in _SENT:
            return Report("submitted")
        if code == _DELIVERED:
            return Report("delivered")
        if code in _EXPIRED:
            return Report("expired", f"expired:{code}")
        if code in _NOT_TOLD:
            return Report("unknown", f"unknown:{code}")
        return Report("failed", f"{'invalid_destination' if code in _NO_SUCH_NUMBER else 'failed'}:{code}")


def read_reply(reply: HttpReply) -> SendResult:
    """Translate a reply of `/sms/send`: a message is taken only when LINK says so with its own code."""
    try:
        said = json.loads(reply.text)
        code = int(said["resultCode"])
    except (ValueError, KeyError, TypeError):
        return (
            SendResult("unknown", f"http_{reply.status}") if reply.status < 300 else http_call.of_status(reply.status)
        )
    if reply.status == 200 and code == _QUEUED:
        return SendResult("accepted", "", str(said.get("messageId") or "") or None)
    result = http_call.of_status(reply.status)
    return SendResult("refused", f"nack:{code}") if result.outcome == "refused" else result
