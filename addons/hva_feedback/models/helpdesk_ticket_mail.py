import logging

from odoo import models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class HelpdeskTicket(models.Model):
    """What mail and portal may not do with a case: let anybody in who does not reach it, or words in from outside."""

    _inherit = "helpdesk.ticket"

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        ours = self._hva_ours()
        for ticket in ours:
            readers = ticket._hva_readers(self.env["res.partner"].browse(partner_ids))
            super(HelpdeskTicket, ticket)._message_subscribe(readers.ids, subtype_ids, customer_ids=[])
        if self - ours:
            return super(HelpdeskTicket, self - ours)._message_subscribe(partner_ids, subtype_ids, customer_ids)
        return True

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        if len(self) != 1 or not self._hva_ours():
            return recipients
        partners = self.env["res.partner"].browse([data["id"] for data in recipients if data["id"]])
        readers = set(self._hva_readers(partners).ids)
        return [data for data in recipients if data["id"] in readers]

    def _hva_readers(self, partners):
        """Return those of `partners` that are staff who may read this case today."""
        self.ensure_one()
        # sudo: whether a colleague may read the case is asked of the colleague's rights, not of the caller's
        return partners.sudo().filtered(
            lambda partner: any(
                not user.share and self.with_user(user).sudo(False).has_access("read") for user in partner.user_ids
            )
        )

    def message_post(self, *, message_type="notification", **kwargs):
        if message_type == "email" and self._hva_ours():
            raise UserError(self.env._("Feedback cases take no mail: answer in the case."))
        return super().message_post(message_type=message_type, **kwargs)

    def message_update(self, msg_dict, update_vals=None):
        if self._hva_ours():
            return True  # neither followers nor copies from a mail
        return super().message_update(msg_dict, update_vals=update_vals)

    def _message_add_suggested_recipients(self, force_primary_email=False):
        suggested = super()._message_add_suggested_recipients(force_primary_email=force_primary_email)
        for ticket in self._hva_ours():  # the giver is answered through the contact details, never by mail from here
            suggested[ticket.id] = {"email_to_lst": [], "partners": self.env["res.partner"]}
        return suggested

    def _portal_ensure_token(self):
        if self._hva_ours():
            raise UserError(self.env._("A feedback case has no page outside."))
        return super()._portal_ensure_token()
