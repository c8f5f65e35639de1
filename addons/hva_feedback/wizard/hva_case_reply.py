from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.hva_case_message_mail import LOCALES
from ..models.hva_reply_template import CHANNELS
from ..tools.codes_tables import LANGUAGES
from ..tools.reply_text import SUBJECT_MAX, fill


class HvaCaseReply(models.TransientModel):
    """Writes a reply to a giver: channel, template, text, and a look at exactly what leaves.

    The rows are their writer's own, as those of every dialog, and gone within the hour.
    What it shows of the case is computed with the writer's own rights: anybody can name any case over RPC.
    """

    _name = "hva.case.reply"
    _description = "Reply to the giver"
    _transient_max_hours = 1.0  # what is written here is for one pair of eyes

    case_id = fields.Many2one("helpdesk.ticket", required=True, readonly=True, ondelete="cascade")
    channel_codes = fields.Char(compute="_compute_channel_codes")
    channel = fields.Selection(
        CHANNELS,
        string="Way of replying",
        required=True,
        compute="_compute_channel",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    lang_code = fields.Selection(
        list(LANGUAGES),
        string="Language",
        required=True,
        compute="_compute_lang_code",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    offered_ids = fields.Many2many("hva.reply.template", compute="_compute_offered_ids")
    template_id = fields.Many2one("hva.reply.template", string="Begin with", domain="[('id', 'in', offered_ids)]")
    subject = fields.Char(
        size=SUBJECT_MAX,
        compute="_compute_text",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Do not name a service here.",
    )
    body = fields.Text("Text", compute="_compute_text", compute_sudo=False, store=True, readonly=False)
    receiver = fields.Char(string="To", compute="_compute_preview")
    sender = fields.Char(compute="_compute_preview")
    answers_to = fields.Char(string="Answers go to", compute="_compute_preview")
    facts = fields.Char(string="Size", compute="_compute_preview")
    preview = fields.Html(string="What leaves", compute="_compute_preview", sanitize=False)
    can_answer = fields.Boolean(compute="_compute_can_answer")

    @api.depends("case_id")
    def _compute_channel_codes(self):
        for reply in self:
            reply.channel_codes = ",".join(reply.case_id._hva_reply_channels()) if reply.case_id else ""

    @api.depends("case_id")
    def _compute_channel(self):
        for reply in self:
            offered = reply.case_id._hva_reply_channels() if reply.case_id else []
            reply.channel = offered[0] if offered else False

    @api.depends("case_id")
    def _compute_lang_code(self):
        known = dict(LANGUAGES)
        self.case_id.check_access("read")
        for reply in self:
            said = reply.case_id.sudo().hva_answer_id.hva_lang_code  # sudo: who handles the case sees its language
            reply.lang_code = said if said in known else "fi"

    @api.depends("channel", "lang_code", "case_id")
    def _compute_offered_ids(self):
        for reply in self:
            company = reply.case_id.company_id
            reply.offered_ids = self.env["hva.reply.template"]._hva_offered(reply.channel, reply.lang_code, company)

    @api.depends("template_id", "lang_code")
    def _compute_text(self):
        for reply in self:
            text = reply.template_id and reply.template_id._get_text(reply.lang_code)
            if text:
                values = reply.case_id._hva_reply_values(reply.lang_code)
                reply.body = fill(text.body, values)
                reply.subject = fill(text.subject or "", values) or reply._get_subject()
            else:
                reply.body = reply.body or False
                reply.subject = reply.subject or reply._get_subject()

    def _get_subject(self):
        """Return the subject of a reply that no template gave one: it names no service and nobody."""
        locale = LOCALES.get((self.lang_code or "fi").partition("-")[0], "fi_FI")
        return self.with_context(lang=locale).env._("Answer to your feedback")

    @api.depends("case_id", "channel")
    def _compute_can_answer(self):
        for reply in self:
            reply.can_answer = reply.case_id.hva_state in ("new", "reopened", "in_handling", "waiting")

    @api.depends("channel", "lang_code", "subject", "body", "case_id")
    def _compute_preview(self):
        self.case_id.check_access("read")
        for reply in self:
            shown = reply._get_preview() if reply.channel and reply.case_id else {}
            for name in ("receiver", "sender", "answers_to", "facts", "preview"):
                reply[name] = shown.get(name, False)

    def _get_preview(self):
        """Return what the dialog shows of what leaves: receiver, sender, answers_to, facts, preview (each may lack)."""
        return getattr(self, f"_preview_{self.channel}")()

    def _preview_mail(self):
        mail = self.case_id._hva_reply_mail(
            self.lang_code, self.subject, self.body, self.env["hva.case.message"]._get_sample_headers()
        )
        return {
            "receiver": self.case_id.hva_contact_email,
            "sender": mail["email_from"],
            "answers_to": mail["reply_to"],
            "preview": mail["body_html"],
        }

    def _preview_code(self):
        return {}

    def _preview_sms(self):
        """Hook for whoever has a gateway."""
        return {}

    def action_send(self):
        """Send the reply."""
        return self._send()

    def action_send_answered(self):
        """Send the reply and note that the customer has been answered."""
        return self._send(is_answered=True)

    def _send(self, is_answered=False):
        self.ensure_one()
        if not self.channel:
            raise UserError(self.env._("Choose how the reply is sent."))
        self.case_id._hva_reply(self.channel, self.lang_code, self.subject, self.body, is_answered=is_answered)
        self.unlink()
        return {"type": "ir.actions.act_window_close"}
