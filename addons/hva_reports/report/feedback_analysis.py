from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.hva_feedback.tools import codes_tables

from ..models.hva_fact import ITEM_COLUMNS


class HvaFeedbackAnalysis(models.Model):
    """Feedback of own units for graph, pivot and list: one row per feedback, straight from the facts.

    `nps` is 100 for a promoter, 0 for a passive, -100 for a detractor and NULL without a score. Its plain average over
    any set of rows *is* the NPS of these people, so every door of grouping gives a true score, on every level, without
    an override: no average of averages. The same holds for the means of the statements, where only 1-5 count.
    """

    _name = "hva.feedback.analysis"
    _description = "Feedback analysis"
    _auto = False
    _order = "day desc, id desc"
    _rec_name = "unit_id"

    unit_id = fields.Many2one("hva.unit", readonly=True)
    area_id = fields.Many2one("hva.unit", string="Unit above", readonly=True)
    company_id = fields.Many2one("res.company", string="County", readonly=True)
    day = fields.Date(readonly=True)
    channel = fields.Selection(list(codes_tables.CHANNELS), readonly=True)
    contact_mode = fields.Selection(list(codes_tables.CONTACT_MODES), string="Mode of contact", readonly=True)
    service_id = fields.Many2one("hva.service", readonly=True)
    lang_code = fields.Char("Language", readonly=True)
    respondent_group = fields.Selection(list(codes_tables.RESPONDENT_GROUPS), string="Who answered", readonly=True)
    kind = fields.Selection(list(codes_tables.KINDS), readonly=True)
    survey_id = fields.Many2one("survey.survey", string="Set version", readonly=True)
    nps_wording_on = fields.Date(
        "Recommendation: words since",
        readonly=True,
        help="The day since which the set asked the recommendation in these words. Figures of different days here are "
        "not comparable.",
    )
    score = fields.Char("Recommendation 0–10", readonly=True, help="Empty when the question was skipped.")
    nps = fields.Float(
        "NPS",
        readonly=True,
        aggregator="avg",
        digits=(4, 1),
        exportable=False,
        help="Empty where a group holds answers to different words of the question.",
    )
    nps_count = fields.Integer("NPS answers (n)", readonly=True)
    promoters = fields.Integer("Promoters (9–10)", readonly=True)
    passives = fields.Integer("Passives (7–8)", readonly=True)
    detractors = fields.Integer("Detractors (0–6)", readonly=True)
    # Not exportable: a list export reads an empty number as 0 and would average it.
    item_st1 = fields.Float("Statement 1: help when needed", readonly=True, aggregator="avg", exportable=False)
    item_st2 = fields.Float("Statement 2: cared for as a whole", readonly=True, aggregator="avg", exportable=False)
    item_st3 = fields.Float("Statement 3: decided together", readonly=True, aggregator="avg", exportable=False)
    item_st4 = fields.Float("Statement 4: felt safe", readonly=True, aggregator="avg", exportable=False)
    item_st5 = fields.Float("Statement 5: knows what comes next", readonly=True, aggregator="avg", exportable=False)
    item_st6 = fields.Float("Statement 6: could understand", readonly=True, aggregator="avg", exportable=False)
    item_st7 = fields.Float("Statement 7: was useful", readonly=True, aggregator="avg", exportable=False)
    item_lang = fields.Float("Own language", readonly=True, aggregator="avg", exportable=False)
    item_pei = fields.Float("Enablement (PEI, 1–3)", readonly=True, aggregator="avg", exportable=False)

    @property
    def _table_query(self):
        items = SQL(", ").join(
            SQL(
                "CASE WHEN %(item)s > 0 THEN %(item)s::float8 END AS %(name)s",
                item=SQL.identifier("f", column),
                name=SQL.identifier(column),
            )
            for column in ITEM_COLUMNS.values()
        )
        keys = SQL(", ").join(
            SQL("w.%(name)s AS %(name)s", name=SQL.identifier(key_column(column)))
            for column in ("nps", *ITEM_COLUMNS.values())
        )
        return SQL(
            """
            SELECT f.id, f.unit_id, u.parent_id AS area_id, u.company_id, f.day, f.channel, f.contact_mode,
                   f.service_id, f.lang_code, f.respondent_group, f.kind, f.survey_id,
                   w.nps_wording_on, f.nps::text AS score,
                   (CASE WHEN f.nps >= 9 THEN 100 WHEN f.nps >= 7 THEN 0 WHEN f.nps >= 0 THEN -100 END)::float8 AS nps,
                   (f.nps IS NOT NULL)::int AS nps_count,
                   COALESCE((f.nps >= 9)::int, 0) AS promoters,
                   COALESCE((f.nps BETWEEN 7 AND 8)::int, 0) AS passives,
                   COALESCE((f.nps <= 6)::int, 0) AS detractors,
                   %(items)s, %(keys)s
              FROM hva_fact f
              JOIN hva_unit u ON u.id = f.unit_id
         LEFT JOIN (%(words)s) w ON w.survey_id = f.survey_id AND w.lang_code = f.lang_code
            """,
            items=items,
            keys=keys,
            words=_words(),
        )


def key_column(column):
    """Return the column of the query that says in which words the question of `column` was asked."""
    return f"{column}_words"


def _words():
    """SQL of one row per version and language: the wording key of each counted question. Hundreds of rows at most."""
    code = SQL("split_part(question.key, '-', 1)")
    return SQL(
        """
        SELECT s.id AS survey_id, lang.key AS lang_code,
               (MIN(lang.value->>'since') FILTER (WHERE question.key = 'NPS'))::date AS nps_wording_on, %(keys)s
          FROM survey_survey s, jsonb_each(s.hva_wordings) question, jsonb_each(question.value) lang
         GROUP BY 1, 2
        """,
        keys=SQL(", ").join(
            SQL("MIN(lang.value->>'key') FILTER (WHERE %s = %s) AS %s", code, item, SQL.identifier(key_column(column)))
            for item, column in {"NPS": "nps", **ITEM_COLUMNS}.items()
        ),
    )
