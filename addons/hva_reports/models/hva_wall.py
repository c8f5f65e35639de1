from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.closed_to_all import shown_to_all
from ..tools.metric_registry import NPS_COLUMNS
from ..tools.metrics import NpsCounts, nps
from ..tools.periods import add_months
from ..tools.rounding import rounded
from .hva_fact_closed import WAIT_DAYS


class HvaWallMonth(models.Model):
    """What hangs on the walls of a unit: of a closed month, where it may hang; a row without figures was decided too.

    The same month, counted once, as people of other units are shown (`hva.fact.closed`). Weeks of its own would tell:
    the month less four of its weeks is what few people said in two or three days, and of a unit that has just begun
    each new week less the week before is the feedback of one week.
    """

    _name = "hva.wall.month"
    _description = "Figures of wall screens in a month"
    _log_access = False
    _order = "month desc, unit_id"

    unit_id = fields.Many2one("hva.unit", required=True, readonly=True, ondelete="cascade")
    month = fields.Date(required=True, readonly=True)
    has_answers = fields.Boolean(readonly=True)
    answers = fields.Integer(readonly=True, aggregator=None)
    has_score = fields.Boolean(readonly=True)
    score = fields.Integer(readonly=True, aggregator=None)

    _unit_month_uniq = models.UniqueIndex("(unit_id, month)", "A month is hung up once.")

    @api.model
    def _publish(self):
        """Decide the last closed month's figures of each unit that has a screen in use. Any number of times."""
        month = self._get_month()
        walls = self.env["hva.wall"].search(
            [("made_at", "!=", False), ("revoked_at", "=", False), ("shows_figures", "=", True)]
        )
        decided = self.search([("month", "=", month)]).unit_id
        for company, mine in walls.grouped("company_id").items():
            if units := mine.unit_id - decided:
                self._publish_units(company, units, month)
        self.search([("month", "<", add_months(month, -1))]).unlink()

    def _get_month(self):
        """Return the first day of the last month that may be closed."""
        last = (self.env["hva.clock"]._today() - timedelta(days=WAIT_DAYS)).replace(day=1)
        return add_months(last, -1)

    def _publish_units(self, company, units, month):
        rows = self.env["hva.fact.closed"]._get_rows(month, company.ids)
        if not rows:
            return  # nothing was given, or the month is not closed yet
        limits = self.env["hva.query"]._get_limits()
        answers, scores = shown_to_all(rows, self._get_readers(company), limits)
        vals_list = []
        for unit in units.ids:
            counts = _counts(rows, unit)
            has_answers, has_score = ("branch", unit) in answers, ("branch", unit) in scores
            vals_list.append(
                {
                    "unit_id": unit,
                    "month": month,
                    "has_answers": has_answers,
                    "answers": counts.n if has_answers else 0,
                    "has_score": has_score,
                    "score": int(rounded(nps(counts).value)) if has_score else 0,
                }
            )
        self.create(vals_list)

    def _get_readers(self, company):
        """Return, each once, the sets of units whose feedback somebody reads one by one; and one who reads none."""
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT array_agg(DISTINCT r.unit_id ORDER BY r.unit_id) FROM hva_unit_reach r
                     JOIN hva_unit u ON u.id = r.unit_id WHERE u.company_id = %s GROUP BY r.user_id""",
                company.id,
            )
        )
        return [set(), *(set(units) for (units,) in rows)]


class HvaWall(models.Model):
    """Figures of a wall screen: of the last closed month, where they may hang for everybody to read."""

    _inherit = "hva.wall"

    def action_make(self):
        result = super().action_make()
        # sudo: the job is nobody's own. All readers of the county are looked at: too long for a press.
        self.env.ref("hva_reports.ir_cron_hva_fact_close").sudo()._trigger()
        return result

    @api.model
    def _hva_wall_figures(self, wall):
        figures = super()._hva_wall_figures(wall)
        decided = self.env["hva.wall.month"].sudo()  # sudo: whoever passes by
        since = add_months(decided._get_month(), -1)  # the month before stays until the job has hung up this one
        for row in decided.search([("unit_id", "=", wall.unit_id.id), ("month", ">=", since)], limit=1):
            if row.has_answers:
                figures = [*figures, ("answers", row.answers)]
            if row.has_score:
                figures = [*figures, ("nps", row.score)]
        return figures


def _counts(rows, unit):
    """Return the `NpsCounts` of a unit with all below it, as its month closed."""
    mine = [row for row in rows if unit in row.path]
    return NpsCounts(*(sum(getattr(row, column) for row in mine) for column in NPS_COLUMNS))
