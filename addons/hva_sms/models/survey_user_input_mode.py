from odoo import api, fields, models

from .hva_contact_rule_mode import MODES


class SurveyUserInput(models.Model):
    """By which of the two ways an answer to a text message came, so each is counted against its own invitations."""

    _inherit = "survey.user_input"

    hva_answer_mode = fields.Selection(
        MODES, "How it was answered", readonly=True, help="Of answers to a text message alone."
    )

    @api.model
    def _hva_answer_vals(self, submission, now, day, is_import):
        vals = super()._hva_answer_vals(submission, now, day, is_import)
        source = submission.entry.source
        return vals | ({"hva_answer_mode": source} if source in ("link", "text") else {})
