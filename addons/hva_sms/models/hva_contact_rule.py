from dataclasses import dataclass
from typing import Any

from odoo import api, fields, models

from ..tools import rule_choice


@dataclass(frozen=True)
class Chosen:
    """The rule that holds at a place, empty without one, and the codes of the services that nobody is asked about."""

    rule: Any
    excluded_services: frozenset[str]

    def get_policy(self):
        return self.rule._get_policy(self.excluded_services)


class HvaContactRule(models.Model):
    """Whom a unit asks, when and with which words.

    A rule holds for its unit and for everything below that has no rule of its own; one without a unit is the county's.
    `tools.rule_choice` says which of several wins.
    """

    _name = "hva.contact.rule"
    _inherit = "hva.contact.policy"
    _description = "Contact rule"
    _order = "unit_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    service_ids = fields.Many2many(
        "hva.service",
        "hva_contact_rule_service_rel",
        string="Only for services",
        help="Empty: every service. In one unit a rule that names the service wins over one for all services.",
    )
    nearer_rule_ids = fields.Many2many(
        "hva.contact.rule",
        string="Rules further down",
        compute="_compute_nearer_rules",
        help="Of units under this one. They hold there instead of this rule.",
    )
    text_ids = fields.One2many("hva.sms.text", "rule_id", string="Texts", copy=True)

    @api.depends("unit_id", "asks_about")
    def _compute_nearer_rules(self):
        every = self.search([("unit_id", "!=", False)])
        for rule in self:
            path = rule.unit_id.parent_path or ""
            rule.nearer_rule_ids = every.filtered(
                lambda other, rule=rule, path=path: (
                    other.asks_about == rule.asks_about
                    and other.unit_id != rule.unit_id
                    and (other.unit_id.parent_path or "").startswith(path)
                )
            )

    @api.model
    def _choose(self, places, scopes=None) -> dict:
        """Return {place: `tools.rule_choice.Choice`} for places: tuples of unit, day, service and `asks_about`.

        The nearest rule up the tree wins, in the end the county's. A fixed number of queries for any number of places.

        :param scopes: the rules to look at, instead of those that are in use
        """
        scopes = self._get_scopes() if scopes is None else scopes
        return {
            place: rule_choice.choose(scopes, rule_choice.Place(unit_chain(unit), day, service.id or None, kind))
            for place in places
            for unit, day, service, kind in [place]
        }

    @api.model
    def _get_scopes(self):
        """Return the scopes of all rules in use."""
        return [rule._get_scope(rule.id) for rule in self.search([])]

    @api.model
    def _get_chosen(self, places) -> dict:
        """Return {place: `Chosen`} for places as in `_choose`."""
        return {
            place: Chosen(self.browse(choice.rule_id or []), choice.excluded_services)
            for place, choice in self._choose(places).items()
        }

    @api.model
    def _get_by_unit_and_day(self, pairs, asks_about="visit") -> dict:
        """Return {(unit, day): rule} for pairs of a unit and a date, whatever the service; empty where none holds."""
        every = self.env["hva.service"]
        found = self._get_chosen({(unit, day, every, asks_about) for unit, day in pairs})
        return {(unit, day): chosen.rule for (unit, day, *_rest), chosen in found.items()}


def unit_chain(unit):
    """Return the ids of a unit and those above it, the nearest first."""
    return tuple(int(part) for part in reversed((unit.parent_path or "").split("/")) if part)
