"""The OpenAPI 3.1 document of the machine doors. Pure: the same tables give the same document.

A door of another addon is added through `hva.api.document`. A test asks the server for its routes, so a door that is
not described is noticed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from . import openapi_schemas as schemas
from .call_events import CALLS
from .eligibility import REASONS
from .visit_contract import FATALS, VISITS
from .visit_fhir import MIME
from .visit_json import MAX_BYTES, MAX_VISITS

PATH = "/hva_sms/v1/openapi.json"
JSON = "application/json"
PROBLEM = "application/problem+json"

Problems = Mapping[str, tuple[int, str]]
"""Code of a refusal -> status and sentence, as `controllers.visit_problem.PROBLEMS`."""

ANSWERED = {
    "200": "Processed: `results` says what became of each row.",
    "422": "Processed, but every row was rejected: look for one cause.",
}
BATCH_STATUSES = (400, 401, 403, 409, 413, 415, 500, 503)
NOT_OF_BATCHES = {"unknown_batch", "unknown_address"}


def document(problems: Problems, others: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document, to be written as JSON. `others`: paths of other addons, as OpenAPI has them."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Customer feedback: visits, calls and delivery reports",
            "version": "1",
            "summary": "What patient systems, telephone systems and gateways call.",
            "description": (
                "Rows of visits and calls are stored before they are answered for; a job decides later whom to ask. "
                f"Sending a batch again is always safe. At most {MAX_VISITS} rows and {MAX_BYTES} bytes a request, "
                "not compressed. Nothing that is refused is repeated in an answer. Never send names, addresses, "
                "identity codes, diagnoses or free text: such a row is rejected with forbidden_data."
            ),
            "license": {"name": "AGPL-3.0", "identifier": "AGPL-3.0-or-later"},
        },
        "servers": [{"url": "/"}],
        "security": [{"key": []}],
        "paths": {**_paths(problems), **others},
        "components": {
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The key of a patient or telephone system, shown once when it is made.",
                }
            },
            "schemas": _schemas(problems),
        },
    }


def _schemas(problems: Problems) -> dict[str, Any]:
    return {
        "Visit": schemas.row(VISITS),
        "VisitBatch": schemas.envelope(VISITS, "Visit"),
        "Call": schemas.row(CALLS),
        "CallBatch": schemas.envelope(CALLS, "Call"),
        "Bundle": schemas.bundle(),
        **{kind: schemas.resource(kind) for kind in schemas.READ},
        "BatchResult": schemas.batch_result(FATALS, REASONS),
        "Problem": schemas.problem(problems),
    }


def _paths(problems: Problems) -> dict[str, Any]:
    return {
        "/hva_sms/v1/visits": {"post": _batch("Send visits", "VisitBatch", (JSON,), problems)},
        "/hva_sms/v1/fhir": {"post": _batch("Send visits as a FHIR R4 Bundle", "Bundle", (MIME, JSON), problems)},
        "/hva_sms/v1/calls": {"post": _batch("Send calls of a telephone system", "CallBatch", (JSON,), problems)},
        "/hva_sms/v1/visits/{batch_id}": {"get": _result(problems)},
        PATH: {"get": _own()},
        "/hva_sms/dlr/{token}": _reports("Report on one message", ("token",)),
        "/hva_sms/gate/{token}": _reports("Report on the message that it names", ("token",)),
        "/hva_sms/own/{gateway_id}/{token}": _reports("Report on a message of Odoo's own", ("gateway_id", "token")),
        "/hva_sms/inbound/{token}": {"post": _report("Message that a phone has written", ("token",))},
    }


def _batch(summary: str, name: str, mimetypes: Iterable[str], problems: Problems) -> dict[str, Any]:
    body = {"schema": {"$ref": f"#/components/schemas/{name}"}}
    answers: dict[str, Any] = {
        status: {
            "description": words,
            "headers": {
                "Location": {"schema": {"type": "string"}, "description": "Where the answer can be read again."}
            },
            "content": {JSON: {"schema": {"$ref": "#/components/schemas/BatchResult"}}},
        }
        for status, words in ANSWERED.items()
    }
    return {
        "summary": summary,
        "operationId": f"send{name}",
        "requestBody": {"required": True, "content": {mimetype: body for mimetype in mimetypes}},
        "responses": answers | _refusals(problems, BATCH_STATUSES, NOT_OF_BATCHES),
    }


def _result(problems: Problems) -> dict[str, Any]:
    return {
        "summary": "Read the answer to a batch again",
        "description": "Of every door of your system, files included. `event_id` is null: event ids are not kept.",
        "operationId": "readBatchResult",
        "parameters": _parameters(("batch_id",)),
        "responses": {
            "200": {
                "description": "The stored answer.",
                "content": {JSON: {"schema": {"$ref": "#/components/schemas/BatchResult"}}},
            },
            **_refusals(problems, (401, 403, 404, 500), {"wrong_door", "wrong_source", "unknown_address"}),
        },
    }


def _refusals(problems: Problems, statuses: Iterable[int], without: Iterable[str]) -> dict[str, Any]:
    """Return the refusals of a door by status, with the codes that each may carry."""
    by_status: dict[int, list[str]] = defaultdict(list)
    for code, (status, title) in problems.items():
        if code not in without:
            by_status[status].append(f"`{code}`: {title}.")
    return {
        str(status): {
            "description": " ".join(by_status[status]),
            "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def _own() -> dict[str, Any]:
    return {
        "summary": "This document",
        "operationId": "readDocument",
        "security": [],
        "responses": {"200": {"description": "OpenAPI 3.1.", "content": {JSON: {"schema": {"type": "object"}}}}},
    }


def _reports(summary: str, names: tuple[str, ...]) -> dict[str, Any]:
    return {method: _report(summary, names, method) for method in ("get", "post")}


def _report(summary: str, names: tuple[str, ...], method: str = "post") -> dict[str, Any]:
    """Describe a door of gateways: what they say is theirs, as a query, a form or JSON. Its address is the secret."""
    anything = {"schema": {"type": "object"}}
    return {
        "summary": summary,
        "description": "For the gateway alone, in its own words (docs/gateways.md). The token in the address is the "
        "secret; known, unknown and repeated reports get the same answer.",
        "security": [],
        "parameters": _parameters(names),
        **(
            {"requestBody": {"content": {"application/x-www-form-urlencoded": anything, JSON: anything}}}
            if method == "post"
            else {}
        ),
        "responses": {
            "200": {"description": "Taken.", "content": {"text/plain": {"schema": {"type": "string"}}}},
            "503": {"description": "The gateway's settings here are broken: send it again later."},
        },
    }


def _parameters(names: Iterable[str]) -> list[dict[str, Any]]:
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
