from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.case_states import TRANSFER_STEPS
from ..tools.transfers import Hop, TransferFacts, has_loop, transfer_refusal


class HelpdeskTicket(models.Model):
    """Transfer: the case goes to the unit that can handle it. The result stays with the unit visited."""

    _inherit = "helpdesk.ticket"

    hva_transfer_ids = fields.One2many("hva.transfer", "ticket_id", string="Transfers", readonly=True)
    hva_has_come_back = fields.Boolean("Has come back", compute="_compute_hva_has_come_back")

    @api.depends("hva_transfer_ids")
    def _compute_hva_has_come_back(self):
        for case in self:
            # sudo: that a case goes round is told to whoever sees the case
            chain = case.sudo().hva_transfer_ids.sorted("id")
            case.hva_has_come_back = has_loop([Hop(hop.from_unit_id.id, hop.to_unit_id.id) for hop in chain])

    def _hva_units_before(self):
        """Return the units that handled the case before its present one."""
        return self.sudo().hva_transfer_ids.from_unit_id  # sudo: only compared

    def action_hva_transfer(self):
        """Ask for the unit and the reason."""
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_case_transfer_action")
        return {**action, "context": {"default_ticket_ids": self.ids}}

    def _hva_transfer(self, unit, reason):
        """Give the cases to the unit that handles the cases of `unit`, with the caller's own rights.

        Whoever handles a case may. Its deadline stays: the giver was promised it. The people of the receiving unit are
        asked anew; those of the first one see the transfer (`hva.transfer`) and no longer the contact details.

        :raises AccessError: when the caller does not handle one of the cases
        :raises UserError: with the reason in words; no case moves then
        """
        self.check_access("write")
        target = unit._get_responsible_unit()
        if refusal := self._hva_transfer_refusal(unit, target, reason):
            raise UserError(refusal)
        from_units = {case.id: case.sudo().hva_responsible_unit_id for case in self}  # sudo: a name for the history
        for state, cases in self.grouped("hva_state").items():
            cases._hva_move(TRANSFER_STEPS[state], reason=reason, to_unit=target)
        self._hva_after_transfer(from_units, target, reason.strip())

    def _hva_transfer_refusal(self, unit, target, reason):
        """Return why one of the cases cannot go to `target`, which handles the cases of `unit`, in words; else None."""
        # sudo: the receiving unit is out of the caller's reach as a rule; its dates and people are only asked about
        unit, target = unit.sudo(), target.sudo()
        today = self.env["hva.clock"]._today()
        common = {
            "has_reason": bool((reason or "").strip()),
            "is_in_use": all(u.active and not u.merged_into_id and u._is_valid_on(today) for u in unit | target),
            "is_manned": bool(self._hva_candidates(target)[target]),
        }
        for case in self:
            now_at = case.sudo().hva_responsible_unit_id
            facts = TransferFacts(
                state=case.hva_state,
                is_same_county=unit.company_id == target.company_id == now_at.company_id,
                is_same_unit=target == now_at,
                **common,
            )
            if code := transfer_refusal(facts):
                return case._hva_transfer_refusal_in_words(code, unit, target)
        return None

    def _hva_transfer_refusal_in_words(self, code, unit, target):
        """Return the sentence for a code of `tools.transfers.CHECKS`, in the user's language."""
        sentences = {
            "reason_missing": self.env._("Give a reason."),
            "other_county": self.env._("%(unit)s belongs to another county.", unit=unit.name),
            "same_unit": self.env._("%(unit)s already handles this case.", unit=target.name),
            "unmanned": self.env._(
                "Nobody handles cases at %(unit)s. Choose another unit, or ask an administrator to give it people.",
                unit=target.name,
            ),
        }
        if code == "state":
            states = dict(self._fields["hva_state"]._description_selection(self.env))
            return self.env._(
                "Case %(number)s is “%(state)s” and cannot be transferred. Take it back to handling first.",
                number=self.number,
                state=states.get(self.hva_state, ""),
            )
        return sentences[code] if code in sentences else self._hva_ended_unit_in_words(unit, target)

    @api.model
    def _hva_ended_unit_in_words(self, unit, target):
        goes_on = unit._get_current() if unit.merged_into_id else unit.cases_to_id
        goes_on = goes_on or (target if target != unit else unit.browse())
        if goes_on:
            return self.env._(
                "%(unit)s is no longer in use. Its work goes on in %(other)s.", unit=unit.name, other=goes_on.name
            )
        return self.env._("%(unit)s is not in use. Choose another unit.", unit=unit.name)

    def _hva_after_transfer(self, from_units, target, reason):
        """Write the transfer down and ask somebody of the receiving unit.

        :param from_units: case id -> the unit that handled it
        """
        # sudo: the cases are out of the caller's reach by now, and nobody writes transfers by hand
        cases, target = self.sudo(), target.sudo()
        now = self.env["hva.clock"]._now()
        self.env["hva.transfer"].sudo().create(
            [
                {
                    "ticket_id": case.id,
                    "from_unit_id": from_units[case.id].id,
                    "to_unit_id": target.id,
                    "user_id": self.env.uid,
                    "at": now,
                    "reason": reason,
                }
                for case in cases
            ]
        )
        names = {case.id: {"from": from_units[case.id].name, "to": target.name} for case in cases}
        self.env["hva.audit"]._record("case_transfer", cases, reason, names)
        cases._message_log_batch(
            bodies={
                case.id: self.env._(
                    "Transferred from %(old)s to %(new)s. %(reason)s",
                    old=names[case.id]["from"],
                    new=names[case.id]["to"],
                    reason=reason,
                )
                for case in cases
            }
        )
        cases._hva_begin_round()
        cases._hva_drop_activities()
        cases._hva_schedule_activities()
