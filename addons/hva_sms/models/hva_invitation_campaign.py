import re
from datetime import timedelta

from odoo import api, fields, models

_CODE_IN_BODY = re.compile(r"/p/([0-9A-Za-z]{22})\b")
KINDS = ("campaign", "campaign_reminder")


class HvaInvitation(models.Model):
    """Text messages of targeted surveys: hours, opt-out, refusal and erasure are those of all invitations.

    They are kinds of their own, so that response rates of visits never count them.
    """

    _inherit = "hva.invitation"

    kind = fields.Selection(
        selection_add=[("campaign", "Targeted survey"), ("campaign_reminder", "Reminder of a targeted survey")],
        ondelete={"campaign": "cascade", "campaign_reminder": "cascade"},
    )
    campaign_id = fields.Many2one("hva.campaign", "Targeted survey", index="btree_not_null", ondelete="set null")

    def _move(self, target, code="", **values):
        """Move the rest time along, as for visits. A reminder that never went leaves the rest of the first message."""
        mine = self.filtered(lambda invitation: invitation.kind in KINDS and invitation.rule_id)
        if target == "claimed":
            mine._rest_from_today()
        elif target in ("failed", "expired"):
            mine.filtered(lambda each: each.state == "due" and each.kind == "campaign")._end_rest()
        return super()._move(target, code, **values)


class HvaPoolMember(models.Model):
    _inherit = "hva.pool.member"

    def unlink(self):
        """What was on its way to somebody who leaves does not go any more."""
        members = self.sudo()  # sudo: contacts are closed to everybody
        numbers = [member.contact for member in members if member.channel == "sms"]
        keys = members.mapped("contact_hmac")
        if numbers:
            due = [("state", "=", "due"), ("kind", "in", KINDS), ("phone", "in", numbers)]
            self.env["hva.invitation"].sudo().search(due)._move("failed", "opted_out")
        due = [("state", "=", "due"), ("email_hmac", "in", keys)]
        self.env["hva.pool.mail"].sudo().search(due)._move("failed", "opted_out")
        return super().unlink()


class HvaPoolMail(models.Model):
    """Mails of targeted surveys wait for the first day, are counted, and go only while the survey runs."""

    _inherit = "hva.pool.mail"

    kind = fields.Selection(
        selection_add=[("invite", "Targeted survey"), ("remind", "Reminder of a targeted survey"), ("trial", "Trial")],
        ondelete={"invite": "cascade", "remind": "cascade", "trial": "cascade"},
    )
    campaign_id = fields.Many2one("hva.campaign", "Targeted survey", index="btree_not_null", ondelete="cascade")

    @api.model
    def _due_domain(self):
        return [*super()._due_domain(), "|", ("campaign_id", "=", False), ("campaign_id.state", "=", "running")]

    def _move(self, target, code=False, **values):
        """Rest follows the mail: it ends where none ever went, and is counted from the day of sending."""
        if target == "claimed":
            self._rest_from_today()
            self.env["hva.sent.mark"]._note(self._find_codes(), self.env["hva.clock"]._today())
        elif target == "failed":
            self.filtered(lambda mail: mail.kind == "invite")._end_rest()
        return super()._move(target, code, **values)

    def _rest_from_today(self):
        today = self.env["hva.clock"]._today()
        for campaign, mails in self.filtered(lambda mail: mail.due_on < today).grouped("campaign_id").items():
            if campaign:
                campaign._begin_rest("mail", [mail.email_hmac for mail in mails if mail.email_hmac], today)

    def _end_rest(self):
        last_days = {
            ("mail", mail.email_hmac): mail.due_on + timedelta(days=mail.campaign_id._get_rest_days())
            for mail in self
            if mail.email_hmac
        }
        if last_days:
            self.env["hva.quarantine"]._lift(last_days)

    def _take_back(self):
        """Delete mails that never left, with their links and rest times."""
        self.filtered(lambda mail: mail.kind == "invite")._end_rest()
        self.env["hva.feedback.link"]._delete_for_codes(self._find_codes())
        self.unlink()

    def _find_codes(self):
        """Return the codes of the personal links in these mails."""
        return [code for body in self.mapped("body") for code in _CODE_IN_BODY.findall(body or "")]
