from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.hva_feedback.tools.retention import Bounds


class HvaRetention(models.Model):
    """Workbooks of sent reports hold comments of people, so they go like the comments themselves, only sooner."""

    _inherit = "hva.retention"

    code = fields.Selection(
        selection_add=[("report_file", "Files of sent reports")], ondelete={"report_file": "cascade"}
    )

    @api.model
    def _bounds(self):
        return {**super()._bounds(), "report_file": Bounds(1, 36, 13)}

    def _due_report_file(self, before):
        return "hva.report.run", Domain("start_on", "<", before) & Domain("attachment_id", "!=", False)

    def _erase_report_file(self, runs):
        """Delete the workbooks; that they were sent, to whom and with which checksum stays."""
        count = len(runs)
        runs.attachment_id.unlink()
        return count
