from odoo import api, fields, models

from ..tools.rule_choice import VERDICTS


class HvaContactRuleLookup(models.TransientModel):
    """Which contact rule holds in a unit for a service on a day, and why the others do not. Reads only."""

    _name = "hva.contact.rule.lookup"
    _description = "Which contact rule applies"

    unit_id = fields.Many2one("hva.unit", string="Unit visited", required=True)
    service_id = fields.Many2one("hva.service", help="Empty: a visit whose service is not told.")
    asks_about = fields.Selection(
        lambda self: self.env["hva.contact.rule"]._fields["asks_about"]._description_selection(self.env),
        string="After",
        required=True,
        default="visit",
    )
    day = fields.Date(required=True, default=lambda self: self.env["hva.clock"]._today())
    rule_id = fields.Many2one("hva.contact.rule", string="Rule that applies", compute="_compute_rule")
    left_out = fields.Boolean("The service is left out", compute="_compute_rule")
    line_ids = fields.One2many("hva.contact.rule.lookup.line", "lookup_id", compute="_compute_rule")

    def _compute_display_name(self):
        self.display_name = self.env._("Which contact rule applies")

    @api.depends("unit_id", "service_id", "asks_about", "day")
    def _compute_rule(self):
        rules, lines = self.env["hva.contact.rule"], self.env["hva.contact.rule.lookup.line"]
        for lookup in self:
            if not (lookup.unit_id and lookup.day and lookup.asks_about):
                lookup.update({"rule_id": False, "left_out": False, "line_ids": False})
                continue
            place = (lookup.unit_id._origin, lookup.day, lookup.service_id._origin, lookup.asks_about)
            choice = rules._choose([place])[place]
            lookup.rule_id = choice.rule_id
            lookup.left_out = bool(lookup.service_id) and lookup.service_id.code in choice.excluded_services
            lookup.line_ids = lines.union(
                *(lines.new({"rule_id": rule_id, "verdict": code}) for rule_id, code in choice.verdicts)
            )


class HvaContactRuleLookupLine(models.TransientModel):
    """One rule of the unit or of a unit above it, and what is said of it."""

    _name = "hva.contact.rule.lookup.line"
    _description = "Rule looked at"

    lookup_id = fields.Many2one("hva.contact.rule.lookup", index=True, ondelete="cascade")
    rule_id = fields.Many2one("hva.contact.rule", string="Contact rule", ondelete="cascade")
    unit_id = fields.Many2one(related="rule_id.unit_id")
    verdict = fields.Selection(list(VERDICTS.items()), string="Why")
