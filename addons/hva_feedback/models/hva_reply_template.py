from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.codes_tables import LANGUAGES
from ..tools.languages import base_of
from ..tools.reply_text import BODY_MAX, PLACEHOLDERS, SUBJECT_MAX, unknown_placeholders

CHANNELS = [("mail", "E-mail"), ("sms", "Text message"), ("code", "By code")]


class HvaReplyTemplate(models.Model):
    """A ready beginning of a reply to a giver, in each language that somebody wrote it in.

    Its texts may name only what is in `tools.reply_text.PLACEHOLDERS`: nothing that a giver wrote, nothing noted about
    the case.
    """

    _name = "hva.reply.template"
    _description = "Template of replies"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    channel = fields.Selection(CHANNELS, string="Only for", help="Empty: for every channel.")
    company_id = fields.Many2one("res.company", string="County", help="Empty: all counties of this database.")
    text_ids = fields.One2many("hva.reply.text", "template_id", string="Texts", copy=True)

    def _get_text(self, lang_code):
        """Return the text in a language, else in the language that it is a variant of; may be empty."""
        self.ensure_one()
        by_lang = {text.lang_code: text for text in self.text_ids}
        return by_lang.get(lang_code) or by_lang.get(base_of(lang_code or "fi")) or self.text_ids.browse()

    @api.model
    def _hva_offered(self, channel, lang_code, company):
        """Return the templates that a handler may begin with."""
        found = self.search([("channel", "in", [channel, False]), ("company_id", "in", [company.id, False])])
        return found.filtered(lambda template: template._get_text(lang_code))


class HvaReplyText(models.Model):
    """The wording of a template in one language: a row each, for a translated field would fall back silently."""

    _name = "hva.reply.text"
    _description = "Text of a reply"
    _order = "template_id, lang_code"

    template_id = fields.Many2one("hva.reply.template", required=True, index=True, ondelete="cascade")
    lang_code = fields.Selection(list(LANGUAGES), string="Language", required=True, default="fi")
    subject = fields.Char(size=SUBJECT_MAX, help="For e-mails. Do not name a service here: others may see it.")
    body = fields.Text(required=True)

    _lang_uniq = models.Constraint("UNIQUE(template_id, lang_code)", "This template has a text in this language.")

    @api.constrains("subject", "body")
    def _check_text(self):
        for text in self:
            if unknown := unknown_placeholders(text.subject or "", text.body):
                raise ValidationError(
                    self.env._(
                        "A template cannot name %(unknown)s. It can name: %(known)s",
                        unknown=", ".join(unknown),
                        known=", ".join(f"{{{name}}}" for name in PLACEHOLDERS),
                    )
                )
            if len(text.body) > BODY_MAX:
                raise ValidationError(
                    self.env._("Shorten the text. It can have at most %(count)s characters.", count=str(BODY_MAX))
                )
