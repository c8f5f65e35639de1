from odoo import fields, models

from ..tools.unit_rows import COLUMNS, fold


class HvaUnitMapping(models.Model):
    """Which header of a file of units holds what: one per kind of file, ready ones for the national registers."""

    _name = "hva.unit.mapping"
    _description = "Kind of unit file"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    line_ids = fields.One2many("hva.unit.mapping.line", "mapping_id", string="Columns", copy=True)

    def _get_known(self):
        """Return {folded header: code of `unit_rows.COLUMNS`}."""
        return {fold(line.header): line.target for line in self.line_ids}


class HvaUnitMappingLine(models.Model):
    """One header. A code may have several: registers rename their columns."""

    _name = "hva.unit.mapping.line"
    _description = "Column of a unit file"
    _order = "mapping_id, id"

    mapping_id = fields.Many2one("hva.unit.mapping", required=True, index=True, ondelete="cascade")
    header = fields.Char("Header in the file", required=True)
    target = fields.Selection(list(COLUMNS), "Holds", required=True)

    _header_uniq = models.Constraint("UNIQUE(mapping_id, header)", "A header stands once in a kind of file.")
