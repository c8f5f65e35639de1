from odoo import models
from odoo.tools import formataddr
from odoo.tools.mail import email_normalize

from ..tools.reply_text import SUBJECT_MAX

LOCALES = {"fi": "fi_FI", "sv": "sv_SE", "en": "en_US"}


class HvaCaseMessage(models.Model):
    """Replies by mail: a mail of their own in Odoo's queue, tied to no document, gone when it has been sent."""

    _inherit = "hva.case.message"

    def _send_by_mail(self):
        """Put the mail into Odoo's queue and wake it."""
        self.ensure_one()
        mail = self.case_id._hva_reply_mail(self.lang_code, self.subject, self.body, self._prepare_mail_headers())
        # sudo: mails are for system administrators; the address is seen by nobody on the way
        self.mail_id = (
            self.env["mail.mail"]
            .sudo()
            .create(
                {
                    "subject": mail["subject"],
                    "body_html": mail["body_html"],
                    "email_from": mail["email_from"],
                    "reply_to": mail["reply_to"],
                    "email_to": self.case_id.sudo().hva_contact_id.email,
                    "headers": repr(mail["headers"]),
                    "author_id": False,
                    "auto_delete": True,
                }
            )
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()  # sudo: waking a job is no secret

    def _prepare_mail_headers(self):
        """Return {Reply-To: address} and other headers of this reply's mail. Extend it."""
        return self._get_sample_headers()

    def _get_sample_headers(self):
        """Return such headers for a mail that is only looked at. Extend it."""
        return {}


class MailMail(models.Model):
    """The queue's word about replies goes to them; every other mail passes untouched."""

    _inherit = "mail.mail"

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
        # sudo: the queue may run as anybody. Before super: a mail that went well is deleted there
        messages = self.env["hva.case.message"].sudo().search([("mail_id", "in", self.ids)])
        if failure_type:
            messages._move("failed", "not_sent")
        else:
            messages._move("sent")
        ours = messages.mail_id
        result = super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
        ours.exists().unlink()  # what did not leave is kept with the case, not in the queue
        return result


class HelpdeskTicket(models.Model):
    """What a reply by mail looks like: made here for the preview and for sending alike."""

    _inherit = "helpdesk.ticket"

    def _hva_reply_mail(self, lang_code, subject, body, headers=None):
        """Return {subject, body_html, email_from, reply_to, headers} of a mail with these words.

        :param headers: of this one mail; its Reply-To is where answers go
        """
        self.ensure_one()
        headers = dict(headers or {})
        county = self.sudo().company_id  # sudo: a company's name and address stand on everything it sends
        sender = email_normalize(county.email or "") or email_normalize(self.env.ref("base.partner_root").sudo().email)
        email_from = formataddr((county.name, sender)) if sender else False
        reply_to = headers.pop("Reply-To", False)
        values = {
            "mail_lang": (lang_code or "fi").partition("-")[0],  # `lang` is what qweb itself speaks
            "mail_look": self.env["hva.look"]._get_mail_look(county.id),
            "paragraphs": [part.split("\n") for part in (body or "").replace("\r\n", "\n").strip().split("\n\n")],
            "above": self._hva_reply_line(lang_code) if reply_to else "",
        }
        return {
            "subject": " ".join((subject or "").split())[:SUBJECT_MAX],
            "body_html": self.env["ir.qweb"]._render("hva_feedback.reply_mail", values),
            "email_from": email_from,
            "reply_to": reply_to or email_from,
            "headers": headers,
        }

    def _hva_reply_line(self, lang_code):
        """Return the line above which a giver answers, in the giver's language."""
        locale = LOCALES.get((lang_code or "fi").partition("-")[0], "fi_FI")
        return self.with_context(lang=locale).env._("You can answer this e-mail. Write above this line.")
