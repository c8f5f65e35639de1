from odoo import api, fields, models

from ..tools.codes_tables import LANGUAGES
from ..tools.public_text import is_quoted, problems

PUBLIC_LANGUAGES = [(code, name) for code, name in LANGUAGES if code in ("fi", "sv", "en")]
PARTS = ("heard", "did", "effect")


class HvaImprovementText(models.Model):
    """What the public reads of an improvement in one language: we heard, we did, and which effect it had."""

    _name = "hva.improvement.text"
    _description = "Public text of an improvement"
    _order = "improvement_id, id"

    improvement_id = fields.Many2one("hva.improvement", required=True, index=True, ondelete="cascade")
    lang_code = fields.Selection(PUBLIC_LANGUAGES, string="Language", required=True, default="fi")
    heard = fields.Text("We heard", help="What customers told, in your own words. Nobody may be recognised.")
    did = fields.Text("We did", help="What is different now.")
    effect = fields.Text(help="Empty: a plain sentence that the effect was not seen or not measured.")
    problem_text = fields.Text("To put right", compute="_compute_problem_text")

    _lang_uniq = models.Constraint("UNIQUE (improvement_id, lang_code)", "There is a text in this language already.")

    @api.depends(*PARTS)
    def _compute_problem_text(self):
        sentences = self._get_sentences()
        for text in self:
            text.problem_text = "\n".join(sentences[code] for code in text._get_problems())

    def _get_problems(self):
        """Return the sorted codes of what stands against showing these texts to everybody."""
        self.ensure_one()
        whole = [self[part] or "" for part in PARTS]
        found = set().union(*(problems(part) for part in whole))
        if not (self.heard or "").strip() or not (self.did or "").strip():
            found.add("empty")
        # sudo: the words are compared with, not shown; they may be out of the writer's reach
        originals = [answer.hva_text or "" for answer in self.improvement_id.sudo().answer_ids]
        if any(is_quoted(part, originals) for part in whole):
            found.add("quoted")
        return sorted(found)

    @api.model
    def _get_sentences(self):
        return {
            "email": self.env._("It has what looks like an e-mail address."),
            "empty": self.env._("Write both what you heard and what you did."),
            "hetu": self.env._("It has what looks like a personal identity code."),
            "link": self.env._("It has a link."),
            "masked": self.env._("It has a mark that stands for masked personal data."),
            "phone": self.env._("It has what looks like a phone number."),
            "quoted": self.env._("It repeats a customer's own words: say it in your own."),
            "too_long": self.env._("It is too long: at most 600 characters each."),
        }

    @api.model_create_multi
    def create(self, vals_list):
        texts = super().create(vals_list)
        texts.improvement_id._refuse_when_published()
        return texts

    def write(self, vals):
        self.improvement_id._refuse_when_published()
        result = super().write(vals)
        if "improvement_id" in vals:
            self.check_access("write")  # the improvement it was moved to counts too
            self.improvement_id._refuse_when_published()
        return result

    def unlink(self):
        self.improvement_id._refuse_when_published()
        return super().unlink()
