from odoo import fields, models


class HvaTopic(models.Model):
    """What a feedback is about (waiting, information): chosen by the giver or the handler."""

    _name = "hva.topic"
    _description = "Topic"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    service_ids = fields.Many2many("hva.service", string="Services", help="Empty: offered for every service.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
