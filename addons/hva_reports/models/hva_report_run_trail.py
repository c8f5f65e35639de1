from odoo import models


class HvaReportRun(models.Model):
    """Who takes the workbook of a sent report out once more leaves a row on the audit trail, as for any export."""

    _inherit = "hva.report.run"

    def action_download(self):
        action = super().action_download()
        details = {"rows": self.answer_count, "fields": "workbook", "filter": f"{self.kind} {self.start_on}"}
        self.env["hva.audit"]._record("export", self, details=details)
        return action
