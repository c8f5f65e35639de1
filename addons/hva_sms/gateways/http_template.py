"""Any gateway that takes a message by one HTTP call, described by a text (`tools/http_template.py`)."""

import hmac
import json
import logging
import re
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from ..tools import http_template, json_paths, sms_text
from ..tools.http_template import Template, TemplateError
from . import http_call, sendable
from .base import Gateway, GatewayConfigError, OutgoingMessage, Report, ReportCall, SendResult, token_of
from .http_call import TIMEOUT, HttpReply, checked_url

_logger = logging.getLogger(__name__)

MAX_PARTS = 6


class HttpTemplateGateway(Gateway):
    """Sends as a template says.

    `url`: the address of the send service. `username` and `password`: for Basic both, else the password is the key.
    `secret`: what the template's `secret_header` must hold in reports. GatewayConfigError also for a bad template.
    """

    name = "http"

    def __init__(
        self,
        url: str,
        username: str,
        password: str,
        template: str,
        secret: str = "",
        timeout: tuple[float, float] = TIMEOUT,
    ) -> None:
        self._url = checked_url(url)
        try:
            self._template = http_template.read(template)
        except TemplateError as error:
            raise GatewayConfigError(f"The template cannot be used ({error})") from None
        if self._template.auth != "none" and not password:
            raise GatewayConfigError("The gateway needs a password or key")
        if self._template.secret_header and not secret:
            raise GatewayConfigError("The template asks for a secret in reports, and none is set")
        self._username, self._password, self._secret, self._timeout = username, password, secret, timeout

    @property
    def template(self) -> Template:
        """The template as read."""
        return self._template

    def __repr__(self) -> str:
        return f"HttpTemplateGateway({self._url!r})"

    def send(self, msg: OutgoingMessage) -> SendResult:
        """Hand one message over; outcomes as `SendResult` says."""
        if code := sendable.refusal(msg, MAX_PARTS):
            return SendResult("refused", code)
        url, body, headers = self._request(msg)
        auth = (self._username, self._password) if self._template.auth == "basic" else None
        reply = http_call.call(self._template.method, url, data=body, headers=headers, auth=auth, timeout=self._timeout)
        result = self._read_reply(reply) if isinstance(reply, HttpReply) else reply
        if result.outcome != "accepted":
            _logger.info("http: message %s %s (%s)", msg.ref, result.outcome, result.code)
        return result

    def is_genuine(self, call: ReportCall) -> bool:
        """Compare the secret, where the template names a header for one."""
        if not self._template.secret_header:
            return True
        return hmac.compare_digest(self._secret.encode(), call.headers.get(self._template.secret_header, "").encode())

    def report_token(self, params: Mapping[str, str]) -> str:
        """Return the token at the template's place."""
        return json_paths.pick(params, self._template.report_token)

    def parse_report(self, params: Mapping[str, str]) -> Report | None:
        """Translate the status by the template's table."""
        state = self._template.states.get(json_paths.pick(params, self._template.report_status), "")
        if not state:
            _logger.warning("http: a delivery report of a status that the template does not know")
            return None
        if state in ("submitted", "delivered"):
            return Report(state)
        error = json_paths.pick(params, self._template.report_error).lower()
        return Report(state, f"{state}:{error}" if re.fullmatch(r"[0-9a-z_.-]{1,20}", error) else state)

    def _request(self, msg: OutgoingMessage) -> tuple[str, str | None, dict[str, str]]:
        filled = http_template.fill(self._template.fields, _values(msg))
        headers = self._auth_headers()
        if self._template.body == "json":
            return self._url, json.dumps(filled), {**headers, "Content-Type": "application/json"}
        pairs = urlencode({name: _plain(value) for name, value in filled.items()}, quote_via=quote, safe="")
        if self._template.body == "query":
            return f"{self._url}?{pairs}", None, headers
        return self._url, pairs, {**headers, "Content-Type": "application/x-www-form-urlencoded"}

    def _auth_headers(self) -> dict[str, str]:
        kind, _colon, name = self._template.auth.partition(":")
        if kind == "bearer":
            return {"Authorization": f"Bearer {self._password}"}
        return {name: self._password} if kind == "header" else {}

    def _read_reply(self, reply: HttpReply) -> SendResult:
        try:
            said = json_paths.flat(json.loads(reply.text))
        except (ValueError, RecursionError):
            said = {}
        template = self._template
        if reply.status in template.success_status:
            if template.success_path and json_paths.pick(said, template.success_path) != template.success_value:
                # it answered, but not with the yes we were told of: it may have taken the message
                return SendResult("unknown", f"http_{reply.status}")
            return SendResult("accepted", "", json_paths.pick(said, template.id_path) or None)
        if reply.status in template.busy_status:
            return SendResult("busy", f"http_{reply.status}")
        return http_call.of_status(reply.status)


def _values(msg: OutgoingMessage) -> dict[str, str | int | bool]:
    return {
        "from": msg.sender,
        "to": msg.to,
        "to_digits": msg.to.lstrip("+"),
        "text": msg.text,
        "ref": msg.ref,
        "token": token_of(msg),
        "callback": msg.callback_url,
        "validity_minutes": msg.validity_minutes,
        "validity_seconds": msg.validity_minutes * 60,
        "is_unicode": sms_text.segments(msg.text).encoding == "ucs2",
    }


def _plain(value: object) -> str:
    """Return a value for a form or query: JSON for what is nested, as some vendors want it."""
    return value if isinstance(value, str) else json.dumps(value)
