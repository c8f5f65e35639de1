"""What a patient system is told when its request is refused: a status, a code and a sentence, as problem+json."""

import json

from werkzeug.wrappers import Response

from ..tools import visit_json

DOOR = "/hva_sms/v1/"
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
RETRY_SECONDS = "60"

PROBLEMS = {
    **{code: (400, label) for code, label in visit_json.UNREADABLE.items()},
    "unauthorised": (401, "A valid key is needed: Authorization: Bearer KEY"),
    "forbidden": (403, "This key belongs to no patient system"),
    "wrong_door": (403, "The key belongs to a system that brings something else: visits or calls"),
    "wrong_source": (403, "The key belongs to another source_system"),
    "unknown_batch": (404, "No batch of this name has come from this source_system"),
    "unknown_address": (404, "There is nothing at this address"),
    "conflict": (409, "This batch_id has come with other content"),
    "too_big": (413, "The body is bigger than 2 000 000 bytes"),
    "too_many_rows": (413, visit_json.UNREADABLE["too_many_rows"]),
    "wrong_content": (415, "The body must be application/json (FHIR: application/fhir+json), UTF-8, not compressed"),
    "broken": (500, "Something is wrong here; the log of the server says what"),
    "busy": (503, "Try again: the same visits are being received elsewhere"),
    "not_ready": (503, "Try again later: this server is not ready to take visits"),
}
"""Code -> HTTP status and sentence."""

_BY_STATUS = {404: "unknown_address", 413: "too_big", 415: "wrong_content"}


def response(code: str, field: str | None = None) -> Response:
    """Return the refusal `code` as a response; `field` names what of the envelope is wrong."""
    status, title = PROBLEMS[code]
    problem = {"type": "about:blank", "title": title, "status": status, "code": code, "field": field}
    headers = dict(HEADERS)
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if status == 503:
        headers["Retry-After"] = RETRY_SECONDS
    return Response(json.dumps(problem), status, headers, content_type="application/problem+json")


def response_of_status(status: int | None) -> Response:
    """Return the refusal for an error that Odoo or werkzeug raised by itself."""
    return response(_BY_STATUS.get(status or 500, "bad_json" if status == 400 else "broken"))
