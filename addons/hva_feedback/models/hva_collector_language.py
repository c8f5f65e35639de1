from odoo import fields, models


class HvaCollector(models.Model):
    _inherit = "hva.collector"

    lang_from_browser = fields.Boolean(
        string="Start in the browser's language",
        help="The page opens in the language that the browser asks for, where the question set has it; otherwise in "
        "the language above. People can always switch.",
    )
