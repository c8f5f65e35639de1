from odoo import api, fields, models
from odoo.fields import Domain


class MailMessage(models.Model):
    """Messages on a case follow the case.

    Odoo lets writers and receivers of a message read it for ever. For cases that would outlive a person's access, so a
    global rule asks here. Messages on anything else pass, whoever they belong to.
    """

    _inherit = "mail.message"

    hva_is_out_of_reach = fields.Boolean(
        "On a case out of reach", compute="_compute_hva_is_out_of_reach", search="_search_hva_is_out_of_reach"
    )

    @api.depends("model", "res_id")
    @api.depends_context("uid")
    def _compute_hva_is_out_of_reach(self):
        on_tickets = self.filtered(lambda message: message.model == "helpdesk.ticket")
        (self - on_tickets).hva_is_out_of_reach = False
        tickets = self._hva_tickets().browse(set(on_tickets.mapped("res_id"))).exists()
        hidden = tickets._hva_ours() - tickets._filtered_access("read")
        for message in on_tickets:
            message.hva_is_out_of_reach = message.res_id in hidden.ids

    @api.model
    def _search_hva_is_out_of_reach(self, operator, value):
        if operator != "in":
            return NotImplemented
        tickets = self._hva_tickets()
        case = [("hva_is_case", "=", True)]
        # sudo: which tickets are cases is asked for everybody; which of them are readable, as the reader
        hidden = Domain("model", "=", "helpdesk.ticket") & Domain("res_id", "in", tickets.sudo()._search(case))
        if tickets.has_access("read"):
            hidden &= Domain("res_id", "not in", tickets._search(case))
        wanted = {bool(each) for each in value}
        if wanted == {True, False}:
            return Domain.TRUE
        return hidden if True in wanted else ~hidden

    @api.model
    def _hva_tickets(self):
        """Return helpdesk.ticket as the person who asks, also where a rule asks as superuser on their behalf."""
        return self.env["helpdesk.ticket"].with_user(self.env.user).with_context(active_test=False)
