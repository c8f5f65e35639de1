from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .helpdesk_ticket import DOOR


class SurveyUserInput(models.Model):
    """Correcting the unit visited of a feedback: the result moves, the case stays unless it is asked to follow.

    What else is kept by unit (facts, sums) follows the write of `hva_unit_id`, in the same transaction.
    """

    _inherit = "survey.user_input"

    hva_can_correct_unit = fields.Boolean(compute="_compute_hva_can_correct_unit")

    @api.depends("hva_unit_id")
    @api.depends_context("uid")
    def _compute_hva_can_correct_unit(self):
        is_admin = self.env.user.has_group("hva_feedback.hva_feedback_group_admin")
        own = self.env.user._hva_units("manager")
        for answer in self:
            mine = answer.hva_is_feedback and (is_admin or answer.sudo().hva_unit_id in own)  # sudo: only compared
            answer.hva_can_correct_unit = bool(mine)

    def action_hva_correct_unit(self):
        """Ask for the right unit."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_unit_correct_action")
        return {**action, "context": {"default_answer_id": self.id}}

    def _hva_correct_unit(self, unit, reason, with_case=False):
        """Move the answers with their lines to `unit`, as the user's right: a manager of the present unit, or an admin.

        A case shows the new unit visited, in its name too. It stays with the responsible unit, and goes to that of
        `unit` only `with_case`. Each answer is on the audit trail with the reason.

        :raises AccessError: for somebody who may not, or an answer out of reach
        :raises UserError: without a reason, for a unit of another county or one that did not exist on that day
        """
        self.check_access("read")
        if not all(answer.hva_can_correct_unit for answer in self):
            raise AccessError(self.env._("Only a manager of the unit visited or an administrator corrects it."))
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason."))
        # sudo: feedback is not written by hand, this is the one act that may; the new unit may be out of reach
        answers, unit = self.sudo(), unit.sudo()
        answers = answers.filtered(lambda answer: answer.hva_unit_id != unit)
        answers._hva_check_unit(unit)
        details = {answer.id: {"from": answer.hva_unit_id.name, "to": unit.name} for answer in answers}
        trail = self.env["hva.audit"]
        trail._record("unit_correct", answers, reason, details)
        cases = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)  # sudo: same
        cases = cases.search([("hva_answer_id", "in", answers.ids)])
        answers.with_context(tracking_disable=True).write({"hva_unit_id": unit.id})
        answers.user_input_line_ids.write({"hva_unit_id": unit.id})
        cases._hva_correct_unit(unit, details, reason)
        if with_case:
            cases._hva_hand_over(cases._hva_responsible_unit(unit), reason)

    def _hva_check_unit(self, unit):
        for answer in self:
            if unit.company_id != answer.hva_unit_id.company_id:
                raise UserError(self.env._("%(unit)s belongs to another county.", unit=unit.name))
            if not unit._is_valid_on(answer.hva_given_on):
                raise UserError(
                    self.env._("%(unit)s did not exist on the day when the feedback was given.", unit=unit.name)
                )


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    hva_can_correct_unit = fields.Boolean(related="hva_answer_id.hva_can_correct_unit", related_sudo=False)

    def action_hva_correct_unit(self):
        """Ask for the right unit of the feedback."""
        self.ensure_one()
        return self.hva_answer_id.action_hva_correct_unit()

    def _hva_correct_unit(self, unit, details, reason):
        """Show the corrected unit visited on the cases. `details` is {answer id: {"from": name, "to": name}}."""
        for case in self._hva_ours():
            county = self.with_context(lang=unit.company_id.partner_id.lang or self.env.lang)
            name = county._hva_case_name(case.hva_kind, unit)
            case.with_context(hva_door=DOOR).write({"hva_unit_id": unit.id, "name": name})
            note = self.env._(
                "Unit visited corrected from %(old)s to %(new)s. %(reason)s",
                old=details[case.hva_answer_id.id]["from"],
                new=unit.name,
                reason=reason,
            )
            case._message_log(body=note)
