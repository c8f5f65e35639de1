from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class SurveyUserInput(models.Model):
    """From a list of feedback to the agenda of the next meeting."""

    _inherit = "survey.user_input"

    def action_hva_to_meeting(self):
        """Put the chosen feedback on the agenda of the next meeting of their unit, and open it."""
        if self - self._hva_worked_with():
            raise AccessError(self.env._("Only those who handle the feedback of a unit bring it to its meeting."))
        unit = self._hva_common_unit() if self else None
        if not unit:
            raise UserError(self.env._("Choose feedback of units that you handle: a meeting belongs to one."))
        meeting = self.env["hva.meeting"]._get_next(unit)
        meeting._add(self)
        return {
            "type": "ir.actions.act_window",
            "res_model": "hva.meeting",
            "res_id": meeting.id,
            "views": [(False, "form")],
        }


class HvaMeeting(models.Model):
    _inherit = "hva.meeting"

    @api.model
    def _get_next(self, unit):
        """Return the next meeting of the unit that has not been held; a new one where none is planned."""
        planned = self.search([("unit_id", "=", unit.id), ("held_on", "=", False)], order="meeting_on, id", limit=1)
        return planned or self.create({"unit_id": unit.id})


class HvaImprovement(models.Model):
    _inherit = "hva.improvement"

    meeting_id = fields.Many2one(
        "hva.meeting", string="Decided in", index="btree_not_null", ondelete="set null", copy=False
    )
