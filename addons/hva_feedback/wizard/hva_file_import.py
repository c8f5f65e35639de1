import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ..tools.table_file import TableError, read_table

_lt = LazyTranslate(__name__)
TABLE = {
    "empty": _lt("The file is empty."),
    "not_a_table": _lt("This is not a table. Save it as CSV or XLSX."),
    "old_excel": _lt("This is the old form of Excel. Save it as XLSX."),
    "broken": _lt("The file is broken and cannot be read."),
    "too_large": _lt("The file is too large."),
    "too_many_rows": _lt("The file has too many rows: %(detail)s at most."),
    "too_many_columns": _lt("The file has too many columns: %(detail)s at most."),
    "header_gap": _lt("Column %(detail)s has values but no header."),
    "header_twice": _lt("The header “%(detail)s” is there twice."),
    "long_cell": _lt("Row %(detail)s has a text that is too long."),
}


class HvaFileImport(models.AbstractModel):
    """A dialog that reads a file and stays open. Where it goes by steps, its model has a field `step`."""

    _name = "hva.file.import"
    _description = "Import of a file"
    _action = ""  # external id of the action that opens the dialog
    _most_rows = 5000

    file = fields.Binary(attachment=False)
    file_name = fields.Char()

    def _show(self, step=None):
        if step:
            self.step = step
        return {**self.env["ir.actions.act_window"]._for_xml_id(self._action), "res_id": self.id}

    def _read_file(self):
        if not self.file:
            raise UserError(self.env._("Choose a file."))
        return base64.b64decode(self.file)

    def _read_table(self):
        """Return the `Table` of the file; UserError says what is wrong with it."""
        try:
            return read_table(self._read_file(), self.file_name or "", max_rows=self._most_rows)
        except (TableError, binascii.Error) as error:
            text = self.env._(TABLE[getattr(error, "code", "not_a_table")])  # a lazy text takes no arguments
            raise UserError(text % {"detail": getattr(error, "detail", "")}) from error


class HvaRowsImport(models.AbstractModel):
    """The file, a dry run to look at row by row, what is refused first, then all that can be taken, or nothing.

    Its model has `row_ids`, whose model has `number`, `kind` and `problems`, and gives `_get_steps`, `_prepare_row`,
    `_take` and `_get_stale_words`. A step has `row`, `kind` and `problems`; "error" is what cannot be taken.
    """

    _name = "hva.rows.import"
    _inherit = "hva.file.import"
    _description = "Import of rows"
    _taken = ()  # kinds of rows that change something

    step = fields.Selection([("file", "File"), ("preview", "Preview"), ("done", "Done")], default="file")
    summary = fields.Char(readonly=True)
    error_count = fields.Integer(readonly=True)

    def action_preview(self):
        """Dry run: show what would happen to each row. Nothing is written but the preview."""
        self.ensure_one()
        steps = self._get_steps()
        self.row_ids.unlink()
        self.row_ids.create([self._prepare_row(step) for step in _refused_first(steps)])
        kinds = self.row_ids._fields["kind"]._description_selection(self.env)
        counts = [(label, sum(step.kind == kind for step in steps)) for kind, label in kinds]
        self.summary = ", ".join(f"{label}: {count}" for label, count in counts if count)
        self.error_count = sum(step.kind == "error" for step in steps)
        return self._show("preview")

    def action_import(self):
        """Do what was previewed: every row that can be taken, all of them or none."""
        self.ensure_one()
        steps = self._get_steps()
        looked_at = [(row.number, row.kind) for row in self.row_ids]
        if looked_at != [(step.row, step.kind) for step in _refused_first(steps)]:
            raise UserError(self._get_stale_words())
        taken = [step for step in steps if step.kind in self._taken]
        if not taken:
            raise UserError(self.env._("No row can be taken."))
        self._take(taken)
        self.file = False  # it has done its work, and may name people
        return self._show("done")

    def action_back(self):
        return self._show("file")


def _refused_first(steps):
    return sorted(steps, key=lambda step: step.kind != "error")


class HvaChosenRowsImport(models.AbstractModel):
    """A look at the rows of a file, of which some are chosen: how many of each kind there are, and those of one kind.

    Its model has `row_ids`, whose model has `kind` and `is_chosen`, `show` of the same kinds, and `shown_ids`.
    """

    _name = "hva.chosen.rows.import"
    _inherit = "hva.file.import"
    _description = "Import of chosen rows"
    _choosable = ()  # kinds of rows that can be chosen

    summary = fields.Char(compute="_compute_summary")

    @api.depends("row_ids.kind")
    def _compute_summary(self):
        kinds = self.row_ids._fields["kind"]._description_selection(self.env)
        for wizard in self:
            found = wizard.row_ids.mapped("kind")
            wizard.summary = ", ".join(f"{label}: {found.count(kind)}" for kind, label in kinds if kind in found)

    @api.depends("show", "row_ids.kind")
    def _compute_shown_ids(self):
        for wizard in self:
            wizard.shown_ids = wizard.row_ids.filtered(lambda row, w=wizard: w.show in (False, row.kind))

    def _inverse_shown_ids(self):
        """The list is a window on the rows: what is chosen there is written on the rows themselves."""

    def action_choose(self):
        """Choose every row shown that can be chosen, or none of them when all are."""
        rows = self.shown_ids.filtered(lambda row: row.kind in self._choosable)
        rows.write({"is_chosen": not all(row.is_chosen for row in rows)})
        return self._show()

    def _get_chosen(self):
        return self.row_ids.filtered(lambda row: row.is_chosen and row.kind in self._choosable)
