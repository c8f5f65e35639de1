import json

from odoo import api, fields, models, tools
from odoo.tools import file_open

from ..controllers.page_texts import TEXTS
from ..tools.languages import BY_CODE, KNOWN, LOCALES, locale_of
from .hva_page_text import STATEMENT_CODES
from .hva_page_word import BY_FILE

PLAIN_FILE = "hva_feedback/data/plain_finnish.json"
# Odoo ships none of these; they are made so that own questions and names of units can be typed in them.
MADE = ("se", "smn", "sms")


class HvaPageLanguage(models.Model):
    """A language that the public page speaks once all its words are there, beside Finnish, Swedish and English."""

    _name = "hva.page.language"
    _inherit = "hva.page.content"
    _description = "Language of the feedback page"
    _order = "sequence, id"
    _rec_name = "lang_code"

    lang_code = fields.Selection(BY_FILE, string="Language", required=True, readonly=True)
    own_name = fields.Char(string="Own name", compute="_compute_own_name")
    sequence = fields.Integer(readonly=True)
    is_offered = fields.Boolean(
        string="Offer when complete",
        default=True,
        help="Pages show the language when all words of the page and all texts of their question set exist in it.",
    )
    missing_count = fields.Integer(string="Texts missing", compute="_compute_missing")
    is_spoken = fields.Boolean(string="On the pages", compute="_compute_missing")

    _lang_uniq = models.Constraint("UNIQUE(lang_code)", "This language is in the list already.")

    @api.depends("lang_code")
    def _compute_own_name(self):
        for language in self:
            language.own_name = BY_CODE[language.lang_code].name

    @api.depends("lang_code", "is_offered")
    def _compute_missing(self):
        for language in self:
            language.missing_count = len(language._get_missing())
            language.is_spoken = language.is_offered and not language.missing_count

    def _get_missing(self):
        """Return the keys of the page's words, and the codes of the county's texts, that this language lacks."""
        self.ensure_one()
        words = self.env["hva.page.word"]._get_words(self.lang_code)
        texts = self.env["hva.page.text"]
        finnish = texts._get_texts(False, "fi").keys() - STATEMENT_CODES
        own = texts._get_texts(False, self.lang_code)
        return [key for key in TEXTS if key not in words] + sorted(finnish - own.keys())

    @api.model
    @tools.ormcache()
    def _get_spoken(self):
        """Return the codes of the languages of this list that the pages may be drawn in."""
        rows = self.sudo().search([("is_offered", "=", True)])  # sudo: the public page asks
        return tuple(language.lang_code for language in rows if not language._get_missing())

    @api.model
    def _get_locale(self, lang_code):
        """Return the installed Odoo language in which to read names for a page in `lang_code`: its own, or Finnish."""
        installed = dict(self.env["res.lang"].get_installed())
        return next((locale for locale in (locale_of(lang_code), "fi_FI") if locale in installed), "en_US")

    # ------------------------------------------------------------------ set-up

    @api.model
    def _load_languages(self):
        """Fill this list, and make the Sami languages in Odoo where nobody has; safe to repeat at every update."""
        have = set(self.search([]).mapped("lang_code"))
        self.create(
            [
                {"lang_code": language.code, "sequence": number}
                for number, language in enumerate(KNOWN)
                if language.code in dict(BY_FILE) and language.code not in have
            ]
        )
        for code in MADE:
            self._make_odoo_language(BY_CODE[code])

    @api.model
    def _load_plain_finnish(self):
        """Add the page's words and the ready questions in plain Finnish; rows that are there stay as they are."""
        with file_open(PLAIN_FILE) as source:
            plain = json.load(source)
        self.env["hva.page.word"]._load_words("fi-simple", plain["words"])
        items = {item.code: item for item in self.env["hva.question.item"].with_context(active_test=False).search([])}
        for code, parts in plain["questions"].items():
            items[code]._load_texts(
                [
                    {
                        "lang": "fi-simple",
                        "part": part,
                        "text": text,
                        "source": "project",
                        "level": "written by this project",
                        "verbatim": False,
                    }
                    for part, text in parts.items()
                ]
            )

    @api.model
    def _make_odoo_language(self, language):
        """Create an Odoo language, not active: it shows in nobody's choices until an administrator activates it.

        It gets an external id of ours, so that uninstalling takes away what we made and nothing else.
        """
        languages = self.env["res.lang"].with_context(active_test=False)
        locale = LOCALES[language.code]
        if languages.search_count([("code", "=", locale)]):
            return
        finnish = languages.search([("code", "=", "fi_FI")])
        alike = ("date_format", "time_format", "week_start", "grouping", "decimal_point", "thousands_sep")
        name = f"{language.english} / {language.name}"
        is_taken = languages.search_count([("url_code", "=", language.code)])
        made = languages.create(
            {
                **{field: finnish[field] for field in alike if finnish},
                "name": locale if languages.search_count([("name", "=", name)]) else name,
                "code": locale,
                "iso_code": language.code,
                "url_code": locale if is_taken else language.code,
                "active": False,
            }
        )
        self.env["ir.model.data"].create(
            {
                "module": "hva_feedback",
                "name": f"res_lang_{language.code}",
                "model": "res.lang",
                "res_id": made.id,
                "noupdate": True,
            }
        )
