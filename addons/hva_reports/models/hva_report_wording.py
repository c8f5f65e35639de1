from odoo import models
from odoo.tools import SQL

from ..tools.wording_breaks import Use
from ..tools.wording_parts import Counting, Words, column_keys


class HvaReportDefinition(models.Model):
    """In which words the questions behind a report were asked, and which of them its figures stand for."""

    _inherit = "hva.report.definition"

    def _get_counted(self, unit_ids, span, looked_at):
        """Return the `Counting` of a report on `span` over the feedback of `unit_ids` that looks at figures of the days
        `looked_at`: where a question had several wordings, its figure stands for what most people of `span` met.

        Two queries, and a third where words changed.
        """
        words = self._get_words(unit_ids, looked_at)
        if not words.breaks:
            return Counting(words)
        return Counting(words, words.chosen(self._get_sums(unit_ids, span, ("lang_code", "survey_id"))))

    def _get_words(self, unit_ids, span):
        if not unit_ids:
            return Words()
        rows = self.env.execute_query(
            SQL(
                """SELECT survey_id, lang_code, MIN(day), MAX(day) FROM hva_fact
                    WHERE unit_id IN %s AND day >= %s AND day < %s AND lang_code IS NOT NULL
                    GROUP BY survey_id, lang_code""",
                tuple(unit_ids),
                span.start,
                span.end,
            )
        )
        # sudo: the wordings of published sets are public
        versions = self.env["survey.survey"].sudo().browse({survey_id for survey_id, *_use in rows})
        keys = {version.id: column_keys(version.hva_wordings or {}) for version in versions}
        uses = (
            Use(lang_code, first, last, keys[survey_id].get(lang_code, {}))
            for survey_id, lang_code, first, last in rows
        )
        return Words(tuple(uses), keys)
