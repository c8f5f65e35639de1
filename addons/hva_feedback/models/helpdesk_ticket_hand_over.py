from odoo import models

from .helpdesk_ticket import DOOR


class HelpdeskTicket(models.Model):
    """Cases change hands because the units do: a merger, an end, a correction of the unit visited."""

    _inherit = "helpdesk.ticket"

    def _hva_hand_over(self, responsible, reason):
        """Make `responsible` the responsible unit of the cases; deadlines stay.

        Whoever handles a case and may do so in the new unit keeps it; for the others somebody there is asked. The
        history says from where to where and why. The caller's rights are not asked: callers check who may.
        """
        moved = self._hva_ours().sudo().filtered(lambda case: case.hva_responsible_unit_id != responsible)
        if not moved:
            return
        notes = {
            case.id: self.env._(
                "Handed over from %(old)s to %(new)s. %(reason)s",
                old=case.hva_responsible_unit_id.name,
                new=responsible.sudo().name,
                reason=reason or "",
            )
            for case in moved
        }
        before = moved._hva_facts_of_moves()
        moved.with_context(hva_door=DOOR).write({"hva_responsible_unit_id": responsible.id})
        self.env["hva.case.event"]._add_moves(moved, before, reason, kind="hand_over")
        moved._hva_begin_round()
        moved._message_log_batch(bodies=notes)
        left = moved.filtered(lambda case: case.user_id and not case._hva_may_handle(case.user_id))
        left.with_context(hva_door=DOOR).write({"user_id": False})
        unasked = moved.filtered(
            lambda case: not case._hva_activities().filtered(lambda todo: case._hva_may_handle(todo.user_id))
        )
        unasked._hva_drop_activities()
        unasked._hva_schedule_activities()

    def _hva_may_handle(self, user):
        return user.active and self.with_user(user).sudo(False).has_access("write")
