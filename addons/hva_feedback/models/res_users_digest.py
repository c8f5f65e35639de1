from odoo import fields, models

CHOICES = [
    ("manager", "Units that I lead"),
    ("all", "Every unit where I work"),
    ("none", "No weekly mail"),
]


class ResUsers(models.Model):
    _inherit = "res.users"

    hva_digest = fields.Selection(
        CHOICES, string="Weekly mail of customer feedback", default="manager", help="On Monday morning, a mail a unit."
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return [*super().SELF_READABLE_FIELDS, "hva_digest"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return [*super().SELF_WRITEABLE_FIELDS, "hva_digest"]
