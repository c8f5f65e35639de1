from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError

from ..tools.case_states import REFUSALS, Move, refusal
from .helpdesk_ticket import DOOR


class HelpdeskTicket(models.Model):
    """The one door through which a case changes state, and the buttons that go through it."""

    _inherit = "helpdesk.ticket"

    def _hva_move(self, target, *, reason=None, outcome=None, to_unit=None):
        """Move every case in `self` to `target`, with the caller's own rights.

        Keeps the stage and the clock in step, notes when the case was first taken and when it was closed, and writes
        who moved it from where to where and why into the case's history. All cases move or none.

        :param target: a code of `case_states.STATES`
        :param reason: why, in the handler's words; some steps and outcomes need it
        :param outcome: a code of `case_states.OUTCOMES`, only when closing
        :param to_unit: the unit that handles the cases from now on, only in a transfer (`_hva_transfer`)
        :raises AccessError: when the caller does not handle one of the cases
        :raises UserError: when one of the cases cannot go there, with the reason in words
        """
        if self - self._hva_ours():
            raise UserError(self.env._("Only feedback cases have these states."))
        self.check_access("write")  # before a refusal tells the state of a case out of reach
        for ticket in self:
            move = Move(ticket.hva_state, target, outcome=outcome, reason=reason, is_transfer=bool(to_unit))
            if code := refusal(move):
                raise UserError(ticket._hva_refusal_in_words(code, target))
        before = self._hva_facts_of_moves()
        common = self._prepare_hva_move(target, outcome, reason, to_unit)
        self._track_set_log_message(reason or "")
        for values, cases in self._hva_grouped_moves(target, common):
            # no caller's context may switch the history off; sudo: a case that goes to another unit leaves the
            # caller's reach half-way, and the right to move it was asked above
            writer = cases.sudo() if to_unit else cases
            writer.with_context(hva_door=DOOR, tracking_disable=False, mail_notrack=False).write(values)
        self.env["hva.case.event"]._add_moves(self, before, reason)
        if not to_unit:
            self._hva_after_move(target)

    def _prepare_hva_move(self, target, outcome, reason, to_unit):
        """Return the values that belong to being in `target`, the same for every case."""
        stage = self.env.ref(f"hva_feedback.helpdesk_stage_{target}")
        values = {"hva_state": target, "stage_id": stage.id}
        if to_unit:
            values |= {"hva_responsible_unit_id": to_unit.id, "user_id": False}
        elif target == "closed":
            values |= {"hva_outcome": outcome, "hva_outcome_reason": reason or False}
            values["hva_closed_at"] = self.env["hva.clock"]._now()
        elif target == "reopened":
            values |= {"hva_outcome": False, "hva_outcome_reason": False, "hva_closed_at": False, "closed_date": False}
        return values

    def _hva_grouped_moves(self, target, common):
        """Return (values, cases) for as few writes as there are different values."""
        now = self.env["hva.clock"]._now()
        clocks = self._hva_clock_values(target, now)
        groups = defaultdict(lambda: self.browse())
        for case in self:
            values = common | clocks.get(case.id, {})
            if target == "in_handling" and not case.hva_taken_at:
                values["hva_taken_at"] = now
            groups[tuple(values.items())] |= case
        return [(dict(items), cases) for items, cases in groups.items()]

    def _hva_facts_of_moves(self):
        """Return case id -> the facts whose change the history tells."""
        return {
            case.id: {
                "state": case.hva_state,
                "unit": case.sudo().hva_responsible_unit_id,  # sudo: a name for the history
                "deadline": case.hva_deadline_at,
            }
            for case in self
        }

    def _hva_after_move(self, target):
        """Keep the to-do of a case in step with its state. Extend it for what else follows from a state.

        It is not called in a transfer, where other people are asked (`_hva_transfer`).
        """
        if target == "closed":
            self._hva_drop_activities()
        elif target == "reopened":
            self._hva_schedule_activities()

    def _hva_refusal_in_words(self, code, target):
        """Return the sentence for a code of `case_states.REFUSALS`, in the user's language."""
        if code == "step_not_allowed":
            return self._hva_step_refusal_in_words(target)
        sentences = {
            "unknown_state": self.env._("There is no such state."),
            "outcome_missing": self.env._("Choose an outcome before closing the case."),
            "outcome_unknown": self.env._("There is no such outcome."),
            "outcome_unexpected": self.env._("An outcome is given only when the case is closed."),
            "reason_missing": self.env._("Give a reason."),
        }
        return sentences.get(code) or REFUSALS[code]

    def _hva_step_refusal_in_words(self, target):
        """Say why the case cannot go to `target`: mostly because somebody was faster, so that person is named."""
        if self.hva_state == target == "in_handling" and self.user_id:
            if self.user_id == self.env.user:
                return self.env._("You already handle case %(number)s.", number=self.number)
            return self.env._(
                "%(person)s already handles case %(number)s. Nothing was changed.",
                person=self.user_id.sudo().name,  # sudo: the name of a colleague
                number=self.number,
            )
        states = dict(self._fields["hva_state"]._description_selection(self.env))
        return self.env._(
            "Case %(number)s cannot go from “%(current)s” to “%(target)s”.",
            number=self.number,
            current=states.get(self.hva_state, ""),
            target=states.get(target, target),
        )

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
        """Wait for the customer. The clock stands still meanwhile."""
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
