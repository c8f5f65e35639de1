from odoo import api, fields, models

DIGITS_MINUTES = 30


class HvaInvitation(models.Model):
    """Codes that prove a number go through the same outbox: wanted this minute, at whatever hour, and never late.

    They have no contact rule and no link, and give no rest time. A number that has opted out may join: it says yes.
    """

    _inherit = "hva.invitation"

    kind = fields.Selection(selection_add=[("digits", "Code for joining")], ondelete={"digits": "cascade"})

    @api.model
    def _send_digits(self, company, number, text, lang_code):
        """Put a code into the outbox and wake the job. Nothing is sent where the county has no unit yet."""
        # sudo: a page asks for it; nobody writes here by hand
        unit = self.env["hva.unit"].sudo().search([("company_id", "=", company.id), ("parent_id", "=", False)], limit=1)
        if not unit:
            return self.browse()
        now = self.env["hva.clock"]._now()
        sent = self.sudo()._create_due(
            [
                {
                    "kind": "digits",
                    "unit_id": unit.id,
                    "lang_code": lang_code,
                    "due_on": self.env["hva.clock"]._today(),
                    "due_at": now,
                    "phone": number,
                    "text": text,
                }
            ]
        )
        self.env["hva.sms.job"]._wake("dispatch")
        return sent

    def _recheck(self):
        digits = self.filtered(lambda invitation: invitation.kind == "digits")
        sendable = super(HvaInvitation, self - digits)._recheck()
        digits.filtered(lambda each: not each.phone)._move("failed", "no_phone")
        return [*sendable, *((each, DIGITS_MINUTES) for each in digits.filtered("phone"))]
