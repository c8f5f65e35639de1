from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain

from ..models.hva_target import OF_SHARES
from ..report import wording
from ..tools.metric_registry import METRICS
from ..tools.targets import VERDICTS, judge

VERDICT_LABELS = {
    "met": "Met",
    "not_met": "Not met",
    "cannot_tell": "Cannot tell",
    "hidden": "Not shown",
    "no_answers": "No feedback yet",
}


class HvaTargetStanding(models.TransientModel):
    """How one unit stands to one target, as the user may see it on the day of looking. Kept for the list alone."""

    _name = "hva.target.standing"
    _description = "How a unit stands to a target"
    _order = "name, id"

    name = fields.Char("Unit", readonly=True)
    value = fields.Float("Result", digits=(6, 1), readonly=True, aggregator=None)
    interval = fields.Char("95 % interval", readonly=True)
    n = fields.Integer("Answers (n)", readonly=True, aggregator=None)
    goal = fields.Float("Target", digits=(6, 1), readonly=True, aggregator=None)
    verdict = fields.Selection([(code, VERDICT_LABELS[code]) for code in VERDICTS], "How it stands", readonly=True)
    reason = fields.Char("Why", readonly=True)

    @api.model
    def _of(self, target):
        """Return the lines of `target`: the year so far, or the whole year when it is over."""
        target.ensure_one()
        goal, per = target._as_goal(), OF_SHARES if METRICS[target.metric].kind == "share" else 1
        cells = self._get_cells(target)
        # sudo: the lines are what the query told this user; nobody writes them by hand
        return self.sudo().create([self._prepare(name, cell, goal, per) for name, cell in cells]).sudo(False)

    def _get_cells(self, target):
        """Return [(unit's name, CELL)]: units without others under them by one question, each of the others by one."""
        asked = self._get_definition(target)
        units = target.unit_id or self._get_units_of_level(target)
        # sudo: the shape of the tree is no secret. A part that has ended had feedback too.
        roofs = units.filtered(lambda unit: unit.sudo().with_context(active_test=False).child_ids)
        found = []
        if leaves := units - roofs:
            one = {"unit": leaves.id} if len(leaves) == 1 else {}
            rows = self.env["hva.query"].query({**asked, **one, "group": "leaf"})["rows"]
            found += [(row["label"], row["cells"][target.metric]) for row in rows if row["unit"] in leaves.ids]
        for unit in roofs:
            answer = self.env["hva.query"].query({**asked, "unit": unit.id})
            found.append((answer["unit"]["label"], answer["totals"]["cells"][target.metric]))
        return found

    def _get_units_of_level(self, target):
        """Return the units of a level that the user reaches; an administrator reaches the county.

        Without those that have a target of their own for the same.
        """
        same = Domain([(name, "=", target[name]) for name in ("year", "metric", "company_id", "service_id")])
        apart = target.sudo().search(same & Domain("unit_id", "!=", False)).unit_id  # sudo: targets are for everybody
        domain = Domain("level_id", "=", target.level_id.id) & Domain("merged_into_id", "=", False)
        domain &= Domain("company_id", "=", target.company_id.id) & Domain("id", "not in", apart.ids)
        if not self.env.user.has_group("hva_feedback.hva_feedback_group_admin"):
            domain &= Domain("reach_ids", "any", [("user_id", "=", self.env.uid)])
        return self.env["hva.unit"].search(domain)

    def _get_definition(self, target):
        today = self.env["hva.clock"]._today()
        day = min(today, date(target.year, 12, 31)) if today.year >= target.year else date(target.year, 1, 1)
        asked = {"period": {"kind": "ytd", "day": day.isoformat()}, "metrics": [target.metric]}
        return {**asked, "filters": {"services": target.service_id.ids}}

    def _prepare(self, name, cell, goal, per):
        has_interval = cell["low"] is not None
        return {
            "name": name,
            "value": (cell["value"] or 0) * per,
            "interval": has_interval and wording.interval(self.env, cell["low"] * per, cell["high"] * per),
            "n": cell["n"] or 0,
            "goal": goal.value * per,
            "verdict": judge(cell, goal.value),
            "reason": cell["text"] or False,
        }
