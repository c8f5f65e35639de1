from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.hva_feedback.tools.retention import Bounds


class HvaRetention(models.Model):
    """A consent does not last for ever: who has not agreed anew for so long is erased from the pool."""

    _inherit = "hva.retention"

    code = fields.Selection(selection_add=[("pool", "Members of the resident pool")], ondelete={"pool": "cascade"})

    @api.model
    def _bounds(self):
        return {**super()._bounds(), "pool": Bounds(6, 60, 36)}

    def _due_pool(self, before):
        return "hva.pool.member", Domain("consent_on", "<", before)

    def _erase_pool(self, members):
        count = len(members)
        members.unlink()
        return count
