import json

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import file_open

from ..tools.codes_tables import LANGUAGES
from ..tools.word_match import is_pattern

SHIPPED = "hva_feedback/data/triage_words.json"


class HvaTriageWord(models.Model):
    """A word of a list of triage: a word, the beginning of one with a `*`, or a phrase of several.

    What people said of the flags it raised is counted, so that a word that finds little but false alarms can be
    archived. Nothing is learnt by itself.
    """

    _name = "hva.triage.word"
    _inherit = "hva.page.content"
    _description = "Word of triage"
    _order = "subject_id, lang_code, text, id"
    _rec_name = "text"

    subject_id = fields.Many2one("hva.triage.subject", required=True, index=True, ondelete="restrict")
    lang_code = fields.Selection(
        list(LANGUAGES), "Language", required=True, default="fi", help="Every list is looked through in every feedback."
    )
    text = fields.Char(
        "Word", required=True, help="A star at the end stands for every ending: “kantelu*” also finds “kantelun”."
    )
    active = fields.Boolean(default=True)
    answer_ids = fields.Many2many(
        "survey.user_input", "hva_triage_found_rel", "word_id", "answer_id", "Feedback with this word", readonly=True
    )
    found_count = fields.Integer("Found", compute="_compute_counts")
    confirmed_count = fields.Integer("Rightly", compute="_compute_counts")
    false_count = fields.Integer("False alarms", compute="_compute_counts")

    _text_uniq = models.Constraint("UNIQUE(subject_id, lang_code, text)", "The list has this word already.")

    @api.constrains("text")
    def _check_text(self):
        for word in self:
            if not is_pattern(word.text):
                raise ValidationError(
                    self.env._(
                        "“%(word)s” is no word to look for. A star stands only at the end of a word.", word=word.text
                    )
                )

    def _compute_counts(self):
        # sudo: counts of the whole county, without a word of any feedback
        groups = (
            self.env["survey.user_input"]
            .sudo()
            ._read_group(
                [("hva_triage_word_ids", "in", self.ids)], ["hva_triage_word_ids", "hva_triage_check"], ["__count"]
            )
        )
        counts = {(word.id, check): count for word, check, count in groups}
        checks = ("to_check", "confirmed", "false_alarm")
        for word in self:
            by_check = [counts.get((word.id, check), 0) for check in checks]
            word.found_count = sum(by_check)
            word.confirmed_count, word.false_count = by_check[1:]

    @api.model
    def _load_shipped(self):
        """Fill the lists with the words that come with the module, where there are none at all."""
        if self.with_context(active_test=False).search_count([], limit=1):
            return
        with file_open(SHIPPED) as file:
            lists = json.load(file)["words"]
        subjects = {subject.code: subject.id for subject in self.env["hva.triage.subject"].search([])}
        self.create(
            [
                {"subject_id": subjects[code], "lang_code": lang_code, "text": text}
                for code, of_subject in lists.items()
                for lang_code, texts in of_subject.items()
                for text in texts
            ]
        )
