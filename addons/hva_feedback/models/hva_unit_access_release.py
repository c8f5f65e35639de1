from odoo import api, models

from .helpdesk_ticket_release import BATCH


class HvaUnitAccess(models.Model):
    """Whoever loses a unit keeps none of its cases."""

    _inherit = "hva.unit.access"

    @api.model
    def _rebuild_reach(self, users=None):
        result = super()._rebuild_reach(users)
        if users is None or users:
            self.env["helpdesk.ticket"]._hva_release_soon()
        return result


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        """Pass the open cases of whoever is archived on at once; what is left of very many, the job takes."""
        # sudo: whoever archives a person need not be one of ours
        leaving = self.sudo().filtered("active") if vals.get("active") is False else self.browse()
        ours = leaving.filtered(lambda user: user.has_group("hva_feedback.hva_feedback_group_viewer"))
        result = super().write(vals)
        if ours:
            tickets = self.env["helpdesk.ticket"].sudo()  # sudo: same
            tickets._hva_left_alone(BATCH)._hva_release()
            tickets._hva_release_soon()
        return result
