from odoo import api, models
from odoo.tools import SQL

from ..tools import throttle


class SurveyUserInput(models.Model):
    """Much more feedback about a unit than in its usual hour is marked: somebody should look, nothing is taken away.

    Done by the routing job, which sees every new answer within a minute, so that no giver waits for the sum.
    """

    _inherit = "survey.user_input"

    def _hva_apply_routing(self, decisions):
        self._hva_mark_bursts()
        return super()._hva_apply_routing(decisions)

    def _hva_mark_bursts(self):
        """Mark those of `self` that came through an open way in to a unit that got too much in the last hour."""
        open_ones = self.filtered(
            lambda answer: answer.hva_collector_id and answer.hva_given_at and not answer.hva_mark
        )
        units = open_ones._hva_units_in_a_burst()
        open_ones.filtered(lambda answer: answer.hva_unit_id in units).with_context(tracking_disable=True).write(
            {"hva_mark": "burst_unit"}
        )

    @api.model
    def _hva_units_in_a_burst(self):
        """Return which of the answers' units got more than is usual for them in the last hour."""
        units = self.hva_unit_id
        if not units:
            return units
        self.flush_model(["hva_unit_id", "hva_collector_id", "hva_given_at"])
        now = self.env["hva.clock"]._now()
        rows = self.env.execute_query(  # SQL: two sums over the same rows
            SQL(
                """SELECT hva_unit_id, count(*) FILTER (WHERE hva_given_at > %(hour_ago)s),
                          count(*) FILTER (WHERE hva_given_at <= %(hour_ago)s)
                     FROM survey_user_input
                    WHERE hva_unit_id IN %(units)s AND hva_collector_id IS NOT NULL
                      AND hva_given_on >= %(first_day)s AND hva_given_at <= %(now)s
                    GROUP BY hva_unit_id""",
                units=tuple(units.ids),
                now=now,
                hour_ago=now - throttle.UNIT_WITHIN,
                first_day=now.date() - throttle.UNIT_USUAL,
            )
        )
        hours = throttle.UNIT_USUAL / throttle.UNIT_WITHIN
        return units.browse([unit for unit, last_hour, usual in rows if throttle.is_burst(last_hour, usual, hours)])
