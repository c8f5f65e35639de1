from odoo import fields, models
from odoo.tools import SQL

from ..models.hva_visit import REASONS


class HvaVisitOutcome(models.Model):
    """How many visits of a unit were asked about in a month, and why the others were not: counts, never a visit.

    A manager sees the counts of own units and no visit at all. Non-disclosure is counted together with missing
    consent, because even a count of one in a small unit would point at somebody.
    """

    _name = "hva.visit.outcome"
    _description = "Why not asked"
    _auto = False
    _order = "month desc, unit_id, id"
    _rec_name = "unit_id"
    _depends = {
        "hva.visit": ["unit_id", "service_id", "contact_mode", "visit_on", "reason", "state"],
        "hva.unit": ["parent_id", "company_id"],
    }

    unit_id = fields.Many2one("hva.unit", string="Unit visited", readonly=True)
    area_id = fields.Many2one("hva.unit", string="Unit above", readonly=True)
    company_id = fields.Many2one("res.company", string="County", readonly=True)
    service_id = fields.Many2one("hva.service", readonly=True)
    contact_mode = fields.Selection(
        lambda self: self.env["hva.visit"]._fields["contact_mode"].selection, string="Mode of contact", readonly=True
    )
    month = fields.Date(readonly=True)
    reason = fields.Selection(REASONS, string="Outcome", readonly=True)
    visit_count = fields.Integer("Visits", readonly=True)
    invited_count = fields.Integer("Invited", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT visit.*, unit.parent_id AS area_id, unit.company_id
              FROM (
                SELECT min(v.id) AS id, v.unit_id, v.service_id, v.contact_mode,
                       date_trunc('month', v.visit_on)::date AS month,
                       CASE v.reason WHEN 'non_disclosure' THEN 'no_consent' ELSE v.reason END AS reason,
                       count(*)::int AS visit_count,
                       (count(*) FILTER (WHERE v.reason = 'invited'))::int AS invited_count
                  FROM hva_visit v
                 WHERE v.state = 'evaluated'
                 GROUP BY v.unit_id, v.service_id, v.contact_mode, 5, 6
              ) visit
              JOIN hva_unit unit ON unit.id = visit.unit_id
            """
        )
