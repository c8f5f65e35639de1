from odoo import fields, models


class HvaUnitCorrect(models.TransientModel):
    """Asks for the right unit of a feedback (`survey.user_input._hva_correct_unit` decides who may and does it)."""

    _name = "hva.unit.correct"
    _description = "Correct the unit of a feedback"

    answer_id = fields.Many2one("survey.user_input", "Feedback", required=True, readonly=True, ondelete="cascade")
    present_unit_id = fields.Many2one(related="answer_id.hva_unit_id", related_sudo=False, string="Unit visited now")
    has_case = fields.Boolean(compute="_compute_has_case")
    unit_id = fields.Many2one("hva.unit", "Right unit", required=True, ondelete="cascade")
    with_case = fields.Boolean(
        "The case goes there too", help="Otherwise whoever handles the case now goes on with it."
    )
    reason = fields.Char(required=True)

    def _compute_has_case(self):
        for wizard in self:
            wizard.has_case = bool(wizard.answer_id.hva_case_ids)

    def action_confirm(self):
        """Correct the unit."""
        self.ensure_one()
        self.answer_id._hva_correct_unit(self.unit_id, self.reason, self.with_case)
        # the feedback may be out of the user's reach now, so no screen about it is opened again
        return self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_answer_action") | {"target": "main"}
