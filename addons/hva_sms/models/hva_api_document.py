from odoo import api, models

from ..controllers.visit_problem import PROBLEMS
from ..tools import openapi

AUDIT_PATH = "/hva_feedback/v1/audit/{first}/{last}.{kind}"


class HvaApiDocument(models.AbstractModel):
    """The OpenAPI document of the machine doors. An addon with doors of its own extends `_get_paths`."""

    _name = "hva.api.document"
    _description = "Description of the machine doors"

    @api.model
    def _get_document(self):
        """Return the whole document as a dict; the same for everybody, in every language."""
        return openapi.document(PROBLEMS, self._get_paths())

    @api.model
    def _get_paths(self):
        """Return {path: its operations} of doors that are not for patient systems and gateways."""
        day = {"in": "path", "required": True, "schema": {"type": "string", "format": "date"}}
        kind = {"type": "string", "enum": ["jsonl", "csv"]}
        return {
            AUDIT_PATH: {
                "get": {
                    "summary": "The audit trail of a period",
                    "description": "For an administrator's own API key of Odoo. Days are UTC, both ends included.",
                    "operationId": "readAudit",
                    "parameters": [
                        {"name": "first", **day},
                        {"name": "last", **day},
                        {"name": "kind", "in": "path", "required": True, "schema": kind},
                    ],
                    "responses": {
                        "200": {
                            "description": "Rows with their digests, and the seals of the days.",
                            "content": {"application/x-ndjson": {}, "text/csv": {}},
                        },
                        "401": {"description": "No valid API key."},
                        "403": {"description": "The key's owner may not read the trail."},
                        "404": {"description": "No such period or kind."},
                        "413": {"description": "More than 500 000 rows: choose a shorter period."},
                    },
                }
            }
        }
