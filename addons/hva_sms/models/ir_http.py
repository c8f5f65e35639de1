import logging

import psycopg2.errors
from werkzeug.exceptions import Forbidden, HTTPException, MethodNotAllowed, Unauthorized

from odoo import models
from odoo.exceptions import ConcurrencyError
from odoo.http import request

from odoo.addons.hva_feedback.controllers.hang_up import hang_up
from odoo.addons.hva_feedback.controllers.strict_headers import harden

from ..controllers import visit_problem
from .hva_visit_source import SCOPE

_logger = logging.getLogger(__name__)

DOORS = "/hva_sms/"
ARGUMENTS = {"gateway_id", "token", "lang", "done", "number", "batch_id"}
LOST_RACES = (ConcurrencyError, psycopg2.errors.SerializationFailure, psycopg2.errors.DeadlockDetected)


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _match(cls, path):
        try:
            return super()._match(path)
        except MethodNotAllowed as error:
            if path.startswith(DOORS):  # Odoo asks nobody how to say this
                error.error_response = harden(error)
            raise

    @classmethod
    def _dispatch(cls, endpoint):
        if request.httprequest.path.startswith(DOORS):
            # Odoo hands every posted name over as an argument: one called `self` would be a TypeError. So would a file.
            given = request.params.items()
            request.params = {name: value for name, value in given if name in ARGUMENTS and isinstance(value, str)}
        return super()._dispatch(endpoint)

    @classmethod
    def _post_dispatch(cls, response):
        super()._post_dispatch(response)
        if request.httprequest.path.startswith(DOORS):
            harden(response)
            hang_up()

    @classmethod
    def _auth_method_hva_visits(cls):
        """Let in whoever brings a key of scope `hva_visits` that belongs to a patient system, as its user.

        Not Odoo's `bearer`, whose keys also open Odoo's own API, and which a browser's session satisfies too.
        """
        kind, _space, key = request.httprequest.headers.get("Authorization", "").partition(" ")
        uid = None
        if kind.lower() == "bearer" and key.strip():
            uid = request.env["res.users.apikeys"]._check_credentials(scope=SCOPE, key=key.strip())
        if not uid:
            raise Unauthorized(response=visit_problem.response("unauthorised"))
        request.update_env(user=uid)
        request.session.can_save = False
        if not request.env["hva.visit.source"]._of_user(request.env.user):
            raise Forbidden(response=visit_problem.response("forbidden"))

    @classmethod
    def _handle_error(cls, exception):
        """Answer a machine with JSON, whatever went wrong, and never with more than a code."""
        path = request.httprequest.path
        if not path.startswith(visit_problem.DOOR):
            answer = super()._handle_error(exception)
            return harden(answer) if path.startswith(DOORS) else answer
        if isinstance(exception, HTTPException):
            return harden(exception.response or visit_problem.response_of_status(exception.code))
        return harden(visit_problem.response("busy" if isinstance(exception, LOST_RACES) else "broken"))
