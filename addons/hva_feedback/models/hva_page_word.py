from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools.translate import LazyTranslate

from ..controllers.page_texts import OWN_LOCALES, TEXTS, own_texts
from ..tools.languages import KNOWN
from ..tools.page_language_file import fits
from ..tools.plain_language import hints

_lt = LazyTranslate(__name__)

PLAIN = "fi-simple"
HINTS = {
    "long_sentence": _lt("Long sentence: %(detail)s"),
    "long_word": _lt("Long word: %(detail)s"),
    "clauses": _lt("More than one subordinate clause: %(detail)s"),
    "passive": _lt("Perhaps a passive: %(detail)s"),
}

# Languages whose words a county or this module brings as rows; the others are translated with the module.
BY_FILE = [(language.code, language.english) for language in KNOWN if language.code not in OWN_LOCALES]


class HvaPageWord(models.Model):
    """One of the public page's own words in a language that the module has no translation of, with where it came from.

    Rows and no fallback: a language with a gap is not offered (docs/decisions/0025).
    """

    _name = "hva.page.word"
    _inherit = "hva.page.content"
    _description = "Word of the feedback page"
    _order = "lang_code, key, id"
    _rec_name = "key"

    key = fields.Char(string="Place on the page", required=True)
    lang_code = fields.Selection(BY_FILE, string="Language", required=True)
    text = fields.Text(required=True)
    source = fields.Char(required=True, help="Who wrote or translated it; 'project' when this project did.")
    official = fields.Boolean(help="The translation comes from an authority, or a language office has checked it.")

    plain_hints = fields.Text(
        string="Hints for plain writing", compute="_compute_plain_hints", help="What a machine can see, and only that."
    )

    _place_uniq = models.Constraint("UNIQUE(key, lang_code)", "This word exists already in this language.")

    @api.depends("text", "lang_code")
    def _compute_plain_hints(self):
        for word in self:
            word.plain_hints = self._get_plain_hints(word.text) if word.lang_code == PLAIN else False

    @api.model
    def _get_plain_hints(self, text):
        """Return in words, one a line, what makes a plain Finnish text hard to read; False where nothing does."""
        words = {code: self.env._(term) for code, term in HINTS.items()}  # a lazy text takes no arguments
        return "\n".join(words[hint.code] % {"detail": hint.detail} for hint in hints(text or "")) or False

    @api.constrains("key", "text")
    def _check_text(self):
        """A page that cannot fill in its words cannot be drawn at all."""
        own = [own_texts(code) for code in OWN_LOCALES]
        for word in self:
            if word.key in TEXTS and not fits(word.text, [texts[word.key] for texts in own]):
                raise ValidationError(
                    self.env._(
                        "“%(text)s” must have the same places for numbers and names as the Finnish words: %(finnish)s",
                        text=word.text,
                        finnish=own_texts("fi")[word.key],
                    )
                )

    @api.model
    @tools.ormcache("lang_code")
    def _get_words(self, lang_code):
        """Return {key: text} of the page's words in a language that is brought by rows; gaps are absent."""
        rows = self.sudo().search([("lang_code", "=", lang_code)])  # sudo: everybody reads them, on the page
        return {row.key: row.text for row in rows if row.key in TEXTS}

    @api.model
    def _load_words(self, lang_code, words):
        """Add the words ({key: text}) that a language lacks, as written by this project."""
        have = set(self.search([("lang_code", "=", lang_code)]).mapped("key"))
        self.create(
            [
                {"lang_code": lang_code, "key": key, "text": text, "source": "project"}
                for key, text in words.items()
                if key not in have
            ]
        )
