from odoo import api, fields, models

from .on_case import out_of_reach, out_of_reach_domain
from .search_boolean import boolean_search


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
        hidden = out_of_reach(self.env, on_tickets.mapped("res_id"))
        for message in on_tickets:
            message.hva_is_out_of_reach = message.res_id in hidden

    @api.model
    @boolean_search
    def _search_hva_is_out_of_reach(self):
        return out_of_reach_domain(self.env, "model")

    @api.depends("subject")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """The subject says case and unit: only to those who may read it, whatever points to the message."""
        result = super()._compute_display_name()
        for message in self.filtered("id").filtered("hva_is_out_of_reach"):
            message.display_name = str(message.id)
        return result


class MailMail(models.Model):
    """A mail about a case is called by its subject to the same people as its message."""

    _inherit = "mail.mail"

    @api.depends("subject")
    @api.depends_context("uid")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for mail in self.filtered("id").filtered("mail_message_id.hva_is_out_of_reach"):
            mail.display_name = str(mail.id)
        return result
