import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.table_file import TableError, read_table
from .hva_unit_import_words import table_problem


class HvaFileImport(models.AbstractModel):
    """A dialog that reads a table from a file and stays open from step to step. Its model has a field `step`."""

    _name = "hva.file.import"
    _description = "Import of a file"
    _action = ""  # external id of the action that opens the dialog
    _most_rows = 5000

    file = fields.Binary(attachment=False)
    file_name = fields.Char()

    def _show(self, step):
        self.step = step
        return {**self.env["ir.actions.act_window"]._for_xml_id(self._action), "res_id": self.id}

    def _read_table(self):
        """Return the `Table` of the file; UserError says what is wrong with it."""
        if not self.file:
            raise UserError(self.env._("Choose a file."))
        try:
            return read_table(base64.b64decode(self.file), self.file_name or "", max_rows=self._most_rows)
        except TableError as error:
            raise UserError(table_problem(self.env, error)) from error


class HvaRowsImport(models.AbstractModel):
    """The file, a dry run to look at row by row, then all that can be taken, or nothing.

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
        self.row_ids.create([self._prepare_row(step) for step in steps])
        kinds = self.row_ids._fields["kind"]._description_selection(self.env)
        counts = [(label, sum(step.kind == kind for step in steps)) for kind, label in kinds]
        self.summary = ", ".join(f"{label}: {count}" for label, count in counts if count)
        self.error_count = sum(step.kind == "error" for step in steps)
        return self._show("preview")

    def action_import(self):
        """Do what was previewed: every row that can be taken, all of them or none."""
        self.ensure_one()
        steps = self._get_steps()
        if [(row.number, row.kind) for row in self.row_ids] != [(step.row, step.kind) for step in steps]:
            raise UserError(self._get_stale_words())
        taken = [step for step in steps if step.kind in self._taken]
        if not taken:
            raise UserError(self.env._("No row can be taken."))
        self._take(taken)
        self.file = False  # it has done its work, and may name people
        return self._show("done")

    def action_back(self):
        return self._show("file")
