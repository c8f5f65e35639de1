from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.hva_feedback.tools.question_shape import LANGUAGES

from ..tools import sms_text

DEFAULT_LANG = "fi"  # the language of the page when the address names none


class HvaSmsText(models.Model):
    """The wording of an invitation in one language: a row each, for a translated field would fall back silently."""

    _name = "hva.sms.text"
    _description = "Text of an invitation"
    _order = "rule_id, lang_code"

    rule_id = fields.Many2one("hva.contact.rule", required=True, index=True, ondelete="cascade")
    lang_code = fields.Selection(LANGUAGES, string="Language", required=True)
    body = fields.Text(required=True, help="{link} is replaced with the personal link.")

    _lang_uniq = models.Constraint("UNIQUE(rule_id, lang_code)", "This rule already has a text in this language.")

    @api.constrains("body")
    def _check_body(self):
        for text in self:
            problems = [problem for problem in sms_text.problems(text.body) if problem.is_blocking]
            if problems:
                labels = ", ".join(f"{sms_text.PROBLEMS[each.code]} {each.detail}".strip() for each in problems)
                raise ValidationError(self.env._("The text cannot be sent as it is: %(problems)s", problems=labels))

    def _render(self, code):
        """Return the message with the personal link that opens `code`.

        The language is in the address, since the link itself seldom keeps it (`hva.feedback.link._coarsen`).
        """
        self.ensure_one()
        base = self._get_link_base()
        query = "" if self.lang_code == DEFAULT_LANG else f"?lang={self.lang_code}"
        return sms_text.render(sms_text.plain_text(self.body), f"{base}/p/{code}{query}")

    @api.model
    def _get_link_base(self):
        """Return the address that links in messages begin with, without a slash at its end."""
        # sudo: the setting is no secret
        own_base = self.env["ir.config_parameter"].sudo().get_param("web.base.url") or ""
        return self.env["hva.sms.job"]._param("public_base_url", own_base).rstrip("/")
