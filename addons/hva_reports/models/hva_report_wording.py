from odoo import models
from odoo.tools import SQL

from ..tools.wording_breaks import Use, find_breaks
from .hva_fact import ITEM_COLUMNS


class HvaReportDefinition(models.Model):
    """Where the words of a question changed in the figures of a report."""

    _inherit = "hva.report.definition"

    def _get_breaks(self, unit_ids, span):
        """Return the `Break`s of the national items in the feedback of `unit_ids` during `span`. Two queries."""
        if not unit_ids:
            return ()
        rows = self.env.execute_query(
            SQL(
                """SELECT survey_id, lang_code, MIN(day), MAX(day) FROM hva_fact
                    WHERE unit_id IN %s AND day >= %s AND day < %s AND survey_id IS NOT NULL AND lang_code IS NOT NULL
                    GROUP BY survey_id, lang_code""",
                tuple(unit_ids),
                span.start,
                span.end,
            )
        )
        # sudo: the wordings of published sets are public
        versions = self.env["survey.survey"].sudo().browse({survey_id for survey_id, *_use in rows})
        keys = {version.id: column_keys(version.hva_wordings or {}) for version in versions}
        return find_breaks(
            Use(lang_code, first, last, keys[survey_id].get(lang_code, {}))
            for survey_id, lang_code, first, last in rows
        )


def column_keys(wordings):
    """Return {lang_code: {column of the fact: wording key}} of what a version keeps of its wordings."""
    keys = {}
    for code, by_lang in wordings.items():
        column = "nps" if code == "NPS" else ITEM_COLUMNS.get(code.split("-")[0])
        for lang_code, wording in by_lang.items():
            if column:
                keys.setdefault(lang_code, {})[column] = wording["key"]
    return keys
