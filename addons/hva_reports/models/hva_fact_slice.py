from odoo import api, fields, models
from odoo.tools import SQL

from .hva_fact_month import SUMS, counts, replace_sums

# stand in the index beside what is searched by, so that the commonest questions read the index alone
COVERED = "answers, promoters, passives, detractors, with_text"


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
    locals().update(counts())

    _key_uniq = models.UniqueIndex("(unit_id, month, sliced_by, channel)", "A month is summed once.")
    _cover_ix = models.Index(f"(sliced_by, month, unit_id) INCLUDE (channel, {COVERED})")

    @api.model
    def _derive(self, chosen=None):
        """Make the slices of `chosen`, a table k(unit_id, month), or of all months."""
        fresh = SQL(
            """SELECT m.unit_id, m.month, CASE WHEN GROUPING(m.channel) = 0 THEN 'channel' ELSE '' END AS sliced_by,
                      COALESCE(m.channel, '') AS channel, %s
                 FROM hva_fact_month m%s
                GROUP BY GROUPING SETS ((m.unit_id, m.month, m.channel), (m.unit_id, m.month))""",
            SQL(", ").join(SQL("SUM(%s) AS %s", SQL.identifier("m", name), SQL.identifier(name)) for name in SUMS),
            SQL("") if chosen is None else SQL(" JOIN %s ON m.unit_id = k.unit_id AND m.month = k.month", chosen),
        )
        replace_sums(self, ("unit_id", "month", "sliced_by", "channel"), chosen, fresh)
