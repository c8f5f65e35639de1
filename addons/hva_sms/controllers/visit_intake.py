import json
import logging
from collections.abc import Callable
from dataclasses import dataclass

import psycopg2
from werkzeug.exceptions import HTTPException, InternalServerError, RequestEntityTooLarge

from odoo import http
from odoo.exceptions import ConcurrencyError
from odoo.http import request

from ..tools import visit_fhir, visit_json
from ..tools.call_events import CALLS
from ..tools.person_hash import PersonKeyError
from ..tools.visit_rows import RESULTS
from . import visit_problem

_logger = logging.getLogger(__name__)

ROUTE = {"type": "http", "auth": "hva_visits", "csrf": False, "save_session": False, "sitemap": False}
BATCH = {**ROUTE, "methods": ["POST"], "max_content_length": visit_json.MAX_BYTES}


@dataclass(frozen=True)
class Door:
    """What a door takes. `read(body, code of the source)` gives a `Delivery` or an `Unreadable`."""

    brings: str  # a key of hva.visit.source.brings
    read: Callable
    mimetypes: tuple[str, ...] = ("application/json",)


VISITS_DOOR = Door("visits", lambda body, _code: visit_json.parse_json(body))
CALLS_DOOR = Door("calls", lambda body, _code: visit_json.parse_json(body, CALLS))
FHIR_DOOR = Door("visits", visit_fhir.parse_bundle, (visit_fhir.MIME, "application/json"))


class VisitIntakeController(http.Controller):
    """The doors of patient and telephone systems, beside the drop folder. docs/visits.md is for those who knock.

    The rows are stored before the answer, so it is 200 and never 202; what becomes of the people is decided by a job.
    Nothing of a body is logged.
    """

    @http.route("/hva_sms/v1/visits", **BATCH)
    def receive(self, **_ignored):
        """Take in a batch and answer for each of its visits."""
        return self._knock(VISITS_DOOR)

    @http.route("/hva_sms/v1/fhir", **BATCH)
    def receive_bundle(self, **_ignored):
        """Take in a FHIR Bundle and answer for each of its Encounters."""
        return self._knock(FHIR_DOOR)

    @http.route("/hva_sms/v1/calls", **BATCH)
    def receive_calls(self, **_ignored):
        """Take in a batch and answer for each of its calls."""
        return self._knock(CALLS_DOOR)

    @http.route("/hva_sms/v1/visits/<string:batch_id>", methods=["GET"], readonly=True, **ROUTE)
    def result(self, batch_id, **_ignored):
        """Answer again for a batch that has come, by whichever door. Without event ids: they are not kept."""
        if not batch_id.isprintable():  # a NUL is more than the database can be asked for
            return visit_problem.response("unknown_batch")
        source = request.env["hva.visit.source"]._of_user(request.env.user)
        batch = request.env["hva.visit.batch"].sudo()._find(source.code, batch_id)  # sudo: its own batches alone
        if not batch:
            return visit_problem.response("unknown_batch")
        return self._answer(batch, batch._stored_results(), is_repeat=True, status=200)

    def _knock(self, door):
        source = request.env["hva.visit.source"]._of_user(request.env.user)
        if source.brings != door.brings:
            return visit_problem.response("wrong_door")
        try:
            return self._receive(source, door)
        except (HTTPException, ConcurrencyError, psycopg2.OperationalError):
            raise  # refusals, and races that Odoo tries again
        except PersonKeyError as error:
            _logger.error("no visit is taken in: %s", error)
            return visit_problem.response("not_ready")
        except Exception as error:  # edge of a batch; neither traceback nor message, which can hold values of the body
            _logger.error("a batch of source %s could not be taken in: %s", source.id, type(error).__name__)
            raise InternalServerError from None

    def _receive(self, source, door):
        headers = request.httprequest.headers
        charset = request.httprequest.mimetype_params.get("charset", "utf-8").lower()
        if request.httprequest.mimetype not in door.mimetypes or charset not in ("utf-8", "utf8"):
            return visit_problem.response("wrong_content")
        if headers.get("Content-Encoding", "identity").lower() != "identity":
            return visit_problem.response("wrong_content")
        try:
            body = request.httprequest.get_data()
        except RequestEntityTooLarge:
            return visit_problem.response("too_big")
        delivery = door.read(body, source.code)
        if isinstance(delivery, visit_json.Unreadable):
            _logger.info("source %s sent a batch that cannot be read (%s)", source.id, delivery.code)
            return visit_problem.response(delivery.code, delivery.field)
        if delivery.source_system != source.code:
            return visit_problem.response("wrong_source", "source_system")
        return self._take_in(source, delivery)

    def _take_in(self, source, delivery):
        env = request.env(su=True)  # the source's user can do nothing; what it may bring has been checked
        receipt = env["hva.visit.batch"]._receive(source.code, delivery.batch_id, delivery.parsed)
        _logger.info("source %s: %s%s", source.id, receipt.summary, ", come before" if receipt.is_repeat else "")
        if not receipt.batch:
            return visit_problem.response("conflict", "batch_id")
        if not receipt.is_repeat:
            env["hva.sms.job"]._wake("evaluate")
        has_failed = receipt.results and all(each.result == "rejected" for each in receipt.results)
        answer = self._answer(receipt.batch, receipt.results, receipt.is_repeat, 422 if has_failed else 200)
        answer.headers["Location"] = f"/hva_sms/v1/visits/{delivery.batch_id}"
        return answer

    def _answer(self, batch, results, is_repeat, status):
        answer = {
            "batch_id": batch.name,
            "source_system": batch.source_system,
            "received_at": f"{batch.received_at.isoformat(timespec='seconds')}Z",
            "is_repeat": is_repeat,
            "failure": batch.failure_code or None,
            "counts": {"rows": batch.row_count, **{name: batch[f"{name}_count"] for name in RESULTS}},
            "results": [
                {
                    "index": each.line,
                    "event_id": each.event_id,
                    "result": each.result,
                    "code": each.code,
                    "field": each.field,
                }
                for each in results
            ],
        }
        headers = {**visit_problem.HEADERS, "Content-Type": "application/json"}
        return request.make_response(json.dumps(answer), headers=list(headers.items()), status=status)
