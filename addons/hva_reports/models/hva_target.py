from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..report import query_words
from ..tools.metric_registry import ITEMS, METRICS
from ..tools.targets import Goal

METRIC_CODES = ("nps", "response_rate", *(f"agree_{item}" for item in ITEMS))
OF_SHARES = 100  # shares are written as per cent


class HvaTarget(models.Model):
    """What a county aims at in a year: for one unit, or for every unit of a level; of all services or of one.

    Whether it is met is never stored: `hva.query` says it of the figures as the reader may see them.
    """

    _name = "hva.target"
    _description = "Target"
    _order = "year desc, metric, level_id, unit_id, service_id"

    year = fields.Integer(required=True, default=lambda self: self.env["hva.clock"]._today().year, aggregator=None)
    metric = fields.Selection(lambda self: self._get_metrics(), "Figure", required=True, default="nps")
    unit_id = fields.Many2one("hva.unit", index="btree_not_null", ondelete="cascade", help="With all units under it.")
    level_id = fields.Many2one(
        "hva.unit.level", index="btree_not_null", ondelete="cascade", help="Every unit of this level."
    )
    service_id = fields.Many2one("hva.service", ondelete="cascade", help="Empty: all services together.")
    value = fields.Float("Target", required=True, digits=(6, 1), aggregator=None, help="A score, or per cent.")
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)

    _whom_check = models.Constraint(
        "CHECK((unit_id IS NULL) <> (level_id IS NULL))", "A target is for one unit, or for the units of one level."
    )
    _year_check = models.Constraint("CHECK(year BETWEEN 2000 AND 2100)", "The year is between 2000 and 2100.")
    _one_uniq = models.UniqueIndex(
        "(company_id, year, metric, COALESCE(unit_id, 0), COALESCE(level_id, 0), COALESCE(service_id, 0))",
        "This year, figure, unit or level and service has a target already.",
    )

    @api.model
    def _get_metrics(self):
        labels = query_words.metric_labels(self.env)
        return [(code, labels[code]) for code in METRIC_CODES]

    @api.depends("year", "metric", "unit_id", "level_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = query_words.metric_labels(self.env)
        for target in self:
            # sudo: names of units are no secret
            whose = target.sudo().unit_id.name or target.level_id.name or ""
            target.display_name = f"{target.year}: {labels.get(target.metric, '')}, {whose}"

    @api.constrains("metric", "value")
    def _check_value(self):
        for target in self:
            least, most = (-100, 100) if METRICS[target.metric].kind == "score" else (0, 100)
            if not least <= target.value <= most:
                raise ValidationError(
                    self.env._(
                        "A target of this figure is between %(least)s and %(most)s.", least=str(least), most=str(most)
                    )
                )

    @api.model
    def _get_goals(self, year, companies):
        """Return every `tools.targets.Goal` of a year. One statement."""
        # sudo: targets are for everybody in the house
        found = self.sudo().search([("year", "=", year), ("company_id", "in", companies.ids)])
        return [target._as_goal() for target in found]

    def _as_goal(self):
        self.ensure_one()
        per = OF_SHARES if METRICS[self.metric].kind == "share" else 1
        unit, level = self.unit_id.id or None, (self.company_id.id, self.level_id.id) if self.level_id else None
        return Goal(self.metric, self.year, self.value / per, unit, level, self.service_id.id or 0)

    def action_show_standing(self):
        """List the units that the target is for, as far as the user sees them, with what they have reached."""
        self.ensure_one()
        self.check_access("read")
        standings = self.env["hva.target.standing"]._of(self)
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_reports.hva_target_standing_action")
        return {**action, "name": self.display_name, "domain": [("id", "in", standings.ids)]}
