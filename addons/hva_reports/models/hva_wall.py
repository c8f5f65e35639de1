from datetime import timedelta

from odoo import api, models

from odoo.addons.hva_feedback.tools.weekly import monday_of

from ..tools import report_tables as tables
from ..tools.metrics import nps
from ..tools.periods import Span
from ..tools.wall_figures import shown

PERIOD = timedelta(weeks=4)
LAST = 100  # a score at either end says how every single person answered


class HvaWall(models.Model):
    """Figures of a wall screen: of the last four whole weeks, and only where enough people answered."""

    _inherit = "hva.wall"

    @api.model
    def _hva_wall_figures(self, wall):
        figures = super()._hva_wall_figures(wall)
        end = monday_of(self.env["hva.clock"]._today())
        branches = self._get_branches(wall)
        sums = self._get_branch_sums(branches, Span(end - PERIOD, end))
        counts = {unit: tables.counts_of(each) for unit, each in sums.items()}
        base = self.env["hva.report.definition"]._get_limits().base
        inside = {unit: {other for other in branches if other != unit and other in branches[unit]} for unit in branches}
        mine = wall.unit_id.id
        if mine in shown({unit: each.get("answers", 0) for unit, each in sums.items()}, inside, base):
            figures = [*figures, ("answers", sums[mine]["answers"])]
        if mine in shown({unit: each.n for unit, each in counts.items()}, inside, base):
            score = round(nps(counts[mine]).value)
            if abs(score) < LAST:
                figures = [*figures, ("nps", score)]
        return figures

    @api.model
    def _get_branches(self, wall):
        """Return {unit id: ids of it and all below} of every unit of the county that has a wall in use with figures."""
        domain = [("company_id", "=", wall.company_id.id), ("made_at", "!=", False), ("revoked_at", "=", False)]
        # sudo: other walls of the county count, whoever asks; only what may be shown comes out
        units = self.sudo().search([*domain, ("shows_figures", "=", True)]).unit_id | wall.sudo().unit_id
        below = units.with_context(active_test=False).search([("id", "child_of", units.ids)])
        return {unit.id: {each.id for each in below if each.parent_path.startswith(unit.parent_path)} for unit in units}

    @api.model
    def _get_branch_sums(self, branches, span):
        everything = sorted(set().union(*branches.values()))
        # sudo: as in _get_branches
        rows = self.env["hva.fact.month"].sudo()._sums(everything, span, ("unit_id",))
        return {
            unit: tables.merged(
                {name: value for name, value in row.items() if name != "unit_id"}
                for row in rows
                if row["unit_id"] in below
            )
            for unit, below in branches.items()
        }
