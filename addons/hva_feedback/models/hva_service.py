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
    code = fields.Char(
        required=True, help="Short name that other systems send, 16 characters at most. It does not change."
    )
    domain = fields.Selection(DOMAINS, required=True, default="health")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "Another service already has this code.")
    _code_length = models.Constraint(
        "CHECK (char_length(code) <= 16)",  # what the contract of visits leaves for it
        "The code of a service has at most 16 characters: other systems send it with each visit.",
    )
