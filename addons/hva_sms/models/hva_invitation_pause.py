from datetime import timedelta

from odoo import models


class HvaInvitation(models.Model):
    _inherit = "hva.invitation"

    def _get_minutes_left(self, windows):
        """Keep what a paused unit would send for later; see `hva.contact.pause`."""
        self.ensure_one()
        clock = self.env["hva.clock"]
        if self.kind == "survey" and self.unit_id:
            key = ("pause", self.unit_id)
            if key not in windows:
                windows[key] = bool(self.env["hva.contact.pause"]._get_paused(self.unit_id, clock._today()))
            if windows[key]:
                self.due_at = clock._now() + timedelta(hours=1)
                return 0
        return super()._get_minutes_left(windows)
