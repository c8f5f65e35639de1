from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.hva_feedback.tools.weekly import monday_of

from ..tools.metrics import nps
from ..tools.periods import Span
from ..tools.sums import counts_of, merged
from ..tools.wall_figures import Seen, shown

PERIOD = timedelta(weeks=4)
LAST = 100  # a score at either end says how every single person answered


class HvaWallWeek(models.Model):
    """What hangs on the walls of a unit in one week: figures of the four weeks before it, as first hung up.

    Who passes by on Tuesday and again on Thursday must not learn from the difference that one feedback came late or was
    corrected. So a week's figures, and whether there are any, are decided once. `answers` and `score` are empty where
    they may not be shown; a row without both says that it was decided.
    """

    _name = "hva.wall.week"
    _description = "Figures of wall screens in a week"
    _log_access = False
    _order = "week desc, unit_id"

    unit_id = fields.Many2one("hva.unit", required=True, readonly=True, ondelete="cascade")
    week = fields.Date("Monday", required=True, readonly=True)
    has_answers = fields.Boolean(readonly=True)
    answers = fields.Integer(readonly=True, aggregator=None)
    has_score = fields.Boolean(readonly=True)
    scores = fields.Integer("Answers behind the score", readonly=True, aggregator=None)
    score = fields.Integer(readonly=True, aggregator=None)

    _unit_week_uniq = models.UniqueIndex("(unit_id, week)", "A week is hung up once.")

    @api.model
    def _publish(self):
        """Decide this week's figures of every unit that has a screen in use and no figures yet. Any number of times."""
        week = monday_of(self.env["hva.clock"]._today())
        walls = self.env["hva.wall"].search(
            [("made_at", "!=", False), ("revoked_at", "=", False), ("shows_figures", "=", True)]
        )
        decided = self.search([("week", "=", week)])
        for company, mine in walls.grouped("company_id").items():
            before = decided.filtered(lambda row, company=company: row.unit_id.company_id == company)
            units = mine.unit_id - before.unit_id
            if units:
                self._publish_units(units, before, week)
        self.search([("week", "<", week - timedelta(weeks=1))]).unlink()

    def _publish_units(self, units, before, week):
        branches = self._get_branches(units | before.unit_id)
        sums = self._get_branch_sums(branches, Span(week - PERIOD, week))
        counts = {unit: counts_of(each) for unit, each in sums.items()}
        limits = self.env["hva.query"]._get_limits()
        inside = {unit: {other for other in branches if other != unit and other in branches[unit]} for unit in branches}
        answers, scores = {u: s.get("answers", 0) for u, s in sums.items()}, {u: c.n for u, c in counts.items()}
        seen_answers = {row.unit_id.id: Seen(row.has_answers, row.answers) for row in before}
        seen_scores = {row.unit_id.id: Seen(row.has_score, row.scores) for row in before}
        with_answers = shown(answers, inside, limits.base, seen_answers)
        with_score = shown(scores, inside, limits.base, seen_scores)
        vals_list = []
        for unit in units.ids:
            score = round(nps(counts[unit]).value) if unit in with_score else LAST
            has_score = abs(score) < LAST
            vals_list.append(
                {
                    "unit_id": unit,
                    "week": week,
                    "has_answers": unit in with_answers,
                    "answers": answers[unit] if unit in with_answers else 0,
                    "has_score": has_score,
                    "scores": scores[unit] if has_score else 0,
                    "score": score if has_score else 0,
                }
            )
        self.create(vals_list)

    def _get_branches(self, units):
        """Return {unit id: ids of it and all below}."""
        below = units.with_context(active_test=False).search([("id", "child_of", units.ids)])
        return {unit.id: {each.id for each in below if each.parent_path.startswith(unit.parent_path)} for unit in units}

    def _get_branch_sums(self, branches, span):
        everything = sorted(set().union(*branches.values()))
        rows = self.env["hva.fact.month"]._sums(everything, span, ("unit_id",))
        return {
            unit: merged(
                {name: value for name, value in row.items() if name != "unit_id"}
                for row in rows
                if row["unit_id"] in below
            )
            for unit, below in branches.items()
        }


class HvaWall(models.Model):
    """Figures of a wall screen: of four whole weeks, where enough people answered, the same all week."""

    _inherit = "hva.wall"

    def action_make(self):
        result = super().action_make()
        self.env["hva.wall.week"].sudo()._publish()  # sudo: other walls of the county count, whoever makes this one
        return result

    @api.model
    def _hva_wall_figures(self, wall):
        figures = super()._hva_wall_figures(wall)
        since = monday_of(self.env["hva.clock"]._today()) - timedelta(weeks=1)
        # sudo: whoever passes by. Last week's stay until the job has hung up this week's.
        rows = self.env["hva.wall.week"].sudo().search([("unit_id", "=", wall.unit_id.id), ("week", ">=", since)])
        for row in rows[:1]:
            if row.has_answers:
                figures = [*figures, ("answers", row.answers)]
            if row.has_score:
                figures = [*figures, ("nps", row.score)]
        return figures
