from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ..tools.routing import AnswerFacts
from ..tools.word_match import found


class SurveyUserInput(models.Model):
    """What routing may know of answers, gathered for any number of them by three statements."""

    _inherit = "survey.user_input"

    def _hva_routing_facts(self, rules):
        """Return answer id -> `tools.routing.AnswerFacts` for all of `self`. The caller's rights are not asked.

        :param rules: the `tools.routing.Rule` that will be decided by: their words are looked for in the open text,
            which is not read when no rule has words
        """
        self.env.flush_all()
        # SQL: the rehearsal asks this of fifty thousand answers, of which the ORM would make records first
        rows = self.env.execute_query(
            SQL(
                """SELECT a.id, a.hva_wants_contact, a.hva_kind,
                          CASE WHEN a.hva_has_nps THEN COALESCE(a.hva_nps, 0) END, a.hva_has_text,
                          a.hva_service_id, a.hva_channel, u.parent_path, u.company_id
                     FROM survey_user_input a LEFT JOIN hva_unit u ON u.id = a.hva_unit_id
                    WHERE a.id = ANY(%s)""",
                list(self.ids),
            )
        )
        topics = self._hva_routing_topics()
        words = self._hva_routing_words(frozenset().union(*(rule.words for rule in rules)))
        branches = {path: frozenset(map(int, path.strip("/").split("/"))) for *_facts, path, _county in rows if path}
        return {
            answer_id: AnswerFacts(
                wants_contact=bool(wants_contact),
                kind=kind,
                nps=nps,
                has_text=bool(has_text),
                service_id=service_id,
                channel=channel,
                topic_ids=topics.get(answer_id, frozenset()),
                words=words.get(answer_id, frozenset()),
                unit_ids=branches.get(path, frozenset()),
                company_id=company_id,
            )
            for answer_id, wants_contact, kind, nps, has_text, service_id, channel, path, company_id in rows
        }

    def _hva_routing_topics(self):
        """Return answer id -> ids of its topics, archived ones too."""
        field = self._fields["hva_topic_ids"]
        topics = defaultdict(set)
        query = SQL(  # SQL: as in _hva_routing_facts
            "SELECT %(answer)s, %(topic)s FROM %(relation)s WHERE %(answer)s = ANY(%(ids)s)",
            answer=SQL.identifier(field.column1),
            topic=SQL.identifier(field.column2),
            relation=SQL.identifier(field.relation),
            ids=list(self.ids),
        )
        for answer_id, topic_id in self.env.execute_query(query):
            topics[answer_id].add(topic_id)
        return {answer_id: frozenset(ids) for answer_id, ids in topics.items()}

    def _hva_routing_words(self, words):
        """Return answer id -> those of `words` that its open text has; the texts themselves go no further."""
        if not words:
            return {}
        rows = self.env.execute_query(
            SQL(  # SQL: as in _hva_routing_facts
                """SELECT user_input_id, string_agg(COALESCE(value_text_box, value_char_box), E'\n')
                     FROM survey_user_input_line
                    WHERE user_input_id = ANY(%s) AND skipped IS NOT TRUE
                      AND (value_text_box IS NOT NULL OR value_char_box IS NOT NULL)
                    GROUP BY user_input_id""",
                list(self.ids),
            )
        )
        patterns = sorted(words)
        return {answer_id: hits for answer_id, text in rows if (hits := found(text, patterns))}
