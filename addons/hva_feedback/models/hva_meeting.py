from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.meeting_agenda import FIRST_LOOK_BACK, Candidate, arrange
from .by_hand import refuse_by_hand

LOOKED_AT = 300  # the newest so many are enough to choose from


class HvaMeeting(models.Model):
    """A meeting of a unit's staff about feedback: what is taken up, what was discussed, what was decided.

    A meeting is planned until it has been held (`held_on`). What is left undiscussed comes up again.
    """

    _name = "hva.meeting"
    _description = "Unit meeting"
    _order = "meeting_on desc, id desc"

    unit_id = fields.Many2one("hva.unit", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="unit_id.company_id", store=True, index=True)
    meeting_on = fields.Date("Day", required=True, default=lambda self: self.env["hva.clock"]._today())
    held_on = fields.Date("Held on", readonly=True, copy=False)
    line_ids = fields.One2many("hva.meeting.line", "meeting_id", string="Agenda")
    line_count = fields.Integer("Feedback on the agenda", compute="_compute_counts")
    discussed_count = fields.Integer("Discussed", compute="_compute_counts")
    note = fields.Text("Notes", help="What the meeting said. Staff read it; no names of customers.")
    improvement_ids = fields.One2many("hva.improvement", "meeting_id", string="Decided here")

    _held_ix = models.Index("(unit_id, held_on DESC)")

    @api.depends("unit_id", "meeting_on")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for meeting in self:
            # sudo: the name of the unit of a meeting that may be read
            day = self.env["ir.qweb.field.date"].value_to_html(meeting.meeting_on, {}) if meeting.meeting_on else ""
            meeting.display_name = f"{meeting.sudo().unit_id.name or ''} {day}"

    @api.depends("line_ids.answer_id.hva_discussed_on")
    def _compute_counts(self):
        lines = self.env["hva.meeting.line"]
        everything = dict(lines._read_group([("meeting_id", "in", self.ids)], ["meeting_id"], ["__count"]))
        # sudo: how many, and nothing of what is in them
        talked = [("meeting_id", "in", self.ids), ("answer_id.hva_discussed_on", "!=", False)]
        discussed = {meeting.id: n for meeting, n in lines.sudo()._read_group(talked, ["meeting_id"], ["__count"])}
        for meeting in self:
            meeting.line_count = everything.get(meeting, 0)
            meeting.discussed_count = discussed.get(meeting.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        refuse_by_hand(self, vals_list, ("held_on", "company_id"))
        return super().create([{**vals, "held_on": False} for vals in vals_list])

    def write(self, vals):
        refuse_by_hand(self, [vals], ("held_on", "company_id"))
        result = super().write(vals)
        if "unit_id" in vals:
            self.check_access("write")  # the unit it was moved to counts too
        return result

    # ------------------------------------------------------------------ the agenda

    def action_propose(self):
        """Put on the agenda what the unit and its parts have not discussed since the last meeting."""
        for meeting in self:
            meeting._add(meeting._get_proposals())

    def _get_proposals(self):
        """Return feedback with open text, in the order of the agenda, as far as this person may read it."""
        self.ensure_one()
        # sudo: the day alone; what was left over is searched by own rights below
        last = self.sudo().search([("unit_id", "=", self.unit_id.id), ("held_on", "!=", False)], limit=1)
        since = last.held_on or self.env["hva.clock"]._today() - FIRST_LOOK_BACK
        left = last.line_ids.answer_id.filtered(lambda answer: not answer.hva_discussed_on)
        domain = fields.Domain("hva_given_on", ">=", since) | fields.Domain("id", "in", left.ids)
        found = self.env["survey.user_input"].search(
            domain & fields.Domain(self._get_proposed_domain()), order="hva_given_on desc, id desc", limit=LOOKED_AT
        )
        there = self.sudo().line_ids.answer_id  # sudo: only compared
        candidates = [Candidate(a.id, a.hva_kind or None, a.hva_given_on) for a in found if a.id not in there.ids]
        return found.browse(arrange(candidates))

    def _get_proposed_domain(self):
        """Return what is worth proposing, whenever it was given. Extend it to leave something out."""
        return [
            ("hva_is_feedback", "=", True),
            ("hva_unit_id", "child_of", self.unit_id.ids),
            ("state", "=", "done"),
            ("test_entry", "=", False),
            ("hva_has_text", "=", True),
            ("hva_discussed_on", "=", False),
            ("hva_mark", "=", False),
            ("hva_triage", "=", False),  # what may be danger or an objection is for its handler first
        ]

    def _add(self, answers):
        """Put feedback at the end of the agenda; what is there already stays where it is."""
        self.ensure_one()
        if self.held_on:
            raise UserError(self.env._("This meeting has been held. Plan a new one."))
        answers.check_access("read")
        there = set(self.sudo().line_ids.answer_id.ids)  # sudo: only compared
        last = max(self.sudo().line_ids.mapped("sequence"), default=0)
        fresh = [answer for answer in answers if answer.id not in there]
        self.env["hva.meeting.line"].create(
            [
                {"meeting_id": self.id, "answer_id": answer.id, "sequence": last + place}
                for place, answer in enumerate(fresh, start=1)
            ]
        )

    # ------------------------------------------------------------------ holding it

    def action_discuss_all(self):
        """Mark all feedback on the agenda as discussed."""
        self.check_access("write")
        self.line_ids._get_readable()._hva_worked_with().action_hva_mark_discussed()

    def action_hold(self):
        """The meeting has been held: what was discussed is marked, the rest comes up again."""
        self.check_access("write")
        fresh = self.filtered(lambda meeting: not meeting.held_on)
        # sudo: nobody writes the day by hand
        fresh.sudo().write({"held_on": self.env["hva.clock"]._today()})

    def action_show(self):
        """Open the agenda in large type, for the screen of a meeting room."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/hva_feedback/meeting/{self.id}", "target": "new"}

    def action_print(self):
        """Open the agenda as a PDF."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/hva_feedback/meeting/{self.id}/paper", "target": "new"}

    def action_new_improvement(self):
        """Open a new improvement that this meeting decided."""
        self.ensure_one()
        action = self.env["survey.user_input"]._hva_new_improvement(unit_id=self.unit_id.id, meeting_id=self.id)
        return action
