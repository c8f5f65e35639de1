from markupsafe import Markup

from odoo import api, models

from ..tools import sms_text


class HvaCaseReply(models.TransientModel):
    """The preview of a reply by text message: what it says when it arrives, and what makes it dear."""

    _inherit = "hva.case.reply"

    def _preview_sms(self):
        text = sms_text.plain_text((self.body or "").replace("\r\n", "\n").strip())
        return {
            "receiver": self.case_id.hva_contact_phone,
            "sender": self.case_id._hva_reply_gateway().sender_id,
            "facts": self._get_sms_facts(text),
            "preview": Markup('<div style="white-space: pre-wrap">%s</div>') % text if text else False,
        }

    @api.model
    def _get_sms_facts(self, text):
        """Say how many messages a text takes, how it travels, and which letters make it dear."""
        count = sms_text.segments(text)
        facts = {"parts": str(count.parts), "units": str(count.units)}
        said = self.env._("Messages: %(parts)s. Characters: %(units)s.", **facts)
        if count.encoding == "ucs2":
            dear = sorted({char for char in text if sms_text.segments(char).encoding == "ucs2"})
            said += " " + self.env._("These make it dearer (Unicode): %(letters)s", letters=" ".join(dear[:10]))
        else:
            said += " " + self.env._("Ordinary letters (GSM-7).")
        if self.env["hva.invitation"]._get_reply_moment() > self.env["hva.clock"]._now():
            said += " " + self.env._("It leaves in the morning: text messages go between 8 and 20.")
        return said
