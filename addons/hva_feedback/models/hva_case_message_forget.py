from odoo import models
from odoo.fields import Domain

from .hva_retention_rules import CLOSED, NOT_HELD


class SurveyUserInput(models.Model):
    """Messages with a giver go when that goes by which they were written: contact details, or the giver's own words."""

    _inherit = "survey.user_input"

    def _hva_forget_contact(self):
        self._hva_messages([("channel", "!=", "code")])._erase()
        return super()._hva_forget_contact()

    def _hva_forget_text(self):
        self._hva_messages()._erase()
        # sudo: nobody has rights on codes; what the code showed goes, and so does the code
        self.env["hva.follow.up"].sudo().search([("answer_id", "in", self.ids)]).unlink()
        return super()._hva_forget_text()

    def _hva_forget_all(self):
        if not self.filtered("hva_is_held"):  # else it is refused
            self._hva_messages()._erase()
        return super()._hva_forget_all()

    def _hva_messages(self, domain=()):
        # sudo: as in the doors that these extend
        return self.env["hva.case.message"].sudo().search([("answer_id", "in", self.ids), *domain])


class HvaRetention(models.Model):
    _inherit = "hva.retention"

    def _due_text(self, before):
        """Also feedback without a word of its own that somebody took a code for: the code ends with it."""
        model, domain = super()._due_text(before)
        # sudo: nobody has rights on codes
        coded = self.env["hva.follow.up"].sudo()._search([]).subselect("answer_id")
        old = Domain("hva_given_on", "<", before) & Domain("id", "in", coded)
        return model, Domain(domain) | (old & Domain("hva_case_ids", "not any!", ~CLOSED) & NOT_HELD)
