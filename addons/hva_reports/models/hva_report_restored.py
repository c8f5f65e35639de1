import logging

from odoo import api, models

_logger = logging.getLogger(__name__)


class HvaReportRun(models.Model):
    _inherit = "hva.report.run"

    @api.model
    def _cron_build(self):
        """Make no reports in a restored database: they may have been sent already. They wait until it is confirmed."""
        if self.env["hva.sending"]._why_moved():
            _logger.warning("no report is made: this database may be a restored one")
            return None
        return super()._cron_build()
