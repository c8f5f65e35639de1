from odoo import api, fields, models, tools

from ..tools.codes_tables import LANGUAGES

CODES = [
    ("notice", "What not to send through the page"),
    ("privacy_open", "Privacy promise of public ways in"),
    ("privacy_link", "Privacy promise of personal links"),
    ("privacy_code", "Privacy promise of one-time codes"),
    ("access_contact", "Accessibility statement: how to reach the county"),
    ("access_authority", "Accessibility statement: supervising authority"),
]
# The statement is in the module's own languages; a further language of the forms does not need these.
STATEMENT_CODES = frozenset({"access_contact", "access_authority"})


class HvaPageText(models.Model):
    """Texts of the public page that a county edits: authorities, telephone numbers, promises.

    A row per language and no fallback between languages: where a row is missing, the page shows nothing in its place.
    A county's own row goes before the shared one.
    """

    _name = "hva.page.text"
    _inherit = "hva.page.content"
    _description = "Text of the feedback page"
    _order = "code, lang_code, company_id, id"
    _rec_name = "code"

    code = fields.Selection(CODES, string="Place on the page", required=True)
    lang_code = fields.Selection(list(LANGUAGES), string="Language", required=True, default="fi")
    company_id = fields.Many2one("res.company", string="County", help="Empty: all counties of this database.")
    text = fields.Text(required=True)
    source = fields.Char(help="Who wrote or translated it.")
    official = fields.Boolean(help="The translation comes from an authority, or a language office has checked it.")

    _place_uniq = models.UniqueIndex(
        "(code, lang_code, COALESCE(company_id, 0))", "This text exists already in this language."
    )

    @api.model
    @tools.ormcache("company_id", "lang_code")
    def _get_texts(self, company_id, lang_code):
        """Return {code: text} of a county in one language; places without a text are absent."""
        # sudo: everybody reads them, on the page
        rows = self.sudo().search([("lang_code", "=", lang_code), ("company_id", "in", (company_id, False))])
        shared_first = rows.sorted(lambda row: bool(row.company_id))
        return {row.code: row.text for row in shared_first}
