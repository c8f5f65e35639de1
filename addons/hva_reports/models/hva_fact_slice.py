from odoo import api, fields, models
from odoo.tools import SQL

from .hva_fact import ITEM_COLUMNS
from .hva_fact_month import SUMS


class HvaFactSlice(models.Model):
    """Monthly sums once more, coarser: a unit's month as a whole, and by channel alone.

    What most questions ask, in a tenth of the rows of `hva.fact.month`. Derived from these in the same transaction, so
    the two never differ; the marks of `hva.fact.dirty` are for both.
    """

    _name = "hva.fact.slice"
    _description = "Feedback of a unit's month, by one thing"
    _log_access = False
    _order = "month desc, unit_id, sliced_by, channel"

    unit_id = fields.Many2one("hva.unit", string="Unit visited", required=True, readonly=True, ondelete="restrict")
    month = fields.Date(required=True, readonly=True)
    sliced_by = fields.Char(required=True, readonly=True)  # "" the whole month, else "channel"
    channel = fields.Char(required=True, readonly=True)  # "" also where the channel is not known
    answers = fields.Integer(readonly=True)
    promoters = fields.Integer(readonly=True)
    passives = fields.Integer(readonly=True)
    detractors = fields.Integer(readonly=True)
    with_text = fields.Integer("With open text", readonly=True)
    for _column in ITEM_COLUMNS.values():
        for _value in range(6):
            locals()[f"{_column}_{_value}"] = fields.Integer(string=f"{_column}: {_value}", readonly=True)
    del _column, _value

    _key_uniq = models.UniqueIndex("(unit_id, month, sliced_by, channel)", "A month is summed once.")
    _place_ix = models.Index("(sliced_by, month, unit_id)")

    @api.model
    def _derive(self, these):
        """Make the slices of the months for which `these`, an SQL condition on (unit_id, month), holds."""
        self.env.cr.execute(SQL("DELETE FROM hva_fact_slice WHERE %s", these))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO hva_fact_slice (unit_id, month, sliced_by, channel, %(names)s)
                SELECT unit_id, month, CASE WHEN GROUPING(channel) = 0 THEN 'channel' ELSE '' END AS sliced_by,
                       COALESCE(channel, ''), %(sums)s
                  FROM hva_fact_month
                 WHERE %(these)s
                 GROUP BY GROUPING SETS ((unit_id, month, channel), (unit_id, month))
                 ORDER BY sliced_by, month, unit_id
                """,
                names=SQL(", ").join(map(SQL.identifier, SUMS)),
                sums=SQL(", ").join(SQL("SUM(%s)", SQL.identifier(name)) for name in SUMS),
                these=these,
            )
        )
        self.invalidate_model()


def slice_for(used):
    """Return the `sliced_by` whose rows answer a question by the dimensions `used`; None where none does."""
    return {frozenset(): "", frozenset({"channel"}): "channel"}.get(frozenset(used))
