from odoo import api, models

from .hva_fact import COPIED

# a change of one of these changes the fact; nobody changes the numbers themselves, they are the giver's
FACT_FIELDS = {*COPIED.values(), "hva_nps", "hva_has_nps", "state", "test_entry", "hva_is_left_out"}


class SurveyUserInput(models.Model):
    """Feedback leaves a fact behind in the same transaction, and a correction of the feedback corrects the fact."""

    _inherit = "survey.user_input"

    @api.model
    def _hva_after_done(self, answers):
        result = super()._hva_after_done(answers)
        self.env["hva.fact"].sudo()._add(answers)  # sudo: the giver is nobody
        return result

    def write(self, vals):
        result = super().write(vals)
        if FACT_FIELDS & vals.keys():
            # sudo: whoever may correct an answer corrects its fact. An unfinished one has none yet: the hook makes it.
            if mine := self.sudo().filtered(lambda answer: answer.hva_is_feedback and answer.state == "done"):
                self.env["hva.fact"].sudo()._rebuild(mine)
        return result
