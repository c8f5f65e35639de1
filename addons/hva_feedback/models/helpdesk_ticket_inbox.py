from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.case_states import RUNNING_STATES
from ..tools.time_left import time_left
from .search_boolean import boolean_search
from .survey_user_input_read import OWN_ROLES


class HelpdeskTicket(models.Model):
    """What the lists and cards of cases say beside the words of the giver: whose it is and how long it has."""

    _inherit = "helpdesk.ticket"

    # What the rules of answers look up, from the index alone: which feedback this unit handles, and which of others.
    _hva_answers_ix = models.Index("(hva_responsible_unit_id, hva_answer_id) WHERE hva_answer_id IS NOT NULL")
    _hva_elsewhere_ix = models.Index(
        "(hva_responsible_unit_id, hva_answer_id)"
        " WHERE hva_responsible_unit_id <> hva_unit_id AND hva_answer_id IS NOT NULL"
    )

    hva_is_my_unit = fields.Boolean("My unit", compute="_compute_hva_is_my_unit", search="_search_hva_is_my_unit")
    hva_is_below_me = fields.Boolean(
        "My unit and below", compute="_compute_hva_is_below_me", search="_search_hva_is_below_me"
    )
    hva_is_near = fields.Boolean("Within reach", compute="_compute_hva_is_near", search="_search_hva_is_near")
    hva_time_left = fields.Char("Time left", compute="_compute_hva_time_left")

    @api.depends("hva_responsible_unit_id")
    @api.depends_context("uid")
    def _compute_hva_is_my_unit(self):
        units = self.env.user._hva_own_units(OWN_ROLES)
        for ticket in self:
            ticket.hva_is_my_unit = ticket.hva_responsible_unit_id in units

    @boolean_search
    def _search_hva_is_my_unit(self):
        units = self.env.user._hva_own_units(OWN_ROLES)
        return Domain("hva_responsible_unit_id", "in", units.ids)

    @api.depends("hva_responsible_unit_id")
    @api.depends_context("uid")
    def _compute_hva_is_below_me(self):
        units = self.env.user._hva_units(OWN_ROLES)
        for ticket in self:
            ticket.hva_is_below_me = ticket.hva_responsible_unit_id in units

    @boolean_search
    def _search_hva_is_below_me(self):
        units = self.env.user._hva_units(OWN_ROLES)
        return Domain("hva_responsible_unit_id", "in", units.ids)

    @api.depends("hva_responsible_unit_id", "hva_unit_id")
    @api.depends_context("uid")
    def _compute_hva_is_near(self):
        near = self.filtered_domain(self._hva_near())
        for ticket in self:
            ticket.hva_is_near = ticket in near

    @boolean_search
    def _search_hva_is_near(self):
        return self._hva_near()

    @api.model
    def _hva_near(self):
        """Return the domain of `res.users._hva_near`: cases whose unit, visited or responsible, the user reaches."""
        near = self.env.user._hva_near()
        if near is None:
            return Domain.TRUE
        return Domain("hva_responsible_unit_id", "in", near[0]) | Domain("hva_unit_id", "in", near[0])

    @api.depends("hva_deadline_at", "hva_state")
    @api.depends_context("lang")
    def _compute_hva_time_left(self):
        today = self.env["hva.clock"]._today()
        for ticket in self:
            if ticket.hva_deadline_at and ticket.hva_state in RUNNING_STATES:
                left = time_left(ticket._hva_deadline_day(), today, ticket.hva_is_late)
                ticket.hva_time_left = self._hva_time_in_words(left)
            else:
                ticket.hva_time_left = False

    @api.model
    def _hva_time_in_words(self, left):
        """Return a `tools.time_left.TimeLeft` in the language of the environment."""
        in_words = {
            "today": self.env._("Today"),
            "tomorrow": self.env._("Tomorrow"),
            "days": self.env._("%(days)s days left", days=left.days),
            "late_today": self.env._("Late since today"),
            "late_one": self.env._("1 day late"),
            "late_days": self.env._("%(days)s days late", days=left.days),
        }
        return in_words[left.code]
