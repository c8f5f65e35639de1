from odoo import models
from odoo.exceptions import UserError


class HelpdeskTicket(models.Model):
    """Thanks are passed on in one press: taken and closed."""

    _inherit = "helpdesk.ticket"

    def action_hva_pass_on_thanks(self):
        """Take the cases that nobody has taken and close all of them, thanks passed on. All of them or none."""
        others = self.filtered(lambda case: case.hva_kind != "thanks")
        if others:
            raise UserError(
                self.env._(
                    "Only thanks are passed on like this. %(numbers)s are something else.",
                    numbers=", ".join(others[:10].mapped("number")),
                )
            )
        fresh = self.filtered(lambda case: case.hva_state in ("new", "reopened"))
        if fresh:
            fresh.action_hva_take()
        self._hva_move("closed", outcome="thanked")
