from datetime import UTC, datetime, time, timedelta

from odoo import api, models

from ..tools import send_window

# A reply is asked for, so it need not wait for a working day; nobody is woken by it all the same.
REPLY_WINDOW = send_window.Window(start=time(8), end=time(20), weekdays=frozenset(range(7)), next_working_day=False)
MESSAGE_STATES = {
    "due": "queued",
    "claimed": "queued",
    "submitted": "sent",
    "delivered": "delivered",
    "failed": "failed",
    "expired": "failed",
    "unknown": "unknown",
}


class HvaInvitation(models.Model):
    """Replies of handlers go through the same outbox: claimed, sent once, reported and erased like invitations.

    What does not hold for them: they have no contact rule and no link, an opt-out from surveys does not stop what the
    person asked for, and nobody gets a rest time by them (docs/decisions/0046).
    """

    _inherit = "hva.invitation"

    @api.model
    def _send_reply(self, unit, lang_code, phone, text, gateway):
        """Put a reply into the outbox, to leave at once or when the day begins, and wake the job. Return it."""
        due_at = self._get_reply_moment()
        # sudo: nobody writes here by hand; the caller has asked who may reply
        reply = self.sudo()._create_due(
            [
                {
                    "kind": "reply",
                    "unit_id": unit.id,
                    "gateway_id": gateway.id,
                    "lang_code": lang_code,
                    "due_on": self.env["hva.clock"]._day_of(due_at),
                    "due_at": due_at,
                    "phone": phone,
                    "text": text,
                }
            ]
        )
        self.env["hva.sms.job"]._wake("dispatch")
        return reply

    @api.model
    def _get_reply_moment(self) -> datetime:
        """Return the first moment from now on at which a reply may go, as naive UTC."""
        now = self.env["hva.clock"]._now().replace(tzinfo=UTC)
        zone = self.env["hva.clock"]._zone()
        return send_window.next_send_at(now, now, REPLY_WINDOW, zone).replace(tzinfo=None)

    def _recheck(self):
        replies = self.filtered(lambda invitation: invitation.kind == "reply")
        sendable = super(HvaInvitation, self - replies)._recheck()
        replies.filtered(lambda reply: not reply.phone)._move("failed", "no_phone")
        now, zone = self.env["hva.clock"]._now().replace(tzinfo=UTC), self.env["hva.clock"]._zone()
        minutes = send_window.validity_minutes(now, REPLY_WINDOW, zone)
        waiting = replies.filtered("phone")
        if not minutes:
            # a minute on, so that the last seconds of a window do not find themselves
            later = send_window.next_send_at(now, now + timedelta(minutes=1), REPLY_WINDOW, zone)
            waiting.due_at = later.replace(tzinfo=None)
            return sendable
        return [*sendable, *((reply, minutes) for reply in waiting)]

    def _move(self, target, code="", **values):
        moved = super()._move(target, code, **values)
        if replies := moved.filtered(lambda invitation: invitation.kind == "reply"):
            # sudo: the outbox works for nobody; the words of the message are not read
            messages = self.env["hva.case.message"].sudo().search([("invitation_id", "in", replies.ids)])
            messages._move(MESSAGE_STATES[target], code)
        return moved
