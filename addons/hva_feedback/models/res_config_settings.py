from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    hva_guard_foreign_tickets = fields.Boolean(
        "Close helpdesk's known holes for every ticket",
        config_parameter="hva_feedback.guard_foreign_tickets",
        help="Closing a ticket from the portal then needs the right to read it, and visitors cannot rename stages. "
        "For feedback cases this holds always.",
    )
    hva_reply_address = fields.Char(
        "Address for answers of givers",
        config_parameter="hva_feedback.reply_address",
        help="Mail to this address with + and a code in it must reach Odoo's mailgate. Empty: answers go to the "
        "county's own address.",
    )
