from datetime import date, timedelta

from odoo import http
from odoo.http import request

MOST_ROWS = 500_000
TYPES = {"jsonl": "application/x-ndjson; charset=utf-8", "csv": "text/csv; charset=utf-8"}
PATH = "audit/<string:first>/<string:last>.<string:kind>"


class AuditExport(http.Controller):
    """The audit trail as a file for a system elsewhere: rows with their digests, and the seals of the days."""

    @http.route(f"/hva_feedback/{PATH}", type="http", auth="user", methods=["GET"], save_session=False)
    def export(self, first, last, kind, **_rest):
        """For an administrator's browser. Days from `first` to `last` (UTC, 2026-11-30)."""
        return self._answer(first, last, kind)

    @http.route(f"/hva_feedback/v1/{PATH}", type="http", auth="bearer", methods=["GET"], save_session=False)
    def export_to_machine(self, first, last, kind, **_rest):
        """For a machine with the API key of an administrator: `Authorization: bearer ...`."""
        return self._answer(first, last, kind)

    def _answer(self, first, last, kind):
        """Return the file; 404 for anything that is no such period or kind, 413 for one that is too long."""
        try:
            start, end = date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1)
        except (ValueError, OverflowError):
            raise request.not_found() from None
        if kind not in TYPES or start >= end:
            raise request.not_found()
        trail = request.env["hva.audit"]
        trail.check_access("read")
        if trail.search_count([("at", ">=", start), ("at", "<", end)], limit=MOST_ROWS + 1) > MOST_ROWS:
            return request.make_response("Too many rows: choose a shorter period.\n", status=413)
        headers = [
            ("Content-Type", TYPES[kind]),
            ("Content-Disposition", f'attachment; filename="audit-{first}-{last}.{kind}"'),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(trail._export_file(start, end, kind), headers=headers)
