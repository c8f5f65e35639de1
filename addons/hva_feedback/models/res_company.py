from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.unit_oid import is_organisation_root


class ResCompany(models.Model):
    _inherit = "res.company"

    hva_oid_root = fields.Char(
        "OID of the county",
        help="1.2.246.10.<business id without dash>. When set, only bought services may have a unit OID outside it.",
    )

    @api.constrains("hva_oid_root")
    def _check_hva_oid_root(self):
        for company in self.filtered("hva_oid_root"):
            if not is_organisation_root(company.hva_oid_root):
                raise ValidationError(
                    self.env._(
                        "“%(oid)s” is not an organisation: write 1.2.246.10. and the business id without its dash.",
                        oid=company.hva_oid_root,
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if "name" in vals:
            self.env.registry.clear_cache()  # the name stands in the cached look of its pages
        return result
