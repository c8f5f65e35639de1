from odoo import models


class SurveyInvite(models.TransientModel):
    """Survey's own invitation would make an answer for each address. For question sets it opens a targeted survey."""

    _inherit = "survey.invite"

    def action_invite(self):
        if not self.survey_id._hva_ours():
            return super().action_invite()
        return self.survey_id._hva_action_targeted()


class SurveySurvey(models.Model):
    _inherit = "survey.survey"

    def _hva_action_targeted(self):
        """Action: begin a targeted survey of this version."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Targeted survey"),
            "res_model": "hva.campaign",
            "views": [(False, "form")],
            "context": {"default_set_id": self.hva_set_id.id, "default_survey_id": self.id},
        }
