from odoo import api, models
from odoo.tools import SQL


class HvaUnit(models.Model):
    _inherit = "hva.unit"

    @api.model
    def _get_asked_otherwise(self, unit_ids, since):
        """Add the units whose contact rules have made somebody be asked by text message."""
        # SQL: one question about all units. Whether a unit asks is no secret; nothing of an invitation is told.
        rows = self.env.execute_query(
            SQL(
                """SELECT u FROM unnest(%(units)s::int[]) AS u
                    WHERE EXISTS (SELECT FROM hva_invitation i
                                   WHERE i.unit_id = u AND i.kind = 'survey'
                                     AND COALESCE(i.sent_on, i.due_on) >= %(since)s)""",
                units=list(unit_ids),
                since=since,
            )
        )
        return super()._get_asked_otherwise(unit_ids, since) | {unit for (unit,) in rows}
