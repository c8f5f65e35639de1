import base64

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.hva_feedback.tools import codes_tables
from odoo.addons.hva_feedback.tools.table_file import TableError, read_table
from odoo.addons.hva_feedback.wizard.hva_unit_import_words import table_problem

from ..models.hva_county_figure import HEDGES
from ..report import other_counties
from ..tools.county_figures import NEEDED, columns_of, plan

MAX_ROWS = 2000
KINDS = [("error", "Cannot be taken"), ("new", "New"), ("changed", "Changed"), ("same", "Unchanged")]
SHOWN = ("county", "metric", "value", "hedge", "n", "start_on", "end_on", "channel", "service", "source", "read_on")


class HvaCountyFigureImport(models.TransientModel):
    """Import of other counties' figures: the file, a dry run to look at, then all that can be taken, or nothing."""

    _name = "hva.county.figure.import"
    _description = "Import of other counties' figures"

    step = fields.Selection([("file", "File"), ("preview", "Preview"), ("done", "Done")], default="file")
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    row_ids = fields.One2many("hva.county.figure.import.row", "import_id", "Rows")
    summary = fields.Char(readonly=True)
    error_count = fields.Integer(readonly=True)

    def action_preview(self):
        """Dry run: show what would happen to each row. Nothing is written to the figures."""
        self.ensure_one()
        steps = self._get_steps()
        self.row_ids.unlink()
        rows = self.env["hva.county.figure.import.row"]
        rows.create([self._prepare_row(step) for step in steps])
        kinds = dict(rows._fields["kind"]._description_selection(self.env))
        counts = [(kinds[kind], sum(step.kind == kind for step in steps)) for kind, _label in KINDS]
        self.summary = ", ".join(f"{label}: {count}" for label, count in counts if count)
        self.error_count = sum(step.kind == "error" for step in steps)
        return self._show("preview")

    def action_import(self):
        """Do what was previewed: every row that can be taken, all of them or none."""
        self.ensure_one()
        steps = self._get_steps()
        if [(row.number, row.kind) for row in self.row_ids] != [(step.row, step.kind) for step in steps]:
            raise UserError(self.env._("The figures have changed since the preview. Look at the preview again."))
        if not any(step.kind in ("new", "changed") for step in steps):
            raise UserError(self.env._("No row can be taken."))
        self.env["hva.county.figure"]._import_steps(steps)
        self.file = False
        return self._show("done")

    def action_back(self):
        return self._show("file")

    def action_open_figures(self):
        return self.env["ir.actions.act_window"]._for_xml_id("hva_reports.hva_county_figure_action")

    def _show(self, step):
        self.step = step
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_reports.hva_county_figure_import_action")
        return {**action, "res_id": self.id}

    def _get_steps(self):
        if not self.file:
            raise UserError(self.env._("Choose a file."))
        try:
            table = read_table(base64.b64decode(self.file), self.file_name or "", max_rows=MAX_ROWS)
        except TableError as error:
            raise UserError(table_problem(self.env, error)) from error
        columns = columns_of(table.header)
        if set(NEEDED) - columns.keys():
            raise UserError(
                self.env._(
                    "The file needs columns for county, figure, value, first day, last day, source and the day it was "
                    "read. Precision, n, channel, service and address may be there."
                )
            )
        return plan(table.rows, columns, self.env["hva.county.figure"]._known())

    def _prepare_row(self, step):
        problems = "\n".join(other_counties.problem(self.env, *problem) for problem in step.problems)
        values = {name: step.values.get(name) or False for name in SHOWN}
        return {"import_id": self.id, "number": step.row, "kind": step.kind, "problems": problems, **values}


class HvaCountyFigureImportRow(models.TransientModel):
    _name = "hva.county.figure.import.row"
    _description = "Row of a file of other counties' figures"
    _order = "id"

    import_id = fields.Many2one("hva.county.figure.import", required=True, index=True, ondelete="cascade")
    number = fields.Integer("Row", readonly=True)
    kind = fields.Selection(KINDS, "State", readonly=True)
    county = fields.Char(readonly=True)
    metric = fields.Selection(lambda self: self.env["hva.county.figure"]._get_metrics(), "Figure", readonly=True)
    value = fields.Float(digits=(12, 1), readonly=True, aggregator=None)
    hedge = fields.Selection(HEDGES, "Precision", readonly=True)
    n = fields.Integer("Answers (n)", readonly=True, aggregator=None)
    start_on = fields.Date("First day", readonly=True)
    end_on = fields.Date("Last day", readonly=True)
    channel = fields.Selection(list(codes_tables.CHANNELS), readonly=True)
    service = fields.Char(readonly=True)
    source = fields.Char(readonly=True)
    read_on = fields.Date("Read on", readonly=True)
    problems = fields.Text(readonly=True)
