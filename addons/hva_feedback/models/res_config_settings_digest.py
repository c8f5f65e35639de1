from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hva_digest_comments = fields.Boolean(
        "Customers' words in the weekly mail", config_parameter="hva_feedback.digest_comments"
    )
