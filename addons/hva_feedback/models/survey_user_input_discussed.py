from odoo import api, fields, models
from odoo.exceptions import AccessError


class SurveyUserInput(models.Model):
    """Feedback that the unit's staff have talked about: the day, and no time of day, which could name a person."""

    _inherit = "survey.user_input"

    hva_discussed_on = fields.Date("Discussed with staff", readonly=True, copy=False)
    hva_can_discuss = fields.Boolean(compute="_compute_hva_can_discuss")

    _hva_discussed_ix = models.Index("(hva_unit_id, hva_given_on) WHERE hva_is_feedback AND hva_discussed_on IS NULL")

    @api.depends("hva_unit_id")
    @api.depends_context("uid")
    def _compute_hva_can_discuss(self):
        mine = self._hva_worked_with()
        for answer in self:
            answer.hva_can_discuss = answer in mine

    def _hva_worked_with(self):
        """Return the feedback in `self` that this person works with: as handler or manager of the unit visited or of
        the unit that handles its case; an administrator with all that is readable.
        """
        ours = self.filtered("hva_is_feedback")._filtered_access("read")
        if self.env.su or self.env.user.has_group("hva_feedback.hva_feedback_group_admin"):
            return ours
        units = self.env.user._hva_units(("handler", "manager"))
        # sudo: only compared
        return ours.filtered(lambda a: (a.sudo().hva_unit_id | a.sudo().hva_case_ids.hva_responsible_unit_id) & units)

    def action_hva_mark_discussed(self):
        """Note that the feedback was discussed with the staff today. A day that is there already stays."""
        self._hva_set_discussed(self.env["hva.clock"]._today())

    def action_hva_mark_not_discussed(self):
        """Take the mark back."""
        self._hva_set_discussed(False)

    def _hva_set_discussed(self, day):
        """Set the day on those of `self` where that changes something.

        :raises AccessError: when this person does not work with one of them
        """
        if self - self._hva_worked_with():
            raise AccessError(self.env._("Only those who handle the feedback of a unit mark it discussed."))
        changed = self.filtered(lambda answer: bool(answer.hva_discussed_on) != bool(day))
        # sudo: feedback is not written by hand; this mark is the work of those checked above
        changed.sudo().with_context(tracking_disable=True).write({"hva_discussed_on": day})
