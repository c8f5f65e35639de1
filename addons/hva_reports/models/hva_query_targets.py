from odoo import models

from ..report import target_words
from ..tools.metric_registry import METRICS
from ..tools.query_definition import UNIT_GROUPS
from ..tools.targets import choose, judge
from .hva_target import METRIC_CODES


class HvaQuery(models.AbstractModel):
    """Beside a figure of a unit: the target of its year, where the county has set one, and whether it is met."""

    _inherit = "hva.query"

    def _get_answer(self, asked, scope, counted, lines, total, today):
        answer = super()._get_answer(asked, scope, counted, lines, total, today)
        places = self._get_target_places(asked, scope, answer)
        goals = self._get_asked_goals(asked) if places else []
        if not goals:
            for row, _unit in places:
                row["targets"] = {}
            return answer
        levels = self._get_levels({unit for _row, unit in places})
        service = (asked.filters.get("services") or (0,))[0]
        for row, unit in places:
            row["targets"] = {
                code: self._say_target(row["cells"][code], goal)
                for code in asked.metrics
                if (goal := choose(goals, code, unit, levels.get(unit), service))
            }
        return answer

    def _get_target_places(self, asked, scope, answer):
        """Return [(row, unit)] of the rows that a target can be about: whole units, at most by one service."""
        only_service = set(asked.filters) <= {"services"} and asked.assisted is None
        if not only_service or len(asked.filters.get("services", ())) > 1 or not asked.below:
            return []
        places = [(answer["totals"], scope.root)] if scope.root is not None else []
        if asked.group in UNIT_GROUPS:
            places += [(row, row["unit"]) for row in answer["rows"] if row["unit"] != scope.root]
        elif asked.group == "none" and scope.root is not None:
            places += [(row, scope.root) for row in answer["rows"]]
        return places

    def _get_asked_goals(self, asked):
        year = asked.span.start.year
        if year != asked.span.last_day.year or not set(METRIC_CODES) & set(asked.metrics):
            return []
        return self.env["hva.target"]._get_goals(year, self.env.companies)

    def _get_levels(self, unit_ids):
        """Return {unit: (its county, its level)}."""
        # sudo: county and level of a unit are no secret
        units = self.env["hva.unit"].sudo().with_context(active_test=False).browse(unit_ids)
        return {unit.id: (unit.company_id.id, unit.level_id.id) for unit in units}

    def _say_target(self, cell, goal):
        verdict = judge(cell, goal.value)
        kind = METRICS[goal.metric].kind
        text = target_words.sentence(self.env, goal.value, kind, goal.year, verdict)
        return {"value": goal.value, "verdict": verdict, "text": text}
