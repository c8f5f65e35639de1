from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _hva_start_action(self):
        """Quality people, who handle no cases, begin with the results."""
        handles = self.has_group("hva_feedback.hva_feedback_group_handler")
        if self.has_group("hva_feedback.hva_feedback_group_quality") and not handles:
            return "hva_reports.hva_dashboard_action"
        return super()._hva_start_action()
