from odoo import fields, models
from odoo.exceptions import UserError

from ..tools import sms_text
from ..tools.phone import normalise

MAX_PARTS = 4


class HvaCaseMessage(models.Model):
    """Replies by text message, through our own outbox."""

    _inherit = "hva.case.message"

    invitation_id = fields.Many2one(
        "hva.invitation", readonly=True, index="btree_not_null", ondelete="set null", groups="base.group_system"
    )

    def _send_by_sms(self):
        """Put the message into the outbox: without the number it is nothing, so both go when it has arrived."""
        self.ensure_one()
        case = self.case_id
        text = sms_text.plain_text(self.body.replace("\r\n", "\n").strip())
        if not sms_text.is_sendable(text):
            raise UserError(case._hva_reply_refusal("bad_text"))
        if sms_text.segments(text).parts > MAX_PARTS:
            raise UserError(
                self.env._("The text takes more than %(count)s text messages: shorten it.", count=str(MAX_PARTS))
            )
        self.invitation_id = self.env["hva.invitation"]._send_reply(
            case.hva_unit_id, self.lang_code, case._hva_reply_number(), text, case._hva_reply_gateway()
        )

    def _get_note(self):
        reasons = dict(self.env["hva.invitation"]._fields["failure_reason"]._description_selection(self.env))
        return super()._get_note() or reasons.get((self.failure_code or "").partition(":")[0], False)

    def _erase(self):
        # sudo: nobody writes there by hand; what has left already goes by itself in 72 hours
        self.sudo().invitation_id.filtered(lambda invitation: invitation.state == "due").unlink()
        return super()._erase()


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def _hva_reply_channels(self):
        channels = super()._hva_reply_channels()
        if self._hva_reply_contact().phone and self._hva_reply_number() and self._hva_reply_gateway():
            channels.insert(1 if "mail" in channels else 0, "sms")
        return channels

    def _hva_reply_number(self):
        """Return the number a text message to the giver may go to, "" for none. It goes to no screen."""
        # sudo: the details are closed to everybody, also to who may write to the person
        return normalise(self.sudo().hva_contact_id.phone, "ALL").e164 or ""

    def _hva_reply_gateway(self):
        """Return the gateway of the unit's contact rule, else the first one; none where that one may not send."""
        # sudo: which gateway there is, is no secret of the technical people
        unit, today = self.sudo().hva_unit_id, self.env["hva.clock"]._today()
        rule = self.env["hva.contact.rule"].sudo()._get_by_unit_and_day([(unit, today)])[unit, today]
        gateway = rule.gateway_id.filtered("active") or self.env["hva.sms.gateway"].sudo().search([], limit=1)
        return gateway.filtered(lambda gateway: not gateway._get_sending_blocks())
