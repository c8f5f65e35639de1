from odoo import api, models
from odoo.fields import Domain


class HvaUnit(models.Model):
    """Names of units beyond one's reach, for those who must name another unit: a correction, a transfer.

    The tree of units is public (the giver's page lists it); what stands on the units is not. So a handler may find the
    name of any unit of the county, and nothing else of it.
    """

    _inherit = "hva.unit"

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """With `hva_any_unit` in the context: over every unit in use of the user's companies."""
        if self.env.context.get("hva_any_unit") and self.env.user.has_group("hva_feedback.hva_feedback_group_handler"):
            county = Domain("company_id", "in", self.env.companies.ids) & Domain("merged_into_id", "=", False)
            # the caller's domain is left out on purpose: with it one could ask what stands on the units
            every = self.sudo().with_context(hva_any_unit=False)  # sudo: names alone, see above
            return super(HvaUnit, every).name_search(name, county, operator, limit)
        return super().name_search(name, domain, operator, limit)
