from datetime import timedelta

from odoo import api, fields, models

from .hva_contact_rule_mode import MODES

TALK_MINUTES = 60  # a turn of a conversation that is later than this is no answer any more


class HvaInvitation(models.Model):
    """Text mode in the outbox: invitations that are answered by text message, and the turns of the conversations.

    A turn (kind `conversation`) is what somebody has just asked for by writing: it leaves at any hour, also to confirm
    that nothing more will come, and is given up after an hour. It belongs to the county's highest unit, so that it
    tells of no unit what was said there, and no figure of invitations counts it.
    """

    _inherit = "hva.invitation"

    kind = fields.Selection(selection_add=[("conversation", "Conversation")], ondelete={"conversation": "cascade"})
    answer_mode = fields.Selection(MODES, "Way of answering", help="How the person was asked to answer.")

    @api.model
    def _send_turn(self, gateway, unit, lang_code, phone, text):
        """Put the next turn of a conversation into the outbox, to leave at once, and wake the job. Return it."""
        now = self.env["hva.clock"]._now()
        turn = self.sudo()._create_due(  # sudo: nobody writes here by hand; a phone has written
            [
                {
                    "kind": "conversation",
                    "unit_id": unit.id,
                    "gateway_id": gateway.id,
                    "lang_code": lang_code,
                    "due_on": self.env["hva.clock"]._day_of(now),
                    "due_at": now,
                    "phone": phone,
                    "text": text,
                }
            ]
        )
        turn.give_up_at = now + timedelta(minutes=TALK_MINUTES)
        self.env["hva.sms.job"]._wake("dispatch")
        return turn

    def _recheck(self):
        turns = self.filtered(lambda invitation: invitation.kind == "conversation")
        sendable = super(HvaInvitation, self - turns)._recheck()
        turns.filtered(lambda turn: not turn.phone)._move("failed", "no_phone")
        now = self.env["hva.clock"]._now()
        for turn in turns.filtered("phone"):
            minutes = int((turn.give_up_at - now).total_seconds() // 60)
            if minutes > 0:
                sendable.append((turn, minutes))
            else:
                turn._move("expired", "too_late")
        return sendable

    def _move(self, target, code="", **values):
        moved = super()._move(target, code, **values)
        if target == "claimed":
            # before the message leaves: the reply may be here before the gateway has answered
            self.env["hva.conversation"]._open(moved.filtered(lambda each: each.answer_mode == "text"))
        return moved
