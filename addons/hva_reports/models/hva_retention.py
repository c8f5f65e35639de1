from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.hva_feedback.tools.retention import Bounds


class HvaRetention(models.Model):
    """Workbooks of sent reports hold comments of people, so they go like the comments themselves, only sooner.

    What is known of deliveries to a data lake goes too, but never what the lake's manifest still stands on.
    """

    _inherit = "hva.retention"

    code = fields.Selection(
        selection_add=[("report_file", "Files of sent reports"), ("lake_run", "Deliveries to a data lake")],
        ondelete={"report_file": "cascade", "lake_run": "cascade"},
    )

    @api.model
    def _bounds(self):
        return {**super()._bounds(), "report_file": Bounds(1, 36, 13), "lake_run": Bounds(1, 60, 13)}

    def _due_report_file(self, before):
        return "hva.report.run", Domain("start_on", "<", before) & Domain("attachment_id", "!=", False)

    def _erase_report_file(self, runs):
        """Delete the workbooks; that they were sent, to whom and with which checksum stays."""
        count = len(runs)
        runs.attachment_id.unlink()
        return count

    def _due_lake_run(self, before):
        """Deliveries that are over and have something to lose: files that are gone, or no file that is still there."""
        over = Domain("state", "in", ("done", "partly", "failed")) & Domain("state_at", "<", before)
        has_gone = Domain("file_ids.stage", "=", "old")
        return "hva.export.run", over & (has_gone | Domain("id", "not in", self._get_kept_lake_runs().ids))

    def _erase_lake_run(self, runs):
        """Delete what was noted of files that are gone, and deliveries of which nothing is in the lake any more."""
        gone = runs.file_ids.filtered(lambda file: file.stage == "old")
        done = runs - self._get_kept_lake_runs()
        count = len(gone) + len(done)
        gone.unlink()
        done.unlink()
        return count

    def _get_kept_lake_runs(self):
        """Return the deliveries that are still needed: with a file that is there or goes next, and each export's last.

        The last says which manifest is ours, and what number comes next.
        """
        runs = self.env["hva.export.run"].sudo()  # sudo: it is only looked at
        there = runs.search([("file_ids.stage", "in", ("staged", "current", "left"))])
        last = runs._read_group([], ["definition_id"], ["id:max"])
        named = runs._read_group([("manifest_sha256", "!=", False)], ["definition_id"], ["id:max"])
        return there | runs.browse(number for _export, number in (*last, *named))
