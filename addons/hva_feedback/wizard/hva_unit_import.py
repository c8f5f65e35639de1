from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.table_file import write_csv
from ..tools.unit_import import plan
from ..tools.unit_rows import COLUMNS, guess_columns, read_row
from .hva_unit_import_words import StepWords

KINDS = [
    ("error", "Cannot be taken"),
    ("new", "New"),
    ("changed", "Changed"),
    ("ended", "Not in the file"),
    ("same", "Unchanged"),
    ("skipped", "Not a unit"),
]


class HvaUnitImport(models.TransientModel):
    """Import of the tree of units: the file, what its columns hold, a dry run to look at, then all or nothing."""

    _name = "hva.unit.import"
    _inherit = "hva.chosen.rows.import"
    _description = "Import of units"
    _action = "hva_feedback.hva_unit_import_action"
    _most_rows = 20_000
    _choosable = ("new", "changed", "ended")

    step = fields.Selection(
        [("file", "File"), ("columns", "Columns"), ("preview", "Preview"), ("done", "Done")], default="file"
    )
    mapping_id = fields.Many2one("hva.unit.mapping", "Kind of file", help="Empty: a file that was exported from here.")
    column_ids = fields.One2many("hva.unit.import.column", "import_id", "Columns")
    mapping_name = fields.Char("Save as a kind of file", help="So that the next file of this kind is understood.")
    row_ids = fields.One2many("hva.unit.import.row", "import_id", "Rows")
    show = fields.Selection(KINDS, "Show only")
    shown_ids = fields.One2many(
        "hva.unit.import.row", string="Shown rows", compute="_compute_shown_ids", inverse="_inverse_shown_ids"
    )
    has_ended = fields.Boolean(compute="_compute_has_ended")
    end_on = fields.Date("Last day of those to end", default=lambda self: self.env["hva.clock"]._today())
    reason = fields.Char(default=lambda self: self.env._("Import of units"))

    @api.depends("row_ids.kind")
    def _compute_has_ended(self):
        for wizard in self:
            wizard.has_ended = any(row.kind == "ended" for row in wizard.row_ids)

    # ------------------------------------------------------------------ buttons

    def action_read(self):
        """Read the header and guess what the columns hold."""
        self.ensure_one()
        table = self._read_table()
        guessed = guess_columns(table.header, self.mapping_id._get_known())
        first = table.rows[0][1]
        self.column_ids.unlink()
        self.env["hva.unit.import.column"].create(
            [
                {"import_id": self.id, "header": header, "sample": first[index][:80], "target": guessed.get(header)}
                for index, header in enumerate(table.header)
            ]
        )
        return self._show("columns")

    def action_preview(self):
        """Dry run: show what would happen to each row; nothing is written to the units."""
        self.ensure_one()
        steps = self._get_steps()
        self._save_mapping()
        self.row_ids.unlink()
        self.env["hva.unit.import.row"].create(self._prepare_rows(steps))
        self.show = "error" if any(step.kind == "error" for step in steps) else False
        return self._show("preview")

    def action_import(self):
        """Do what was previewed, for the rows chosen, all or nothing."""
        self.ensure_one()
        steps = self._get_steps()
        seen = [(row.kind, row.changes, row.problems) for row in self.row_ids]
        if seen != [(vals["kind"], vals["changes"], vals["problems"]) for vals in self._prepare_rows(steps)]:
            raise UserError(self.env._("The units have changed since the preview. Look at the preview again."))
        rows = self._get_chosen()
        chosen = [step for step, row in zip(steps, self.row_ids, strict=True) if row in rows]
        if not chosen:
            raise UserError(self.env._("No row is chosen."))
        if any(step.kind == "ended" for step in chosen) and not self.end_on:
            raise UserError(self.env._("Give the last day of the units to end."))
        self.env["hva.unit"]._import_apply(chosen, self.reason, self.end_on)
        return self._show("done")

    def action_show(self):
        """Show the rows of the kind in the context (`hva_kind`), or all. A button, so that what is chosen is saved."""
        self.show = self.env.context.get("hva_kind", False)
        return self._show("preview")

    def action_back(self):
        return self._show("file" if self.step == "columns" else "columns")

    def action_open_units(self):
        return self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_unit_action")

    # ------------------------------------------------------------------ what they do

    def _get_steps(self):
        table = self._read_table()
        unread = {"name_en"} - self.env["hva.unit"]._import_langs().keys()
        target = {c.header: c.target for c in self.column_ids if c.target and c.target not in unread}
        twice = {code for code in target.values() if list(target.values()).count(code) > 1}
        if twice or not set(target.values()) & {"oid", "ptv_id", "number", "name_fi"}:
            raise UserError(
                self.env._("Each content has one column, and one column holds the name or an identifier of the unit.")
            )
        units = self.env["hva.unit"]
        words = units._import_words()
        rows = [
            read_row(number, {target[h]: c for h, c in zip(table.header, cells, strict=True) if h in target}, words)
            for number, cells in table.rows
        ]
        return plan(rows, units._import_units(), self.env["hva.unit.level"].search([]).ids)

    def _prepare_rows(self, steps):
        words = StepWords(self.env, steps)
        return [
            {
                "import_id": self.id,
                "number": step.row,
                "kind": step.kind,
                "unit_id": step.unit or False,
                "name": step.name,
                "changes": words.changes(step) or False,
                "problems": words.problems(step) or False,
                "is_chosen": step.kind in ("new", "changed"),
            }
            for step in steps
        ]

    def _save_mapping(self):
        if self.mapping_name:
            lines = [{"header": c.header, "target": c.target} for c in self.column_ids if c.target]
            self.mapping_id = self.env["hva.unit.mapping"].create(
                {"name": self.mapping_name, "line_ids": [fields.Command.create(line) for line in lines]}
            )
            self.mapping_name = False


class HvaUnitImportColumn(models.TransientModel):
    _name = "hva.unit.import.column"
    _description = "Column of a file that is imported"

    import_id = fields.Many2one("hva.unit.import", required=True, index=True, ondelete="cascade")
    header = fields.Char("Header in the file", readonly=True)
    sample = fields.Char("First value", readonly=True)
    target = fields.Selection(list(COLUMNS), "Holds", help="Empty: the column is not read.")


class HvaUnitImportRow(models.TransientModel):
    _name = "hva.unit.import.row"
    _description = "Row of a file that is imported"
    _order = "id"

    import_id = fields.Many2one("hva.unit.import", required=True, index=True, ondelete="cascade")
    number = fields.Integer("Row", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    unit_id = fields.Many2one("hva.unit", readonly=True, ondelete="cascade")
    name = fields.Char(readonly=True)
    changes = fields.Text(readonly=True)
    problems = fields.Text(readonly=True)
    is_chosen = fields.Boolean("Take")


class HvaUnit(models.Model):
    _inherit = "hva.unit"

    def action_export_table(self):
        """Give the chosen units as a file that the import reads."""
        self.check_access("read")
        header, rows = self._export_table(self)
        self.env["hva.audit"]._record_export(self, len(self), header)
        attachment = self.env["ir.attachment"].create(
            {"name": "units.csv", "raw": write_csv(header, rows), "mimetype": "text/csv"}
        )
        return {"type": "ir.actions.act_url", "url": f"/web/content/{attachment.id}?download=1", "target": "download"}
