import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HvaMunicipality(models.Model):
    _name = "hva.municipality"
    _description = "Municipality"
    _order = "name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, size=3, help="Three digits of Statistics Finland's classification, e.g. 609.")

    _code_uniq = models.Constraint("UNIQUE(code)", "Another municipality already has this code.")

    @api.constrains("code")
    def _check_code(self):
        for municipality in self:
            if not re.fullmatch(r"\d{3}", municipality.code or ""):
                raise ValidationError(
                    self.env._(
                        "A municipality code is three digits, e.g. 609. “%(code)s” is not.", code=municipality.code
                    )
                )
