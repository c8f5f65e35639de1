from odoo import models
from odoo.exceptions import UserError

from .survey_user_input_store import QUIET

TEXT_TYPES = ("text_box", "char_box")


class SurveyUserInput(models.Model):
    """What is erased of a feedback, by retention or because the person asked: three doors, for others to extend.

    A model that keeps words or contact details beside the answer extends these. None of them asks for rights or holds:
    `hva.retention` and `hva.person.request` do, and leave the proof.
    """

    _inherit = "survey.user_input"

    def _hva_forget_contact(self):
        """Erase how to reach the givers of the feedbacks in `self`. Extend it for further contact details."""
        self.sudo().hva_contact_ids.unlink()  # sudo: nobody deletes them by hand

    def _hva_forget_text(self):
        """Erase the givers' own words, what they and the unit wrote to each other, and remarks about them.

        What was chosen and scored stays. Extend it for words kept elsewhere.
        """
        answers = self.sudo().with_context(**QUIET)  # sudo: answers are frozen for everybody
        answers.user_input_line_ids.filtered(lambda line: line.answer_type in TEXT_TYPES).unlink()
        answers.write({"hva_has_text": False, "hva_remark": False, "hva_triage_reason": False})
        # sudo: as above
        self.env["hva.case.message"].sudo().search([("answer_id", "in", self.ids)])._erase()

    def _hva_forget_all(self):
        """Erase the feedbacks with all that hangs on them: lines, contact details, case, history, files.

        :raises UserError: when one of them is on hold
        """
        if self.filtered("hva_is_held"):
            raise UserError(self.env._("This feedback is on hold and cannot be erased now."))
        answers = self.sudo().with_context(**QUIET)  # sudo: answers and cases are frozen for everybody
        self.env["hva.hold"].sudo().search([("answer_id", "in", self.ids)]).unlink()  # sudo: as above; all released
        cases = answers.with_context(active_test=False).hva_case_ids
        self.env["hva.referral"].sudo().search([("ticket_id", "in", cases.ids)]).unlink()  # sudo: as above
        cases.unlink()
        answers.unlink()
