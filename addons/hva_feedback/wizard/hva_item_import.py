import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..tools.language_file import COLUMNS, BankText, LanguageFileError, export_rows, plan
from ..tools.question_shape import LANG_CODES
from ..tools.table_file import write_csv, write_xlsx

_lt = LazyTranslate(__name__)

KINDS = [
    ("error", "Cannot be taken"),
    ("official", "Differs from our official text"),
    ("changed", "Changed"),
    ("new", "New"),
    ("marks", "Same text, other marks"),
    ("same", "Unchanged"),
]
PROBLEMS = {
    "no_code": _lt("The code of the item is missing."),
    "unknown_code": _lt("The bank has no item with this code."),
    "bad_part": _lt("The item has no such part."),
    "bad_language": _lt("This is not the code of a language of the bank."),
    "no_text": _lt("The text or its source is missing."),
    "too_long": _lt("The text or its source is too long."),
    "bad_text": _lt("The text has a character that cannot be stored."),
    "bad_mark": _lt("Write yes or no into the column official."),
    "twice": _lt("The file has this text twice."),
}


class HvaItemImport(models.TransientModel):
    """Import of a language file into the item bank: the file, the differences to look at, what was taken of them."""

    _name = "hva.item.import"
    _inherit = "hva.chosen.rows.import"
    _description = "Import of a language file"
    _action = "hva_feedback.hva_item_import_action"
    _choosable = ("new", "changed", "official", "marks")

    step = fields.Selection([("file", "File"), ("preview", "Differences"), ("done", "Done")], default="file")
    source = fields.Char(
        help="Where the texts were read, for rows that do not say it themselves. Empty: the name of the file."
    )
    is_official = fields.Boolean(
        string="THL's own texts",
        help="A person has made sure that this is THL's own language file. Texts taken from it are marked official.",
    )
    row_ids = fields.One2many("hva.item.import.row", "import_id", string="Rows")
    show = fields.Selection(KINDS, string="Show only")
    shown_ids = fields.One2many(
        "hva.item.import.row", string="Shown rows", compute="_compute_shown_ids", inverse="_inverse_shown_ids"
    )
    taken_count = fields.Integer(string="Texts taken", readonly=True)
    export_format = fields.Selection([("xlsx", "XLSX"), ("csv", "CSV")], default="xlsx", required=True)
    export_file = fields.Binary(attachment=False, readonly=True)
    export_name = fields.Char(readonly=True)

    # ------------------------------------------------------------------ buttons

    def action_preview(self):
        """Compare the file with the bank; nothing is written to the bank."""
        self.ensure_one()
        self.row_ids.unlink()
        self.env["hva.item.import.row"].create(self._prepare_rows())
        self.show = "error" if any(row.kind == "error" for row in self.row_ids) else False
        return self._show("preview")

    def action_import(self):
        """Take the chosen rows into the bank. Drafts show them at once; published versions never change."""
        self.ensure_one()
        chosen = self._get_chosen()
        if not chosen:
            raise UserError(self.env._("No row is chosen."))
        now = [(vals["kind"], vals["old_text"], vals["text"]) for vals in self._prepare_rows()]
        if now != [(row.kind, row.old_text or "", row.text or "") for row in self.row_ids]:
            raise UserError(self.env._("The bank has changed since the preview. Look at the differences again."))
        self._take(chosen)
        self.taken_count = len(chosen)
        return self._show("done")

    def action_back(self):
        return self._show("file")

    def action_export(self):
        """Make a file of the whole bank, in the layout that the import reads."""
        self.ensure_one()
        write = write_xlsx if self.export_format == "xlsx" else write_csv
        self.export_file = base64.b64encode(write(COLUMNS, export_rows(self._get_bank())))
        self.export_name = f"item-bank.{self.export_format}"
        return self._show("file")

    # ------------------------------------------------------------------ what they do

    def _prepare_rows(self):
        """Return the values of a row for each row of the file. New texts are chosen; nothing else is, by itself."""
        return [
            {
                "import_id": self.id,
                "number": step.row,
                "kind": step.kind,
                "code": step.code[:64],
                "part": step.part[:64],
                "lang_code": step.lang_code[:16],
                "old_text": step.old or "",
                "text": step.text,
                "source": step.source,
                "is_official": step.is_official,
                "problem": self.env._(PROBLEMS[step.problem]) if step.problem else "",
                "is_chosen": step.kind == "new",
            }
            for step in self._get_steps()
        ]

    def _get_steps(self):
        table = self._read_table()
        try:
            return plan(
                table.header,
                table.rows,
                self._get_bank(),
                {item.code: item._get_parts() for item in self._get_items()},
                LANG_CODES,
                (self.source or self.file_name or self.env._("language file")).strip(),
                self.is_official,
            )
        except LanguageFileError as error:
            raise UserError(self.env._("The file has no column “%(column)s”.", column=error.column)) from error

    def _get_items(self):
        return self.env["hva.question.item"].with_context(active_test=False).search([])

    def _get_bank(self):
        return {
            (item.code, row.part, row.lang_code): BankText(row.text, row.source, row.official)
            for item in self._get_items()
            for row in item.text_ids
        }

    def _take(self, rows):
        items = {item.code: item for item in self._get_items()}
        texts = {(row.item_id.code, row.part, row.lang_code): row for row in self._get_items().text_ids}
        fresh = []
        for row in rows:
            vals = {
                "text": row.text,
                "source": row.source,
                "source_level": "language file",
                "official": row.is_official,
                "verbatim": True,
            }
            if known := texts.get((row.code, row.part, row.lang_code)):
                known.write(vals)
            else:
                fresh.append({**vals, "item_id": items[row.code].id, "part": row.part, "lang_code": row.lang_code})
        self.env["hva.question.text"].create(fresh)


class HvaItemImportRow(models.TransientModel):
    """One row of a language file beside what the bank has."""

    _name = "hva.item.import.row"
    _description = "Row of a language file"
    _order = "id"

    import_id = fields.Many2one("hva.item.import", required=True, ondelete="cascade", index=True)
    number = fields.Integer(string="Row", readonly=True)
    kind = fields.Selection(KINDS, string="What it is", readonly=True)
    code = fields.Char(string="Item", readonly=True)
    part = fields.Char(readonly=True)
    lang_code = fields.Char(string="Language", readonly=True)
    old_text = fields.Char(string="In the bank", readonly=True)
    text = fields.Char(string="In the file", readonly=True)
    source = fields.Char(readonly=True)
    is_official = fields.Boolean(string="Official", readonly=True)
    problem = fields.Char(readonly=True)
    is_chosen = fields.Boolean(string="Take")
