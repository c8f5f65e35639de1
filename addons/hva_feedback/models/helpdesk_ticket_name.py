from odoo import api, models


class HelpdeskTicket(models.Model):
    """The name of a case says its kind and its unit: only to those who may read it.

    Odoo shows the name of what a record points to without asking whether one may, and anybody can point at any number.
    """

    _inherit = "helpdesk.ticket"

    @api.depends("number", "name")
    @api.depends_context("uid")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        ours = self.filtered("hva_is_case").filtered("id")
        for case in ours - ours.sudo(False)._filtered_access("read"):
            case.display_name = case.number
        return result
