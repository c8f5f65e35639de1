from odoo import models
from odoo.exceptions import UserError

from ..tools.case_states import REFUSALS, Move, refusal
from .helpdesk_ticket import DOOR


class HelpdeskTicket(models.Model):
    """The one door through which a case changes state, and the buttons that go through it."""

    _inherit = "helpdesk.ticket"

    def _hva_move(self, target, *, reason=None, outcome=None):
        """Move every case in `self` to `target`, with the caller's own rights.

        Keeps the stage in step, notes when the case was first taken and when it was closed, and writes who moved it
        from where to where and why into the case's history. All cases move or none.

        :param target: a code of `case_states.STATES`
        :param reason: why, in the handler's words; some steps and outcomes need it
        :param outcome: a code of `case_states.OUTCOMES`, only when closing
        :raises AccessError: when the caller does not handle one of the cases
        :raises UserError: when one of the cases cannot go there, with the reason in words
        """
        if self - self._hva_ours():
            raise UserError(self.env._("Only feedback cases have these states."))
        self.check_access("write")  # before a refusal tells the state of a case out of reach
        for ticket in self:
            code = refusal(Move(ticket.hva_state, target, outcome=outcome, reason=reason))
            if code:
                raise UserError(ticket._hva_refusal_in_words(code, target))
        values = self._prepare_hva_move(target, outcome, reason)
        first_taken = self.filtered(lambda t: target == "in_handling" and not t.hva_taken_at)
        self._track_set_log_message(reason or "")
        # no caller's context may switch the history off
        door = {"hva_door": DOOR, "tracking_disable": False, "mail_notrack": False}
        (self - first_taken).with_context(**door).write(values)
        first_taken.with_context(**door).write({**values, "hva_taken_at": self.env["hva.clock"]._now()})
        self._hva_after_move(target)

    def _prepare_hva_move(self, target, outcome, reason):
        """Return the values that belong to being in `target`."""
        stage = self.env.ref(f"hva_feedback.helpdesk_stage_{target}")
        values = {"hva_state": target, "stage_id": stage.id}
        if target == "closed":
            values |= {"hva_outcome": outcome, "hva_outcome_reason": reason or False}
            values["hva_closed_at"] = self.env["hva.clock"]._now()
        elif target == "reopened":
            values |= {"hva_outcome": False, "hva_outcome_reason": False, "hva_closed_at": False, "closed_date": False}
        return values

    def _hva_after_move(self, target):
        """Keep the to-do of a case in step with its state. Extend it for what else follows from a state."""
        if target == "closed":
            self._hva_drop_activities()
        elif target == "reopened":
            self._hva_schedule_activities()

    def _hva_refusal_in_words(self, code, target):
        """Return the sentence for a code of `case_states.REFUSALS`, in the user's language."""
        states = dict(self._fields["hva_state"]._description_selection(self.env))
        sentences = {
            "unknown_state": self.env._("There is no such state."),
            "step_not_allowed": self.env._(
                "A case cannot go from “%(current)s” to “%(target)s”.",
                current=states.get(self.hva_state, ""),
                target=states.get(target, target),
            ),
            "outcome_missing": self.env._("Choose an outcome before closing the case."),
            "outcome_unknown": self.env._("There is no such outcome."),
            "outcome_unexpected": self.env._("An outcome is given only when the case is closed."),
            "reason_missing": self.env._("Give a reason."),
        }
        return sentences.get(code) or REFUSALS[code]

    def _track_filter_for_display(self, tracking_values):
        shown = super()._track_filter_for_display(tracking_values)
        if self._hva_ours():  # the stage says again what the state says
            # sudo: technical names of fields
            shown = shown.filtered(lambda value: value.sudo().field_id.name != "stage_id")
        return shown

    def action_hva_open_form(self):
        """Open the case in its own form."""
        self.ensure_one()
        return self.get_formview_action()

    def action_hva_take(self):
        """Take the cases for oneself and into handling; also back to handling from waiting or answered."""
        self._hva_move("in_handling")
        self.write({"user_id": self.env.uid})

    def action_hva_wait(self):
        """Wait for the customer. The deadline keeps running."""
        self._hva_move("waiting")

    def action_hva_answered(self):
        """Note that the customer has been answered."""
        self._hva_move("answered")

    def action_hva_close(self):
        """Ask for the outcome and close."""
        return self._hva_ask("close")

    def action_hva_reopen(self):
        """Ask for the reason and open again."""
        return self._hva_ask("reopen")

    def _hva_ask(self, purpose):
        """Return the action that opens the dialog for closing or reopening the cases in `self`."""
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_case_close_action")
        if purpose == "reopen":
            action["name"] = self.env._("Reopen")
        return {**action, "context": {"default_ticket_ids": self.ids, "default_purpose": purpose}}
