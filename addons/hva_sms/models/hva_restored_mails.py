import logging

from odoo import api, models

_logger = logging.getLogger(__name__)


class HvaDigest(models.Model):
    _inherit = "hva.digest"

    @api.model
    def _cron_build(self):
        """Make no weekly mails in a restored database: they may have been sent already."""
        if self.env["hva.sending"]._why_moved():
            _logger.warning("no weekly mail is made: this database may be a restored one")
            return None
        return super()._cron_build()
