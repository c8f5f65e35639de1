import re

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..tools.codes_tables import LANGUAGES

MATTERS = [
    ("emergency", "Urgent danger"),
    ("appointments", "Appointments and questions about care"),
    ("records", "Records and their correction"),
    ("bills", "Bills and fees"),
    ("objection", "Objection"),
    ("complaint", "Complaint"),
    ("safety", "Safety incident"),
    ("other", "Something else"),
]


class HvaSignpost(models.Model):
    """What does not belong in a feedback, and where it does: the short list at the top of every feedback page.

    A row per matter and language, and no fallback between languages. A county's own row stands in place of the shared
    one about the same matter; of "something else" there may be any number. Names, addresses and numbers of authorities
    are written here and nowhere in the program.
    """

    _name = "hva.signpost"
    _inherit = "hva.page.content"
    _description = "What does not belong in a feedback"
    _order = "sequence, lang_code, id"
    _rec_name = "title"

    matter = fields.Selection(MATTERS, required=True, default="other")
    lang_code = fields.Selection(list(LANGUAGES), string="Language", required=True, default="fi")
    company_id = fields.Many2one(
        "res.company", string="County", ondelete="cascade", help="Empty: all counties of this database."
    )
    title = fields.Char(required=True)
    text = fields.Text(required=True, help="Where the matter belongs, in a sentence or two.")
    phone = fields.Char(help="Shown as a link that calls. Leave empty where there is none.")
    url = fields.Char(string="Web address", help="Begins with https://. Leave empty where there is none.")
    url_label = fields.Char(string="Text of the link", help="What the link leads to; empty: the address itself.")
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)

    _matter_uniq = models.UniqueIndex(
        "(matter, lang_code, COALESCE(company_id, 0)) WHERE active AND matter != 'other'",
        "There is a row about this matter in this language already.",
    )

    @api.constrains("url", "phone")
    def _check_links(self):
        for row in self:
            if row.url and not re.fullmatch(r"https?://[^\s<>\"']+", row.url):
                raise ValidationError(self.env._("A web address begins with https:// and has no spaces."))
            if row.phone and not re.fullmatch(r"\+?[0-9][0-9 ]{1,18}", row.phone):
                raise ValidationError(self.env._("Write the phone number with digits and spaces."))

    @api.model
    @tools.ormcache("company_id", "lang_code")
    def _hva_list(self, company_id, lang_code):
        """Return what a county's pages list in a language: dicts with matter, is_own, title, text, phone, tel,
        url and label.
        """
        # sudo: everybody reads them, on the page
        rows = self.sudo().search([("lang_code", "=", lang_code), ("company_id", "in", (company_id, False))])
        own = {row.matter for row in rows if row.company_id and row.matter != "other"}
        return tuple(
            {
                "matter": row.matter,
                "is_own": bool(row.company_id),
                "title": row.title,
                "text": row.text,
                "phone": row.phone,
                "tel": f"tel:{row.phone.replace(' ', '')}" if row.phone else None,
                "url": row.url,
                "label": row.url_label or row.url,
            }
            for row in rows
            if row.company_id or row.matter not in own
        )
