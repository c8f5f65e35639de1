from odoo import api, models


class HvaCollector(models.Model):
    """The service of a way in, where its unit has just one: then the set that is meant for the service is asked."""

    _inherit = "hva.collector"

    @api.onchange("unit_id")
    def _onchange_unit_id(self):
        if self.unit_id:
            self.service_id = self._hva_service_of(self.unit_id) or self.service_id

    @api.model
    def _hva_service_of(self, unit):
        """Return the only service of a unit; nothing where it has several or none."""
        services = unit.service_ids
        return services if len(services) == 1 else services.browse()
