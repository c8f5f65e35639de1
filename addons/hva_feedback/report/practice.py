from odoo import fields, models
from odoo.tools import SQL


class HvaPractice(models.Model):
    """What units do with their feedback: one row per feedback, meeting and improvement, for pivot, graph and list.

    `discussed` is 100 or 0 for each feedback with open text and NULL for everything else, so its plain average over any
    rows *is* the share that was discussed, on every level of the tree. Counts are sums.
    """

    _name = "hva.practice"
    _description = "Discussed and changed"
    _auto = False
    _order = "day desc, id desc"
    _rec_name = "unit_id"
    _depends = {
        "survey.user_input": ["hva_unit_id", "hva_given_on", "hva_has_text", "hva_discussed_on", "state", "test_entry"],
        "hva.meeting": ["unit_id", "held_on"],
        "hva.improvement": ["unit_id", "made_on", "state"],
        "hva.unit": ["parent_id", "parent_path", "company_id"],
    }

    unit_id = fields.Many2one("hva.unit", readonly=True)
    area_id = fields.Many2one("hva.unit", string="Unit above", readonly=True)
    division_id = fields.Many2one("hva.unit", readonly=True)
    company_id = fields.Many2one("res.company", string="County", readonly=True)
    day = fields.Date(readonly=True)
    feedback_count = fields.Integer("Feedback", readonly=True)
    text_count = fields.Integer("Feedback with open text", readonly=True)
    discussed_count = fields.Integer("Discussed feedback", readonly=True)
    discussed = fields.Float(
        "Discussed, % of open feedback", readonly=True, aggregator="avg", digits=(4, 1), exportable=False
    )
    meeting_count = fields.Integer("Meetings held", readonly=True)
    open_count = fields.Integer("Improvements open", readonly=True)
    done_count = fields.Integer("Improvements done", readonly=True)
    published_count = fields.Integer("Improvements published", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT row.*, unit.parent_id AS area_id, split_part(unit.parent_path, '/', 1)::int AS division_id,
                   unit.company_id
              FROM (
                SELECT a.id::bigint * 4 AS id, a.hva_unit_id AS unit_id, a.hva_given_on AS day, 1 AS feedback_count,
                       (a.hva_has_text IS TRUE)::int AS text_count,
                       (a.hva_discussed_on IS NOT NULL)::int AS discussed_count,
                       CASE WHEN a.hva_has_text IS NOT TRUE THEN NULL WHEN a.hva_discussed_on IS NULL THEN 0
                            ELSE 100 END::float8 AS discussed,
                       0 AS meeting_count, 0 AS open_count, 0 AS done_count, 0 AS published_count
                  FROM survey_user_input a
                 WHERE a.hva_is_feedback AND a.state = 'done' AND a.test_entry IS NOT TRUE
             UNION ALL
                SELECT m.id::bigint * 4 + 1, m.unit_id, m.held_on, 0, 0, 0, NULL, 1, 0, 0, 0
                  FROM hva_meeting m
                 WHERE m.held_on IS NOT NULL
             UNION ALL
                SELECT i.id::bigint * 4 + 2, i.unit_id, i.made_on, 0, 0, 0, NULL, 0,
                       (i.state IN ('draft', 'decided'))::int, (i.state IN ('done', 'published'))::int,
                       (i.state = 'published')::int
                  FROM hva_improvement i
                 WHERE i.state <> 'withdrawn'
              ) row
              JOIN hva_unit unit ON unit.id = row.unit_id
            """
        )
