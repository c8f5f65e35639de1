"""A gateway described by a text: what to ask, what counts as yes, and how its reports read.

The text is JSON::

    {
      "source": "which paper of the vendor this follows, and its date",
      "method": "POST", "auth": "bearer", "body": "json",
      "fields": {"from": "{from}", "to": "{to}", "text": "{text}", "ref": "{ref}", "url": "{callback}"},
      "success": {"status": [200, 201], "path": "status", "value": "queued", "id": "messages.0.id"},
      "busy": {"status": [429, 503]},
      "report": {"status": "status", "error": "code", "token": "ref", "secret_header": "x-secret",
                 "states": {"DELIVRD": "delivered", "UNDELIV": "failed"}}
    }

`auth` is none, basic, bearer or header:NAME; `body` is json, form or query. In `fields`, values may be nested and hold
{from} {to} {to_digits} {text} {ref} {token} {callback} {validity_minutes} {validity_seconds} {is_unicode}; a text that
is one placeholder of a number stays a number. Nothing else in braces is allowed.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .delivery_status import REPORTED

PLACEHOLDERS = frozenset(
    {
        "from",
        "to",
        "to_digits",
        "text",
        "ref",
        "token",
        "callback",
        "validity_minutes",
        "validity_seconds",
        "is_unicode",
    }
)
BODIES = ("json", "form", "query")
LONGEST = 8000
_BRACES = re.compile(r"\{([^{}]*)\}")
_AUTH = re.compile(r"none|basic|bearer|header:[A-Za-z][A-Za-z0-9-]{0,40}")
_KEYS = {"source", "method", "auth", "body", "fields", "success", "busy", "report"}
_PART_KEYS = {
    "success": {"status", "path", "value", "id"},
    "busy": {"status"},
    "report": {"status", "error", "token", "secret_header", "states"},
}


class TemplateError(ValueError):
    """The text cannot be used: `code` is not_json, unknown_key, missing, bad_value or bad_placeholder, `what` where."""

    def __init__(self, code: str, what: str = "") -> None:
        super().__init__(f"{code}: {what}")
        self.code, self.what = code, what


@dataclass(frozen=True)
class Template:
    """A text that has been read; see the module."""

    source: str
    method: str
    auth: str
    body: str
    fields: Mapping[str, object]
    success_status: frozenset[int]
    success_path: str
    success_value: str
    id_path: str
    busy_status: frozenset[int]
    report_status: str = ""
    report_error: str = ""
    report_token: str = ""
    secret_header: str = ""
    states: Mapping[str, str] = field(default_factory=dict)


def read(text: str) -> Template:
    """Return the template; TemplateError names the first thing that is wrong."""
    raw = _object(text)
    success, busy, report = (_part(raw, name) for name in ("success", "busy", "report"))
    return Template(
        source=_word(raw.get("source", ""), "source", 200),
        method=_one_of(raw.get("method", "POST"), ("POST", "GET", "PUT"), "method"),
        auth=_auth(raw.get("auth", "basic")),
        body=_one_of(raw.get("body", "json"), BODIES, "body"),
        fields=_fields(raw.get("fields")),
        success_status=_statuses(success.get("status", [200, 201, 202]), "success.status"),
        success_path=_word(success.get("path", ""), "success.path"),
        success_value=_word(success.get("value", ""), "success.value"),
        id_path=_word(success.get("id", ""), "success.id"),
        busy_status=_statuses(busy.get("status", [429, 503]), "busy.status"),
        report_status=_word(report.get("status", ""), "report.status"),
        report_error=_word(report.get("error", ""), "report.error"),
        report_token=_word(report.get("token", ""), "report.token"),
        secret_header=_word(report.get("secret_header", ""), "report.secret_header").lower(),
        states=_states(report.get("states", {})),
    )


def fill(fields: Mapping[str, object], values: Mapping[str, str | int | bool]) -> dict[str, object]:
    """Return `fields` with every placeholder filled in, nested parts too."""
    return {name: _filled(value, values) for name, value in fields.items()}


def _filled(value: object, values: Mapping[str, str | int | bool]) -> object:
    if isinstance(value, dict):
        return {name: _filled(each, values) for name, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, values) for each in value]
    if not isinstance(value, str):
        return value
    whole = _BRACES.fullmatch(value)
    if whole:
        return values[whole.group(1)]
    return _BRACES.sub(lambda found: str(values[found.group(1)]), value)


def _object(text: str) -> dict[str, object]:
    if len(text) > LONGEST:
        raise TemplateError("not_json", str(len(text)))
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TemplateError("not_json", type(error).__name__) from None
    if not isinstance(raw, dict):
        raise TemplateError("not_json", "{}")
    _known(raw, _KEYS, "")
    return raw


def _part(raw: dict[str, object], name: str) -> dict[str, object]:
    part = raw.get(name, {})
    if not isinstance(part, dict):
        raise TemplateError("bad_value", name)
    _known(part, _PART_KEYS[name], f"{name}.")
    return part


def _known(part: Mapping[str, object], allowed: set[str], where: str) -> None:
    if unknown := sorted(set(part) - allowed):
        raise TemplateError("unknown_key", f"{where}{unknown[0]}")


def _fields(fields: object) -> dict[str, object]:
    if not isinstance(fields, dict) or not fields:
        raise TemplateError("missing", "fields")
    try:
        used = {name for text in _texts(fields) for name in _BRACES.findall(text)}
    except RecursionError:
        raise TemplateError("bad_value", "fields") from None
    if strange := sorted(used - PLACEHOLDERS):
        raise TemplateError("bad_placeholder", strange[0])
    for needed in ({"text"}, {"to", "to_digits"}):
        if not used & needed:
            raise TemplateError("missing", "{" + sorted(needed)[0] + "}")
    return fields


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) else []


def _states(states: object) -> dict[str, str]:
    if not isinstance(states, dict):
        raise TemplateError("bad_value", "report.states")
    for vendor, ours in states.items():
        if not isinstance(ours, str) or ours not in REPORTED:
            raise TemplateError("bad_value", f"report.states.{vendor}")
    return {str(vendor): str(ours) for vendor, ours in states.items()}


def _statuses(value: object, where: str) -> frozenset[int]:
    if not isinstance(value, list) or not value or not all(type(each) is int and 100 <= each < 600 for each in value):
        raise TemplateError("bad_value", where)
    return frozenset(value)


def _auth(value: object) -> str:
    if not isinstance(value, str) or not _AUTH.fullmatch(value):
        raise TemplateError("bad_value", "auth")
    return value


def _one_of(value: object, allowed: tuple[str, ...], where: str) -> str:
    if value not in allowed:
        raise TemplateError("bad_value", where)
    return str(value)


def _word(value: object, where: str, longest: int = 100) -> str:
    if not isinstance(value, str) or len(value) > longest or re.search(r"[\x00-\x1f]", value):
        raise TemplateError("bad_value", where)
    return value
