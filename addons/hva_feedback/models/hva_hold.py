from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .search_boolean import boolean_search

ON = Domain("released_on", "=", False)


class HvaHold(models.Model):
    """A feedback and its case that nothing may erase for now: an objection, a complaint or a claim is pending.

    Retention passes it by, and a person's request to erase it waits. Setting and releasing are on the audit trail.
    """

    _name = "hva.hold"
    _description = "Hold on a feedback"
    _order = "id desc"

    answer_id = fields.Many2one("survey.user_input", "Feedback", required=True, index=True, ondelete="restrict")
    reason = fields.Char(required=True, help="For example the number of the matter in the registry. No names.")
    set_on = fields.Date("Held since", required=True, readonly=True, default=lambda s: s.env["hva.clock"]._today())
    set_by_id = fields.Many2one("res.users", "Set by", required=True, readonly=True, default=lambda self: self.env.user)
    released_on = fields.Date("Released", readonly=True)
    released_by_id = fields.Many2one("res.users", "Released by", readonly=True)

    _one_ix = models.UniqueIndex("(answer_id) WHERE released_on IS NULL", "This feedback is on hold already.")

    def action_release(self):
        """Let retention go on."""
        for hold in self.filtered_domain(ON):
            hold.answer_id._hva_check_may_hold()
            # sudo: who may hold was just asked
            hold.sudo().write({"released_on": self.env["hva.clock"]._today(), "released_by_id": self.env.uid})
            self.env["hva.audit"]._record("hold_end", hold.answer_id, hold.reason)


class SurveyUserInput(models.Model):
    _inherit = "survey.user_input"

    hva_hold_ids = fields.One2many(
        "hva.hold", "answer_id", string="Holds", groups="hva_feedback.hva_feedback_group_viewer", readonly=True
    )
    hva_is_held = fields.Boolean(
        "On hold", compute="_compute_hva_is_held", search="_search_hva_is_held", compute_sudo=True
    )

    @api.depends("hva_hold_ids.released_on")
    def _compute_hva_is_held(self):
        for answer in self:
            answer.hva_is_held = any(not hold.released_on for hold in answer.hva_hold_ids)

    @api.model
    @boolean_search
    def _search_hva_is_held(self):
        # sudo: that a feedback is held is no secret to whoever may read it
        held = Domain("id", "in", self.env["hva.hold"].sudo()._search(ON).subselect("answer_id"))
        return held

    def _hva_hold(self, reason):
        """Put the feedbacks in `self` on hold, those that are not yet, and return the new holds.

        Whoever calls has asked whether the person may; `reason` is written by staff and is masked like all such words.
        """
        free = self.filtered(lambda answer: answer.hva_is_feedback and not answer.hva_is_held)
        if not (reason or "").strip():
            raise UserError(self.env._("Say why it is held."))
        rows = self.env["hva.audit"]._record("hold", free, reason) if free else self.env["hva.audit"]
        text = rows[:1].reason or reason
        # sudo: as the docstring says
        return (
            self.env["hva.hold"]
            .sudo()
            .create([{"answer_id": answer.id, "reason": text, "set_by_id": self.env.uid} for answer in free])
        )

    def _hva_check_may_hold(self):
        """Managers of the unit responsible and administrators hold and release.

        :raises AccessError: for everybody else
        """
        self.check_access("read")
        if not self.env.user.has_group("hva_feedback.hva_feedback_group_admin"):
            units = self.env.user._hva_units("manager")
            # each by itself: feedback without a case is not held along with one that has
            if any(not answer.hva_case_ids or answer.hva_case_ids.hva_responsible_unit_id - units for answer in self):
                self.env["hva.hold"].check_access("create")  # raises, in Odoo's words

    def action_hva_hold(self):
        """Ask for the reason and hold."""
        self._hva_check_may_hold()
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_hold_set_action")
        return {**action, "context": {"default_answer_ids": self.ids}}

    def action_hva_release(self):
        """Let retention go on."""
        self._hva_check_may_hold()
        self.hva_hold_ids.action_release()


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    hva_is_held = fields.Boolean("On hold", related="hva_answer_id.hva_is_held")

    def action_hva_hold(self):
        return self._hva_held_answers().action_hva_hold()

    def action_hva_release(self):
        self._hva_held_answers().action_hva_release()

    def _hva_held_answers(self):
        self.check_access("read")
        return self._hva_ours().hva_answer_id
