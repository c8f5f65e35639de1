from odoo import api, fields, models

from .on_case import out_of_reach, out_of_reach_domain
from .search_boolean import boolean_search


class MailFollowers(models.Model):
    """Followers of a case follow the case: Odoo shows every internal user who follows what, whatever it is.

    Who works at which case is nothing for people who do not reach it. Followers of anything else pass.
    """

    _inherit = "mail.followers"

    hva_is_out_of_reach = fields.Boolean(
        "On a case out of reach", compute="_compute_hva_is_out_of_reach", search="_search_hva_is_out_of_reach"
    )

    @api.depends("res_model", "res_id")
    @api.depends_context("uid")
    def _compute_hva_is_out_of_reach(self):
        on_tickets = self.filtered(lambda row: row.res_model == "helpdesk.ticket")
        (self - on_tickets).hva_is_out_of_reach = False
        hidden = out_of_reach(self.env, on_tickets.mapped("res_id"))
        for row in on_tickets:
            row.hva_is_out_of_reach = row.res_id in hidden

    @api.model
    @boolean_search
    def _search_hva_is_out_of_reach(self):
        return out_of_reach_domain(self.env, "res_model")
