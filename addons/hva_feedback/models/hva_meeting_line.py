from odoo import api, fields, models
from odoo.exceptions import AccessError

SHOWN = {
    "text": "hva_text",
    "kind": "hva_kind",
    "given_on": "hva_given_on",
    "visited_id": "hva_unit_id",
    "discussed_on": "hva_discussed_on",
}


class HvaMeetingLine(models.Model):
    """A feedback on the agenda of a meeting. What it says is read where it is kept, by the reader's own rights."""

    _name = "hva.meeting.line"
    _description = "Feedback on an agenda"
    _order = "meeting_id, sequence, id"

    meeting_id = fields.Many2one("hva.meeting", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=1)
    answer_id = fields.Many2one("survey.user_input", "Feedback", required=True, index=True, ondelete="cascade")
    note = fields.Text("What we said", help="Staff read it; no names of customers.")
    text = fields.Text("Open text", compute="_compute_shown")
    kind = fields.Selection(
        selection=lambda self: self.env["survey.user_input"]._fields["hva_kind"]._description_selection(self.env),
        compute="_compute_shown",
    )
    given_on = fields.Date("Day", compute="_compute_shown")
    visited_id = fields.Many2one("hva.unit", "Unit visited", compute="_compute_shown")
    discussed_on = fields.Date("Discussed", compute="_compute_shown")

    _once = models.Constraint("UNIQUE (meeting_id, answer_id)", "This feedback is on the agenda already.")

    @api.depends("answer_id.hva_discussed_on")
    @api.depends_context("uid")
    def _compute_shown(self):
        readable = self._get_readable()
        for line in self:
            answer = line.sudo().answer_id.with_env(self.env) & readable  # sudo: as in _get_readable
            answer = answer.with_prefetch(readable.ids)  # all lines at once
            for name, source in SHOWN.items():
                line[name] = answer[source]

    def _get_readable(self):
        """Return the feedback of these lines that this person may read."""
        # sudo: the line says which feedback, the person's own rights whether it is shown
        return self.sudo().answer_id.with_env(self.env)._filtered_access("read")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_answers()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if {"answer_id", "meeting_id"} & vals.keys():
            self.check_access("write")  # where it was moved to counts too
            self._check_answers()
        return result

    def _check_answers(self):
        answers = self.sudo().answer_id  # sudo: as in _get_readable
        if (
            not self.env.su
            and len(self._get_readable()) < len(answers)
            or answers.filtered(lambda a: not a.hva_is_feedback)
        ):
            raise AccessError(self.env._("Only customer feedback that you may read comes onto an agenda."))

    def action_discussed(self):
        """Mark this feedback as discussed with the staff."""
        self._get_readable().action_hva_mark_discussed()

    def action_not_discussed(self):
        """Take the mark back."""
        self._get_readable().action_hva_mark_not_discussed()

    def action_new_improvement(self):
        """Open a new improvement from this feedback, decided by this meeting."""
        self.ensure_one()
        return self._get_readable()._hva_new_improvement(
            unit_id=self.meeting_id.unit_id.id, meeting_id=self.meeting_id.id
        )
