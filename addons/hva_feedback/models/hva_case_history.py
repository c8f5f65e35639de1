from odoo import api, models
from odoo.exceptions import UserError


class HvaCaseHistory(models.AbstractModel):
    """Rows of what happened to a case: made once, changed by nobody, gone only with the case."""

    _name = "hva.case.history"
    _description = "What happened to a case"

    def write(self, vals):
        self._refuse()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_case(self):
        self._refuse()

    def _refuse(self):
        if self:
            raise UserError(self.env._("The history of a case cannot be changed."))
