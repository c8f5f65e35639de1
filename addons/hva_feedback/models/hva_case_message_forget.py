from odoo import api, models
from odoo.fields import Domain

from .hva_retention_rules import CLOSED, NOT_HELD


class SurveyUserInput(models.Model):
    """A code ends with the giver's own words, and mails in the queue with the case they belong to."""

    _inherit = "survey.user_input"

    def _hva_forget_text(self):
        # sudo: nobody has rights on codes; what the code showed goes, and so does the code
        self.env["hva.follow.up"].sudo().search([("answer_id", "in", self.ids)]).unlink()
        return super()._hva_forget_text()

    def _hva_forget_all(self):
        if not self.filtered("hva_is_held"):  # else it is refused
            # sudo: as in the door that this extends
            self.env["hva.case.message"].sudo().search([("answer_id", "in", self.ids)])._erase()
        return super()._hva_forget_all()

    @api.model
    def _hva_find_by(self, kind, value):
        if kind == "code":
            return self.env["hva.follow.up"]._open(value).with_env(self.sudo().env)  # sudo: as in the door
        return super()._hva_find_by(kind, value)


class HvaRetention(models.Model):
    _inherit = "hva.retention"

    def _due_text(self, before):
        """Also feedback without a word of its own that somebody took a code for: the code ends with it."""
        model, domain = super()._due_text(before)
        # sudo: nobody has rights on codes
        coded = self.env["hva.follow.up"].sudo()._search([]).subselect("answer_id")
        old = Domain("hva_given_on", "<", before) & Domain("id", "in", coded)
        return model, Domain(domain) | (old & Domain("hva_case_ids", "not any!", ~CLOSED) & NOT_HELD)
