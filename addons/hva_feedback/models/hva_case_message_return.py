import logging
import xmlrpc.client
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models

from ..tools.codes import hash_code
from ..tools.mail_reply import new_token, read_mail, reply_address
from ..tools.redaction import redact
from .hva_case_message_mail import LOCALES

_logger = logging.getLogger(__name__)

MOST_IN_A_DAY = 20  # messages of one giver on one case: more is a machine
NOTICES = 20  # in ten minutes, to senders whose mail leads nowhere
NOTICES_WITHIN = timedelta(minutes=10)


class HvaCaseMessage(models.Model):
    """Mail that answers to a reply comes back to its case (docs/decisions/0048).

    Each reply by mail has an address of its own, `<reply address>+<token>@…`; only the hash of the token is kept. No
    alias of Odoo is used, and mail for anybody else is never touched.
    """

    _inherit = "hva.case.message"

    reply_token_hash = fields.Char(readonly=True, index="btree_not_null", groups="base.group_system")
    mail_key = fields.Char(readonly=True, groups="base.group_system")

    _mail_once = models.UniqueIndex("(case_id, mail_key) WHERE mail_key IS NOT NULL", "This mail has come already.")

    # ------------------------------------------------------------------ out

    @api.model
    def _get_reply_base(self):
        """Return the address below which answers come, setting `hva_feedback.reply_address`; "" for none."""
        # sudo: the setting is no secret
        base = self.env["ir.config_parameter"].sudo().get_param("hva_feedback.reply_address") or ""
        base = base.strip().lower()
        return base if base.count("@") == 1 and not base.startswith("@") and not base.endswith("@") else ""

    def _prepare_mail_headers(self):
        base = self._get_reply_base()
        if not base:
            return super()._prepare_mail_headers()
        token = new_token()
        self.reply_token_hash = hash_code(token)
        return {**super()._prepare_mail_headers(), **self._get_headers_for(reply_address(base, token))}

    def _get_sample_headers(self):
        base = self._get_reply_base()
        headers = super()._get_sample_headers()
        return {**headers, **self._get_headers_for(reply_address(base, "…"))} if base else headers

    @staticmethod
    def _get_headers_for(address):
        # A mail that comes back comes to the same address, so that it is known which reply did not arrive.
        return {"Reply-To": address, "Return-Path": address, "X-Auto-Response-Suppress": "OOF, AutoReply"}

    # ------------------------------------------------------------------ in

    @api.model
    def _take_mail(self, raw):
        """Take a mail that came to a reply address; return whether it is, also, for somebody else.

        :param raw: the whole mail, as Odoo's mailgate gets it
        """
        base = self._get_reply_base()
        if not base:
            return True
        if isinstance(raw, xmlrpc.client.Binary):
            raw = raw.data
        raw = raw.encode("utf-8", "replace") if isinstance(raw, str) else bytes(raw)
        mail = read_mail(raw, base, [self._get_line(code) for code in LOCALES])
        if mail is None:
            return True
        # superuser: mail comes from nobody; the token is the permission
        self.env["hva.reply.mail"].sudo()._note(self.with_user(SUPERUSER_ID)._receive_mail(mail))
        return self._is_for_others(mail.others)

    @api.model
    def _get_line(self, lang_code):
        return self.env["helpdesk.ticket"]._hva_reply_line(lang_code)

    @api.model
    def _is_for_others(self, addresses):
        """Tell whether an alias of Odoo's own is among the receivers."""
        local_parts = [address.partition("@")[0] for address in addresses]
        return bool(
            addresses
            and self.env["mail.alias"]  # sudo: as Odoo's mailgate asks
            .sudo()
            .search_count(
                [
                    "|",
                    ("alias_full_name", "in", list(addresses)),
                    "&",
                    ("alias_name", "in", local_parts),
                    ("alias_incoming_local", "=", True),
                ]
            )
        )

    @api.model
    def _receive_mail(self, mail):
        """Keep what a person wrote; return the code of `hva_reply_mail.REASONS` that says what became of the mail."""
        replied = self.search([("reply_token_hash", "=", hash_code(mail.token))], limit=1)
        if mail.kind == "bounce":
            replied._move("failed", "bounced")
        if mail.kind in ("bounce", "auto", "loop"):
            _logger.info("mail to a reply address not kept: %s", mail.kind)
            return mail.kind
        case = replied.case_id
        if not case:
            _logger.info("mail to a reply address that leads nowhere: not kept")
            self._tell_sender(mail.sender)
            return "unknown"
        earlier = self.search([("case_id", "=", case.id), ("direction", "=", "in")])
        if mail.key in earlier.mapped("mail_key"):
            return "repeated"
        today = self.env["hva.clock"]._today()
        if len(earlier.filtered(lambda message: message.day == today)) >= MOST_IN_A_DAY:
            _logger.warning("more than %s mails in a day to case %s: not kept", MOST_IN_A_DAY, case.id)
            return "loop"
        self._receive(
            case,
            "mail",
            replied.lang_code,
            redact(mail.text, {"hetu"}).text,
            subject=redact(mail.subject, {"hetu"}).text,
            code=self._get_mail_remarks(mail, case),
            hidden_day=bool(replied.answer_id and replied.answer_id._hva_hidden_day()),
            mail_key=mail.key,
        )
        case._hva_giver_wrote()
        return "stored"

    @api.model
    def _get_mail_remarks(self, mail, case):
        """Return the codes of what is to be said of a mail, joined by commas."""
        left = case.hva_contact_id.email
        remarks = {
            "too_large": mail.kind == "too_large",
            f"dropped:{mail.dropped}": mail.dropped,
            "cut": mail.is_cut,
            "no_text": mail.kind == "reply" and not mail.text,
            "other_sender": left and mail.sender and mail.sender != left.strip().lower(),
        }
        return ",".join(code for code, is_so in remarks.items() if is_so)

    def _get_note(self):
        codes = (self.failure_code or "").split(",")
        dropped = next((code.partition(":")[2] for code in codes if code.startswith("dropped:")), "")
        sentences = {
            "too_large": self.env._("The mail was too large and was not kept."),
            "cut": self.env._("The text was too long: its end was not kept."),
            "no_text": self.env._("The mail had no text."),
            "other_sender": self.env._("It came from another address than the giver left."),
        }
        said = [sentences[code] for code in codes if code in sentences]
        if dropped:
            said.append(self.env._("Attachments were not kept: %(count)s", count=dropped))
        return " ".join(said) or super()._get_note()

    @api.model
    def _tell_sender(self, address):
        """Tell a person whose mail leads nowhere that nobody reads it. In three languages, with nothing of the mail."""
        throttle = self.env["hva.throttle"].sudo()  # sudo: nobody has rights on it
        if not address or len(throttle._note("reply notice", NOTICES_WITHIN)) >= NOTICES:
            return
        said = [self._get_notice(locale) for locale in LOCALES.values()]
        html = self.env["ir.qweb"]._render("hva_feedback.reply_notice", {"said": said})
        self.env["mail.mail"].sudo().create(  # sudo: mails are for system administrators
            {
                "subject": " / ".join(each["title"] for each in said),
                "body_html": html,
                "email_to": address,
                "reply_to": False,
                "author_id": False,
                "auto_delete": True,
                "headers": repr({"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}),
            }
        )

    @api.model
    def _get_notice(self, locale):
        spoken = self.with_context(lang=locale)
        return {
            "lang": locale[:2],
            "title": spoken.env._("Your message did not arrive"),
            "text": spoken.env._(
                "The matter that you wrote about is no longer open for messages, or the address was not right. Nobody "
                "reads your message. You can give new feedback."
            ),
        }


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def message_process(
        self, model, message, custom_values=None, save_original=False, strip_attachments=False, thread_id=None
    ):
        """Take mail to our reply addresses before Odoo reads, logs or routes it; all other mail passes untouched."""
        if not self.env["hva.case.message"]._take_mail(message):
            return False
        return super().message_process(
            model,
            message,
            custom_values=custom_values,
            save_original=save_original,
            strip_attachments=strip_attachments,
            thread_id=thread_id,
        )
