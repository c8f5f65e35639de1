from odoo import api, fields, models
from odoo.tools import SQL

from .hva_fact_item_month import DIRTY_FACTS, dirty_months, facts_with, month_parts
from .hva_fact_month import replace_sums
from .hva_fact_reading import facts_where

ANY = 0  # stands for "some topic": feedback that has one or several, once each


class HvaFactTopicMonth(models.Model):
    """How much feedback of a unit's month was about each topic; `topic` ANY: how much had a topic at all.

    Topics are no part of the fact and may be chosen later: a trigger of their own marks the month. Summed by the marks
    and in the transaction of `hva.fact.month`.
    """

    _name = "hva.fact.topic.month"
    _description = "Topics of a unit's month"
    _log_access = False
    _order = "month desc, unit_id, topic"

    unit_id = fields.Many2one("hva.unit", string="Unit visited", required=True, readonly=True, ondelete="restrict")
    month = fields.Date(required=True, readonly=True)
    topic = fields.Integer(string="Number of the topic", required=True, readonly=True, aggregator=None)
    answers = fields.Integer(readonly=True)

    _key_uniq = models.UniqueIndex("(unit_id, month, topic)", "A month is summed once.")
    _month_unit_ix = models.Index("(month, unit_id)")

    def init(self):
        """Let the database mark the months whose topics change: they also go by cascade, with a topic that is gone."""
        result = super().init()
        field = self.env["survey.user_input"]._fields["hva_topic_ids"]
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION hva_topic_mark_dirty() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    INSERT INTO hva_fact_dirty (unit_id, month)
                    SELECT DISTINCT f.unit_id, date_trunc('month', f.day)::date
                      FROM changed r JOIN hva_fact f ON f.answer_id = r.%(answer)s;
                    RETURN NULL;
                END $$;
                CREATE OR REPLACE TRIGGER hva_topic_chosen AFTER INSERT ON %(relation)s
                    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION hva_topic_mark_dirty();
                CREATE OR REPLACE TRIGGER hva_topic_taken_off AFTER DELETE ON %(relation)s
                    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION hva_topic_mark_dirty();
                """,
                answer=SQL.identifier(field.column1),
                relation=SQL.identifier(field.relation),
            )
        )
        return result

    @api.model
    def _derive(self, chosen=None):
        """Sum the topics of `chosen`, a table k(unit_id, month), or of all months."""
        if not self._is_needed():
            return
        fresh = SQL(
            """SELECT f.unit_id, date_trunc('month', f.day)::date AS month, COALESCE(r.topic, %s) AS topic,
                      COUNT(DISTINCT f.id) AS answers
                 FROM %s
                GROUP BY GROUPING SETS ((1, 2, r.topic), (1, 2))""",
            ANY,
            facts_with(chosen, SQL("%s WHERE r.answer = f.answer_id", self._topics()), SQL("topic")),
        )
        replace_sums(self, ("unit_id", "month", "topic"), chosen, fresh, ("answers",))

    @api.model
    def _is_needed(self):
        """Tell whether any feedback has a topic, or had one when it was summed."""
        relation = SQL.identifier(self.env["survey.user_input"]._fields["hva_topic_ids"].relation)
        query = "SELECT EXISTS (SELECT FROM %s) OR EXISTS (SELECT FROM hva_fact_topic_month)"
        return self.env.execute_query(SQL(query, relation))[0][0]

    @api.model
    def _counted(self, units, span, filters):
        """Return {topic id, or ANY: feedback} of `span`. One statement, as of now; the terms of `_counted` of items."""
        self.env.flush_all()
        where = SQL(" AND f.unit_id = ANY(%s::int[])%s", list(units), facts_where(filters))
        months, edges = month_parts(span, is_coarse=not filters)
        parts = [self._of_facts(SQL("hva_fact f"), edges, where)] if edges else []
        if months:
            first, end = months
            parts.append(self._of_facts(DIRTY_FACTS, SQL("TRUE"), where))
            parts.append(
                SQL(
                    """SELECT m.topic, m.answers AS count FROM hva_fact_topic_month m
                        WHERE m.month >= %s AND m.month < %s AND m.unit_id = ANY(%s::int[])
                          AND ((SELECT COUNT(*) FROM dirty) = 0
                               OR (m.unit_id, m.month) NOT IN (SELECT d.unit_id, d.month FROM dirty d))""",
                    first,
                    end,
                    list(units),
                )
            )
        rows = self.env.execute_query(
            SQL(
                "WITH dirty AS MATERIALIZED (%s) SELECT topic, SUM(count)::bigint FROM (%s) c GROUP BY 1",
                dirty_months(months, units),
                SQL(" UNION ALL ").join(parts),
            )
        )
        return {topic: count for topic, count in rows if count}

    @api.model
    def _topics(self):
        field = self.env["survey.user_input"]._fields["hva_topic_ids"]
        return SQL(
            "(SELECT %s AS answer, %s AS topic FROM %s) r",
            SQL.identifier(field.column1),
            SQL.identifier(field.column2),
            SQL.identifier(field.relation),
        )

    @api.model
    def _of_facts(self, facts, days, where):
        return SQL(
            """SELECT COALESCE(r.topic, %s) AS topic, COUNT(DISTINCT f.id) AS count
                 FROM %s JOIN %s ON r.answer = f.answer_id WHERE (%s)%s
                GROUP BY GROUPING SETS ((r.topic), ())""",
            ANY,
            facts,
            self._topics(),
            days,
            where,
        )
