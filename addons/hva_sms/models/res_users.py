from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _hva_start_action(self):
        """Technical people who read no feedback begin with the invitations."""
        if self.has_group("hva_feedback.hva_feedback_group_viewer"):
            return super()._hva_start_action()
        return "hva_sms.hva_invitation_action"
