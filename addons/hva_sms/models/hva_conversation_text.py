from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.hva_feedback.tools.question_shape import LANGUAGES

from ..tools import sms_text, talk_text
from .hva_sms_text import DEFAULT_LANG

CODES = [
    ("ask", "The first question"),
    ("follow", "The second question"),
    ("thanks", "Thanks"),
    ("unclear", "The number was not understood"),
    ("stopped", "No more messages"),
    ("closed", "Nobody was asked, or too late"),
]


class HvaConversationText(models.Model):
    """What the county says in conversations by text message, around the questions of the set.

    A row per language and no fallback: a language in which a text is missing is not spoken.
    """

    _name = "hva.conversation.text"
    _description = "Text of answering by text message"
    _order = "lang_code, sequence, id"
    _rec_name = "code"

    code = fields.Selection(CODES, string="Said when", required=True)
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    lang_code = fields.Selection(list(LANGUAGES), string="Language", required=True)
    body = fields.Text(
        required=True,
        help="{question} and {scale} are the set's own words, {county} is the county's name.",
    )
    part_count = fields.Integer(
        "Messages at most", compute="_compute_part_count", help="With long questions and a long name of the county."
    )

    _place_uniq = models.Constraint("UNIQUE(code, lang_code)", "This text exists already in this language.")

    @api.depends("code")
    def _compute_sequence(self):
        order = [code for code, _label in CODES]
        for text in self:
            text.sequence = order.index(text.code) if text.code else 0

    @api.depends("code", "body")
    def _compute_part_count(self):
        for text in self:
            filled = talk_text.fill(text.body or "", talk_text.samples(text.code))
            text.part_count = sms_text.segments(filled).parts

    @api.constrains("code", "body")
    def _check_body(self):
        for text in self:
            if problems := talk_text.problems(text.code, text.body):
                labels = ", ".join(f"{talk_text.PROBLEMS[each.code]} {each.detail}".strip() for each in problems)
                raise ValidationError(self.env._("The text cannot be sent as it is: %(problems)s", problems=labels))

    @api.model
    def _get_languages(self):
        """Return the languages in which every text exists."""
        rows = self.sudo().search([])  # sudo: jobs and the door read them
        return {
            lang for lang, texts in rows.grouped("lang_code").items() if len(set(texts.mapped("code"))) == len(CODES)
        }

    @api.model
    def _get(self, code, lang_code):
        """Return the text in a language that is whole; may be empty."""
        if lang_code not in self._get_languages():
            return self.browse()
        return self.sudo().search([("code", "=", code), ("lang_code", "=", lang_code)])  # sudo: as above

    @api.model
    def _get_default(self):
        """Return the language for those whose own is not known."""
        languages = self._get_languages()
        return DEFAULT_LANG if DEFAULT_LANG in languages else next(iter(sorted(languages)), DEFAULT_LANG)

    def _say(self, county, question=None):
        """Return the text as it is sent. `question`: the `form_shape.Question` that is asked in it."""
        self.ensure_one()
        scale = talk_text.Scale(question.min_label, question.max_label) if question else talk_text.Scale()
        asked = question.title if question else ""
        return talk_text.fill(self.body, {"county": county or "", "question": asked, "scale": scale.words()})

    def _render(self, _code):
        """Return the text at its longest, for those who count messages beforehand; it has no link."""
        return talk_text.fill(self.body, talk_text.samples(self.code))
