from odoo import fields, models


class HvaSmsGateway(models.Model):
    """What a message costs, and whether its sender may be used."""

    _inherit = "hva.sms.gateway"

    segment_price = fields.Float(
        "Price of a segment (€)",
        digits=(12, 4),
        help="Of the contract with the provider, in euros without VAT, for one segment: a longer message is counted as "
        "two or more. 0 means that the price is not known.",
    )

    _segment_price_range = models.Constraint("CHECK (segment_price >= 0)", "A price is not below zero.")
