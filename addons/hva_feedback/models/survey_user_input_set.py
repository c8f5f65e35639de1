from odoo import fields, models


class SurveyUserInput(models.Model):
    """Which version of which set an answer was given to, in words."""

    _inherit = "survey.user_input"

    hva_set_id = fields.Many2one(related="survey_id.hva_set_id", string="Question set")
    hva_set_version = fields.Integer(related="survey_id.hva_version", string="Version of the set")
