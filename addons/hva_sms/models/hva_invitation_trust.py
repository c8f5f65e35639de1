import logging

from odoo import api, models

_logger = logging.getLogger(__name__)


class HvaInvitation(models.Model):
    """What must be right of sender and link before anything leaves."""

    _inherit = "hva.invitation"

    @api.model
    def _dispatch(self, gateway, domain):
        """Send nothing through a gateway that may not send, and say in the log why; messages wait."""
        if blocks := gateway._get_sending_blocks():
            _logger.error("gateway %s sends nothing: %s", gateway.id, ", ".join(blocks))
            return
        super()._dispatch(gateway, domain)
