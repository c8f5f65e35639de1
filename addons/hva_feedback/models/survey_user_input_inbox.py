from odoo import api, fields, models
from odoo.fields import Domain

from .search_boolean import either
from .survey_user_input_read import OWN_ROLES


class SurveyUserInput(models.Model):
    """Which feedback is a person's own to read: that of the unit visited, its own or under it."""

    _inherit = "survey.user_input"

    hva_is_my_unit = fields.Boolean("My unit", compute="_compute_hva_is_my_unit", search="_search_hva_is_my_unit")
    hva_is_below_me = fields.Boolean(
        "My unit and below", compute="_compute_hva_is_below_me", search="_search_hva_is_below_me"
    )

    @api.depends("hva_unit_id")
    @api.depends_context("uid")
    def _compute_hva_is_my_unit(self):
        units = self.env.user._hva_own_units(OWN_ROLES)
        for answer in self:
            answer.hva_is_my_unit = answer.hva_unit_id in units

    def _search_hva_is_my_unit(self, operator, value):
        if operator != "in":
            return NotImplemented
        return either(Domain("hva_unit_id", "in", self.env.user._hva_own_units(OWN_ROLES).ids), value)

    @api.depends("hva_unit_id")
    @api.depends_context("uid")
    def _compute_hva_is_below_me(self):
        units = self.env.user._hva_units(OWN_ROLES)
        for answer in self:
            answer.hva_is_below_me = answer.hva_unit_id in units

    def _search_hva_is_below_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        return either(Domain("hva_unit_id", "any!", self.env.user._hva_reached(OWN_ROLES)), value)
