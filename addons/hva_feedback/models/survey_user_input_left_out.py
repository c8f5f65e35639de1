from odoo import fields, models
from odoo.exceptions import AccessError, UserError

ACTION = "hva_feedback.hva_leave_out_action"


class SurveyUserInput(models.Model):
    """Marked feedback that somebody has looked at can be left out of the results, and put back.

    Only what the program marked (`hva_mark`), never a feedback of one's choosing; nothing is deleted, its case goes on.
    What is counted from it (facts, sums) follows the write of `hva_is_left_out`, in the same transaction.
    """

    _inherit = "survey.user_input"

    hva_is_left_out = fields.Boolean("Left out of the results", readonly=True, copy=False)

    _hva_left_out_ix = models.Index("(hva_given_on) WHERE hva_mark IS NOT NULL")

    def action_hva_leave_out(self):
        """Ask why these are left out of the results."""
        return self._hva_ask_left_out(True)

    def action_hva_put_back(self):
        """Ask why these are counted again."""
        return self._hva_ask_left_out(False)

    def _hva_ask_left_out(self, is_left_out):
        action = self.env["ir.actions.act_window"]._for_xml_id(ACTION)
        return action | {"context": {"default_answer_ids": self.ids, "default_is_left_out": is_left_out}}

    def _hva_set_left_out(self, is_left_out, reason):
        """Leave these answers out of all results, or put them back, as the user's right; return those that changed.

        Each one is on the audit trail with the reason. Those that are so already are passed over.

        :raises AccessError: for somebody who is neither a manager of all their units nor an administrator
        :raises UserError: without a reason, or for an answer that is not marked
        """
        self.check_access("read")
        if not all(answer.hva_can_correct_unit for answer in self):
            raise AccessError(self.env._("Only a manager of the unit visited or an administrator decides this."))
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason."))
        # sudo: feedback is not written by hand, this is the one act that may
        answers = self.sudo().filtered(lambda answer: answer.hva_is_left_out != is_left_out)
        if is_left_out and not all(answers.mapped("hva_mark")):
            raise UserError(self.env._("Only answers that are marked can be left out of the results."))
        details = {answer.id: {"mark": answer.hva_mark} for answer in answers}
        self.env["hva.audit"]._record("left_out" if is_left_out else "put_back", answers, reason, details)
        answers.with_context(tracking_disable=True).write({"hva_is_left_out": is_left_out})
        return answers
