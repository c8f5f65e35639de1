import json

from werkzeug.datastructures import FileStorage

from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.pivot import TableExporter

from ..tools.our_records import OURS, is_ours


class PivotAudit(TableExporter):
    """A pivot of ours that is taken out as a workbook is on the audit trail like a list."""

    @http.route()
    def export_xlsx(self, data, **kw):
        text = data.read().decode() if isinstance(data, FileStorage) else data
        answer = super().export_xlsx(text, **kw)
        table = json.loads(text)
        # whose records a pivot counts is not in it, so those of models that hold ours among others count as ours
        if is_ours(table["model"]) or table["model"] in OURS:
            details = {"rows": len(table.get("rows", ())), "fields": "pivot"}
            request.env["hva.audit"]._record("export", request.env[table["model"]], details=details)
        return answer
