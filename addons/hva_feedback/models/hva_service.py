from odoo import fields, models

DOMAINS = [
    ("health", "Health services"),
    ("social", "Social services"),
    ("rescue", "Rescue services"),
    ("both", "Health and social services"),
]


class HvaService(models.Model):
    """What was used (dental care, home care): a feedback's second coordinate beside the unit."""

    _name = "hva.service"
    _description = "Service"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name that integrations send; it does not change.")
    domain = fields.Selection(DOMAINS, required=True, default="health")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "Another service already has this code.")
