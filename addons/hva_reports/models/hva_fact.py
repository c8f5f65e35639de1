from odoo import api, fields, models, tools
from odoo.tools import SQL

from odoo.addons.hva_feedback.tools import codes_tables

# National items: the code in the bank up to its "-" (ST3-H and ST3-S are the two sides of ST3) -> column of the fact
ITEM_COLUMNS = {
    code.upper(): f"item_{code}" for code in ("st1", "st2", "st3", "st4", "st5", "st6", "st7", "lang", "pei")
}


class SmallInteger(fields.Integer):
    """An integer of two bytes. A fact has ten of them and there are millions of facts."""

    _column_type = ("int2", "int2")


class HvaFact(models.Model):
    """One feedback as numbers: what reports count instead of survey lines.

    Written in the transaction that stores the answer, by one SQL statement that also repairs and rebuilds, so a fact
    never differs from its answer. NULL means "not asked" in the item columns and "no score" in `nps`; the ORM reads
    NULL as 0, therefore figures are taken by SQL (`hva.fact.month`, `hva.feedback.analysis`) and never by `read`.
    Every change marks the unit's month for the rollup, by a trigger: also deletions by cascade or plain SQL.
    """

    _name = "hva.fact"
    _description = "Feedback as numbers"
    _log_access = False
    _order = "day desc, id desc"

    answer_id = fields.Many2one("survey.user_input", required=True, readonly=True, ondelete="cascade")
    unit_id = fields.Many2one("hva.unit", string="Unit visited", required=True, readonly=True, ondelete="restrict")
    day = fields.Date(required=True, readonly=True)
    channel = fields.Selection(list(codes_tables.CHANNELS), readonly=True)
    contact_mode = fields.Selection(list(codes_tables.CONTACT_MODES), string="Mode of contact", readonly=True)
    service_id = fields.Many2one("hva.service", readonly=True, ondelete="restrict")
    lang_code = fields.Char(string="Language code", readonly=True)
    respondent_group = fields.Selection(list(codes_tables.RESPONDENT_GROUPS), string="Who answered", readonly=True)
    age_band = fields.Selection(list(codes_tables.AGE_BANDS), string="Age", readonly=True)
    assisted_by = fields.Selection(list(codes_tables.ASSISTED_BY), readonly=True)
    kind = fields.Selection(list(codes_tables.KINDS), readonly=True)
    has_text = fields.Boolean("Has open text", readonly=True)
    survey_id = fields.Many2one("survey.survey", string="Set version", required=True, readonly=True, ondelete="cascade")
    nps = SmallInteger(string="Recommendation 0–10", readonly=True, aggregator=None)
    # NULL not asked, -1 skipped, 0 does not apply, 1-5 the answer (1-3 for PEI)
    item_st1 = SmallInteger(string="Statement 1", readonly=True, aggregator=None)
    item_st2 = SmallInteger(string="Statement 2", readonly=True, aggregator=None)
    item_st3 = SmallInteger(string="Statement 3", readonly=True, aggregator=None)
    item_st4 = SmallInteger(string="Statement 4", readonly=True, aggregator=None)
    item_st5 = SmallInteger(string="Statement 5", readonly=True, aggregator=None)
    item_st6 = SmallInteger(string="Statement 6", readonly=True, aggregator=None)
    item_st7 = SmallInteger(string="Statement 7", readonly=True, aggregator=None)
    item_lang = SmallInteger(string="Language of the service", readonly=True, aggregator=None)
    item_pei = SmallInteger(string="Enablement (PEI)", readonly=True, aggregator=None)

    _answer_uniq = models.UniqueIndex("(answer_id)", "An answer has one fact.")
    _unit_day_ix = models.Index("(unit_id, day)")
    _day_ix = models.Index("(day)")  # not BRIN: a new fact in an old page's gap makes a whole range of old pages match
    _survey_lang_day_ix = models.Index("(survey_id, lang_code, day)")

    def init(self):
        """Let the database mark the months to sum again.

        A trigger and not code, because facts also go when answers are deleted by cascade, by retention in plain SQL or
        by an import: a rollup that misses one of these is wrong for ever.
        """
        result = super().init()
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION hva_fact_mark_dirty() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP <> 'INSERT' THEN
                    INSERT INTO hva_fact_dirty (unit_id, month)
                    SELECT DISTINCT unit_id, date_trunc('month', day)::date FROM old_facts;
                END IF;
                IF TG_OP <> 'DELETE' THEN
                    INSERT INTO hva_fact_dirty (unit_id, month)
                    SELECT DISTINCT unit_id, date_trunc('month', day)::date FROM new_facts;
                END IF;
                RETURN NULL;
            END $$;
            CREATE OR REPLACE TRIGGER hva_fact_inserted AFTER INSERT ON hva_fact
                REFERENCING NEW TABLE AS new_facts FOR EACH STATEMENT EXECUTE FUNCTION hva_fact_mark_dirty();
            CREATE OR REPLACE TRIGGER hva_fact_updated AFTER UPDATE ON hva_fact
                REFERENCING OLD TABLE AS old_facts NEW TABLE AS new_facts
                FOR EACH STATEMENT EXECUTE FUNCTION hva_fact_mark_dirty();
            CREATE OR REPLACE TRIGGER hva_fact_deleted AFTER DELETE ON hva_fact
                REFERENCING OLD TABLE AS old_facts FOR EACH STATEMENT EXECUTE FUNCTION hva_fact_mark_dirty();
            """
        )
        return result

    @api.model
    def _add(self, answers):
        """Write the facts of answers that were finished a moment ago. The giver waits, so nothing else is looked after:
        one statement, and a second where the set asks own coded items. An answer that has its fact keeps it as it is.
        """
        self.env.flush_all()  # as in _rebuild
        these = SQL("a.id IN %s", tuple(answers.ids))
        self.env.cr.execute(SQL("%s DO NOTHING", _insert_facts(these)))
        if any(self._asks_own_items(survey.id) for survey in answers.survey_id):
            self._replace_own_items(these)

    @api.model
    @tools.ormcache("survey_id")
    def _asks_own_items(self, survey_id):
        """Tell whether a set version asks coded items that have no column here. Publishing it clears the cache."""
        [(asks,)] = self.env.execute_query(
            SQL(
                """SELECT EXISTS (SELECT FROM survey_question q
                    WHERE q.survey_id = %s AND q.question_type IN ('simple_choice', 'scale') AND %s)""",
                survey_id,
                _own_items(),
            )
        )
        return asks

    @api.model
    def _rebuild(self, answers=None):
        """Bring the facts of `answers`, or of every feedback, in step with what is stored. Any number of times.

        Answers that are no longer finished feedback lose their fact. Two statements, however many answers.
        """
        if answers is not None and not answers:
            return
        self.env.flush_all()  # before SQL reads: the answers were created a moment ago in this transaction
        these = SQL("a.id IN %s", tuple(answers.ids)) if answers is not None else SQL("TRUE")
        self.env.cr.execute(
            SQL("WITH stale AS (%s) %s DO UPDATE SET %s", _delete_stale(these), _insert_facts(these), _CHANGES)
        )
        self._replace_own_items(these)

    def _replace_own_items(self, these):
        self.env.cr.execute(SQL(_REPLACE_OWN_ITEMS, these=these, own_items=_own_items()))
        self.invalidate_model()
        self.env["hva.fact.item"].invalidate_model()


_REPLACE_OWN_ITEMS = """
    WITH wanted AS (
        SELECT f.id AS fact_id, q.id AS question_id, q.hva_item_id AS item_id, l.hva_value AS value
          FROM hva_fact f
          JOIN survey_user_input a ON a.id = f.answer_id
          JOIN survey_user_input_line l ON l.user_input_id = a.id AND l.hva_value IS NOT NULL AND l.skipped IS NOT TRUE
          JOIN survey_question q ON q.id = l.question_id AND q.question_type IN ('simple_choice', 'scale')
         WHERE %(these)s AND %(own_items)s
    ), gone AS (
        DELETE FROM hva_fact_item x USING hva_fact f, survey_user_input a
         WHERE f.id = x.fact_id AND a.id = f.answer_id AND %(these)s
           AND NOT EXISTS (SELECT FROM wanted w WHERE w.fact_id = x.fact_id AND w.question_id = x.question_id)
    )
    INSERT INTO hva_fact_item (fact_id, question_id, item_id, value)
    SELECT fact_id, question_id, item_id, value FROM wanted
    ON CONFLICT (fact_id, question_id) DO UPDATE SET value = EXCLUDED.value, item_id = EXCLUDED.item_id
"""

# what the fact copies from the answer as it is: column of the fact -> field of the answer
COPIED = {
    "unit_id": "hva_unit_id",
    "day": "hva_given_on",
    "channel": "hva_channel",
    "contact_mode": "hva_contact_mode",
    "service_id": "hva_service_id",
    "lang_code": "hva_lang_code",
    "respondent_group": "hva_respondent_group",
    "age_band": "hva_age_band",
    "assisted_by": "hva_assisted_by",
    "kind": "hva_kind",
    "has_text": "hva_has_text",
    "survey_id": "survey_id",
}


def _own_items():
    """SQL condition: question `q` asks an own coded item, not NPS, a contact wish or one of the national columns."""
    return SQL(
        """COALESCE(q.hva_role, 'own') NOT IN ('nps', 'contact_wish') AND NOT EXISTS (
            SELECT FROM hva_question_item i
             WHERE i.id = q.hva_item_id AND split_part(i.code, '-', 1) IN %s)""",
        tuple(ITEM_COLUMNS),
    )


def asks_own_items():
    """SQL that gives the ids of our set versions that ask own coded items."""
    return SQL(
        """SELECT DISTINCT q.survey_id FROM survey_question q JOIN survey_survey s ON s.id = q.survey_id
            WHERE s.hva_set_id IS NOT NULL AND q.question_type IN ('simple_choice', 'scale') AND %s""",
        _own_items(),
    )


_READY = SQL(
    """a.hva_is_feedback AND a.state = 'done' AND a.test_entry IS NOT TRUE AND a.hva_is_left_out IS NOT TRUE
       AND a.hva_unit_id IS NOT NULL
       AND (a.hva_channel IS DISTINCT FROM 'targeted'
            OR EXISTS (SELECT FROM hva_collector way WHERE way.id = a.hva_collector_id AND way.counts_in_results))"""
)  # a targeted survey stays out of the figures of its unit unless it says otherwise: docs/decisions/0070
_COMMA = SQL(", ")
_ITEMS = _COMMA.join(SQL.identifier(column) for column in ITEM_COLUMNS.values())
# An item is -1 where the giver was asked it and no line answers it. NULL where not asked: the set version does not hold
# it, or it was the turn of other statements.
_VALUES = _COMMA.join(
    SQL(
        "MAX(CASE WHEN l.id IS NULL OR l.skipped THEN -1 ELSE l.hva_value END)"
        " FILTER (WHERE split_part(i.code, '-', 1) = %s) AS %s",
        code,
        SQL.identifier(column),
    )
    for code, column in ITEM_COLUMNS.items()
)
_CHANGES = _COMMA.join(
    SQL("%s = EXCLUDED.%s", SQL.identifier(column), SQL.identifier(column))
    for column in (*COPIED, "nps", *ITEM_COLUMNS.values())
)


def _delete_stale(these):
    """SQL that drops the facts of those among `these` that are no finished feedback."""
    return SQL(
        """DELETE FROM hva_fact f USING survey_user_input a
            WHERE a.id = f.answer_id AND %(these)s AND (%(ready)s) IS NOT TRUE""",
        these=these,
        ready=_READY,
    )


def _insert_facts(these):
    """SQL that writes one fact per ready answer of `these`; the caller says what follows ON CONFLICT."""
    return SQL(
        """
        INSERT INTO hva_fact (answer_id, %(copied)s, nps, %(items)s)
        SELECT a.id, %(sources)s, CASE WHEN a.hva_has_nps THEN a.hva_nps END, %(items)s
          FROM survey_user_input a
          CROSS JOIN LATERAL (
                SELECT %(values)s
                  FROM survey_question q
                  JOIN hva_question_item i ON i.id = q.hva_item_id
             LEFT JOIN survey_user_input_line l ON l.user_input_id = a.id AND l.question_id = q.id
                 WHERE q.survey_id = a.survey_id AND q.hva_role IN ('statement', 'language', 'pei')
                   AND NOT COALESCE(a.hva_not_asked @> to_jsonb(q.id), FALSE)
          ) answered
         WHERE %(these)s AND %(ready)s
        ON CONFLICT (answer_id)""",
        copied=_COMMA.join(SQL.identifier(column) for column in COPIED),
        sources=_COMMA.join(SQL.identifier("a", field) for field in COPIED.values()),
        items=_ITEMS,
        values=_VALUES,
        these=these,
        ready=_READY,
    )
