import logging
from zoneinfo import ZoneInfo

from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

UTC = ZoneInfo("UTC")
_logger = logging.getLogger(__name__)


class HelpdeskTicket(models.Model):
    """What mail and portal may not do with a case: let anybody in who does not reach it, or words in from outside."""

    _inherit = "helpdesk.ticket"

    # ------------------------------------------------------------------ what handlers are told

    def _hva_tell(self, user, summary):
        """Send `user` a notice about this case, all of it in the user's language.

        :param summary: what is to be done, from a fixed list: no words of the giver travel in mails
        """
        self.ensure_one()
        # sudo: the language of a colleague
        theirs = self.with_context(lang=user.sudo().lang or self.env.lang)
        # sudo: a name, as the one who is told may read it: the case may be out of the sender's reach by now
        name = theirs.with_user(user).sudo().display_name
        due = theirs.env._("Deadline: %(day)s", day=format_date(theirs.env, theirs._hva_deadline_day()))
        where = theirs.env._("The feedback is read in the feedback menu.")
        theirs.message_notify(
            subject=f"{summary}: {name}",
            body=Markup("<p>%s</p><p>%s</p><p>%s</p>") % (summary, due, where),
            partner_ids=user.partner_id.ids,
            email_layout_xmlid="hva_feedback.mail_layout",
            model_description=theirs.env._("feedback case"),
            subtitles=[name, due],
        )

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        groups = super()._notify_get_recipients_groups(message, model_description, msg_vals=msg_vals)
        if self._hva_ours():  # core's "View %s" makes no good Finnish or Swedish
            for _name, _belongs, data in groups:
                data.setdefault("button_access", {})["title"] = self.env._("Open the case")
        return groups

    def _notify_by_email_prepare_rendering_context(self, message, *args, **kwargs):
        values = super()._notify_by_email_prepare_rendering_context(message, *args, **kwargs)
        if len(self) == 1 and self._hva_ours():
            values["mail_look"] = self.env["hva.look"]._get_mail_look(self.company_id.id)
        return values

    def _hva_deadline_day(self):
        """Return the local day of the deadline."""
        return self.hva_deadline_at.replace(tzinfo=UTC).astimezone(self.env["hva.clock"]._zone()).date()

    def _message_auto_subscribe_notify(self, partner_ids, template):
        """Tell a new handler of a case in our words; of other tickets as helpdesk does."""
        ours = self._hva_ours()
        if not self.env.context.get("mail_auto_subscribe_no_notify"):
            for case in ours.filtered("user_id"):
                user = case.user_id
                summary = case.with_context(lang=user.sudo().lang).env._("You are now the handler")  # sudo: as above
                case._hva_tell(user, summary)
        return super(HelpdeskTicket, self - ours)._message_auto_subscribe_notify(partner_ids, template)

    # ------------------------------------------------------------------ who may be told

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
