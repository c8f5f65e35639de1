import logging

from odoo import api, models

from ..tools.sent_check import codes_in

_logger = logging.getLogger(__name__)


class HvaInvitation(models.Model):
    """What must be right of sender and link before anything leaves, and the mark by which it is known again."""

    _inherit = "hva.invitation"

    @api.model
    def _dispatch(self, gateway, domain):
        """Send nothing through a gateway that may not send, and say in the log why; messages wait."""
        if blocks := gateway._get_sending_blocks():
            _logger.error("gateway %s sends nothing: %s", gateway.id, ", ".join(blocks))
            return
        super()._dispatch(gateway, domain)

    def _move(self, target, code="", **values):
        moved = super()._move(target, code, **values)
        if target == "claimed":
            # before it leaves: somebody may ask as soon as it has come, and also when its fate stays unknown
            codes = [each for text in moved.mapped("text") for each in codes_in(text or "")]
            self.env["hva.sent.mark"]._note(codes, self.env["hva.clock"]._today())
        return moved

    @api.model
    def _cron_erase(self):
        super()._cron_erase()
        self.env["hva.sent.mark"]._erase()
        self.env["hva.sms.job"]._commit()
