from odoo import fields, models


class HvaUnitLevel(models.Model):
    """A level of the county's organisation. Every county names its own, so the names are data."""

    _name = "hva.unit.level"
    _description = "Unit level"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, required=True)
