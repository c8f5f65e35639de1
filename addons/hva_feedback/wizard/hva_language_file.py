import base64

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..tools import page_language_file
from ..tools.languages import base_of
from ..tools.page_language_file import LanguageFileError
from ..tools.table_file import write_csv, write_xlsx

_lt = LazyTranslate(__name__)

STATUSES = [
    ("error", "Cannot be read"),
    ("changed", "Differs from what is stored"),
    ("new", "New"),
    ("same", "Stored already"),
    ("empty", "Not translated yet"),
]
PROBLEMS = {
    "unknown": _lt("There is no such place."),
    "twice": _lt("This place comes twice in the file."),
    "placeholders": _lt("Keep the parts in %(...)s as they are in the other languages, each once."),
    "long": _lt("The text is too long."),
    "no_source": _lt("Say where the translation comes from."),
    "official": _lt("Write yes, or leave the column official empty."),
}


class HvaLanguageFile(models.TransientModel):
    """Take a language along as a file to translate, and bring it back: first a look at what would change."""

    _name = "hva.language.file"
    _inherit = "hva.file.import"
    _description = "Language by file"

    language_id = fields.Many2one("hva.page.language", required=True, readonly=True, ondelete="cascade")
    lang_code = fields.Selection(related="language_id.lang_code", string="Code of the language")
    out_file = fields.Binary(string="File to translate", attachment=False, readonly=True)
    file = fields.Binary(string="Translated file")
    source = fields.Char(
        string="Who translated it", help="Stands as the source of every row that names none in the file."
    )
    replaces = fields.Boolean(
        string="Replace texts that differ", help="Otherwise only new texts are added, and what is stored stays."
    )
    line_ids = fields.One2many("hva.language.file.line", "wizard_id", string="Rows", readonly=True)
    new_count = fields.Integer(string="New", compute="_compute_counts")
    changed_count = fields.Integer(string="Different", compute="_compute_counts")
    error_count = fields.Integer(string="Errors", compute="_compute_counts")

    @api.depends("line_ids.status")
    def _compute_counts(self):
        for wizard in self:
            statuses = wizard.line_ids.mapped("status")
            wizard.new_count = statuses.count("new")
            wizard.changed_count = statuses.count("changed")
            wizard.error_count = statuses.count("error")

    # ------------------------------------------------------------------ out

    def _get_file(self, kind):
        """Return (name, bytes) of the file to translate; `kind` is 'csv' or 'xlsx'."""
        language = self.language_id
        known, stored = language._get_known_texts(), language._get_stored_texts()
        header = page_language_file.header(language.lang_code)
        rows = page_language_file.rows(language.lang_code, known, stored)
        write = write_csv if kind == "csv" else write_xlsx
        return f"page-{language.lang_code}.{kind}", write(header, rows)

    def action_take_csv(self):
        return self._take("csv")

    def action_take_xlsx(self):
        return self._take("xlsx")

    def _take(self, kind):
        self.ensure_one()
        name, data = self._get_file(kind)
        self.out_file = base64.b64encode(data)
        url = f"/web/content/{self._name}/{self.id}/out_file/{name}?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    # ------------------------------------------------------------------ in

    def action_look(self):
        """Show what each row of the file would do. Nothing is stored."""
        self.ensure_one()
        order = [status for status, _label in STATUSES]  # what needs a look stands first
        changes = sorted(self._compare(), key=lambda change: (order.index(change.status), change.number))
        lines = [Command.create(self._get_line_values(change)) for change in changes]
        self.line_ids = [Command.clear(), *lines]
        return self._show()

    def action_bring(self):
        """Store the new texts, and those that differ where that was asked for. Rows with errors are left out."""
        self.ensure_one()
        taken = {"new", "changed"} if self.replaces else {"new"}
        self.language_id._bring([change for change in self._compare() if change.status in taken])
        return self.action_look()

    def _compare(self):
        table = self._read_table()
        known, stored = self.language_id._get_known_texts(), self.language_id._get_stored_texts()
        try:
            return page_language_file.compare(table, self.lang_code, known, stored, (self.source or "").strip())
        except LanguageFileError as error:
            raise UserError(
                self.env._(
                    "The file has no column %(detail)s. Take the file to translate of this language.",
                    detail=error.missing,
                )
            ) from None

    def _get_line_values(self, change):
        is_plain = base_of(self.lang_code) != self.lang_code
        return {
            "number": change.number,
            "place": "/".join(change.address),
            "status": change.status,
            "old_text": change.old.text if change.old else False,
            "new_text": change.new.text,
            "source": change.new.source,
            "problem": self.env._(PROBLEMS[change.problem]) if change.problem else False,
            "hints": is_plain and self.env["hva.page.word"]._get_plain_hints(change.new.text),
        }

    def _show(self, step=None):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Language by file"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }


class HvaLanguageFileLine(models.TransientModel):
    """What one row of a language file would do."""

    _name = "hva.language.file.line"
    _description = "Row of a language file"
    _order = "id"

    wizard_id = fields.Many2one("hva.language.file", required=True, index=True, ondelete="cascade")
    number = fields.Integer(string="Row")
    place = fields.Char()
    status = fields.Selection(STATUSES)
    old_text = fields.Text(string="Stored now")
    new_text = fields.Text(string="In the file")
    source = fields.Char()
    problem = fields.Char()
    hints = fields.Text(string="Hints for plain writing")
