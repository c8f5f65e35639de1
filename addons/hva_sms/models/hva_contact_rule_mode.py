from odoo import api, fields, models
from odoo.exceptions import ValidationError

MODES = [("link", "By a link to the page"), ("text", "By text message")]


class HvaContactPolicy(models.AbstractModel):
    """How the people whom a rule asks answer."""

    _inherit = "hva.contact.policy"

    answer_mode = fields.Selection(
        MODES,
        "People answer",
        required=True,
        default="link",
        help="By text message: the message asks for a number from 0 to 10, then one question, and thanks. It needs a "
        "gateway of its own whose sender is a number, and an administrator's confirmation that replying is free.",
    )

    def _get_text(self, lang_code):
        """In text mode the words are those of the conversation; its first message in the visit's language."""
        if self.answer_mode != "text":
            return super()._get_text(lang_code)
        texts = self.env["hva.conversation.text"]
        return texts._get("ask", lang_code) or texts._get("ask", self.fallback_lang_code)

    def _get_survey(self, unit, service, facts):
        """Text mode asks for a number and then for words: a set without these is not asked that way."""
        survey = super()._get_survey(unit, service, facts)
        if self.answer_mode == "text" and survey and not self.env["hva.conversation"]._get_languages(survey):
            return survey.browse()
        return survey


class HvaContactRule(models.Model):
    """Text mode begins only where people can reply, and free of charge."""

    _inherit = "hva.contact.rule"

    reply_problem = fields.Char("Cannot start", compute="_compute_reply_problem")

    @api.depends("answer_mode", "gateway_id.kind", "gateway_id.sender_id", "gateway_id.free_on", "gateway_id.active")
    def _compute_reply_problem(self):
        for rule in self:
            rule.reply_problem = rule._get_reply_problem() or False

    def _get_reply_problem(self):
        """Return why the rule cannot ask for replies by text message, in words; None when it can, or need not."""
        self.ensure_one()
        if self.answer_mode != "text":
            return None
        if not self.gateway_id:
            return self.env._("Choose the gateway whose number people reply to.")
        return self.gateway_id._get_reply_problem()

    @api.constrains("answer_mode", "gateway_id", "active")
    def _check_answer_mode(self):
        for rule in self.filtered("active"):
            if problem := rule._get_reply_problem():
                raise ValidationError(
                    self.env._("People cannot be asked to reply by text message. %(problem)s", problem=problem)
                )
