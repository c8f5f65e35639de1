from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.hva_feedback.tools import codes_tables

from ..models.hva_county_figure import HEDGES
from ..report import other_counties
from ..tools.county_figures import NEEDED, columns_of, plan

KINDS = [("error", "Cannot be taken"), ("new", "New"), ("changed", "Changed"), ("same", "Unchanged")]
SHOWN = ("county", "metric", "value", "hedge", "n", "start_on", "end_on", "channel", "service", "source", "read_on")


class HvaCountyFigureImport(models.TransientModel):
    """Import of other counties' figures: the file, a dry run to look at, then all that can be taken, or nothing."""

    _name = "hva.county.figure.import"
    _inherit = "hva.rows.import"
    _description = "Import of other counties' figures"
    _action = "hva_reports.hva_county_figure_import_action"
    _most_rows = 2000
    _taken = ("new", "changed")

    row_ids = fields.One2many("hva.county.figure.import.row", "import_id", "Rows")

    def action_open_figures(self):
        return self.env["ir.actions.act_window"]._for_xml_id("hva_reports.hva_county_figure_action")

    def _get_stale_words(self):
        return self.env._("The figures have changed since the preview. Look at the preview again.")

    def _take(self, steps):
        self.env["hva.county.figure"]._import_steps(steps)

    def _get_steps(self):
        table = self._read_table()
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
