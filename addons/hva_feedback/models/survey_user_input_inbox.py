from odoo import api, fields, models
from odoo.fields import Domain

from .search_boolean import boolean_search
from .survey_user_input_read import OWN_ROLES


class SurveyUserInput(models.Model):
    """Which feedback is a person's own to read: that of the unit visited, its own or under it."""

    _inherit = "survey.user_input"

    hva_is_my_unit = fields.Boolean("My unit", compute="_compute_hva_is_my_unit", search="_search_hva_is_my_unit")
    hva_is_below_me = fields.Boolean(
        "My unit and below", compute="_compute_hva_is_below_me", search="_search_hva_is_below_me"
    )

    hva_is_near = fields.Boolean("Within reach", compute="_compute_hva_is_near", search="_search_hva_is_near")

    @api.depends("hva_unit_id")
    @api.depends_context("uid")
    def _compute_hva_is_my_unit(self):
        units = self.env.user._hva_own_units(OWN_ROLES)
        for answer in self:
            answer.hva_is_my_unit = answer.hva_unit_id in units

    @boolean_search
    def _search_hva_is_my_unit(self):
        return Domain("hva_unit_id", "in", self.env.user._hva_own_units(OWN_ROLES).ids)

    @api.depends("hva_unit_id")
    @api.depends_context("uid")
    def _compute_hva_is_below_me(self):
        units = self.env.user._hva_units(OWN_ROLES)
        for answer in self:
            answer.hva_is_below_me = answer.hva_unit_id in units

    @boolean_search
    def _search_hva_is_below_me(self):
        return Domain("hva_unit_id", "in", self.env.user._hva_units(OWN_ROLES).ids)

    @api.depends("hva_unit_id")
    @api.depends_context("uid")
    def _compute_hva_is_near(self):
        near = self.filtered_domain(self._hva_near())
        for answer in self:
            answer.hva_is_near = answer in near

    @boolean_search
    def _search_hva_is_near(self):
        return self._hva_near()

    @api.model
    def _hva_near(self, unit="hva_unit_id", answer="id"):
        """Return the domain of `res.users._hva_near`: given to a unit the user reaches, or handled by one.

        `unit` and `answer` name the fields, for another model that has them.
        """
        near = None if self.env.su else self.env.user._hva_near()
        if near is None:
            return Domain.TRUE
        return Domain(unit, "in", near[0]) | Domain(answer, "in", near[1])
