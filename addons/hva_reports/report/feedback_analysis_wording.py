from odoo import api, models
from odoo.tools import SQL

from ..models.hva_fact import ITEM_COLUMNS
from .feedback_analysis import key_column

# field -> the column whose words its figures depend on
FIGURES = {**dict.fromkeys(("nps", "promoters", "passives", "detractors"), "nps")} | {
    column: column for column in ITEM_COLUMNS.values()
}


class HvaFeedbackAnalysis(models.Model):
    """No figure of the analysis is made from answers to different words, whatever it is grouped by.

    A group that holds two wordings of a question in one language has no figure of that question: grouped by set version
    or by "words since", each wording has its own. So a pivot, a graph and what is exported from them cannot mix. Days,
    weeks, months and years in which the recommendation got other words say so beside their name.
    """

    _inherit = "hva.feedback.analysis"

    def _read_group_select(self, aggregate_spec, query):
        aggregate = super()._read_group_select(aggregate_spec, query)
        column = FIGURES.get(aggregate_spec.split(":")[0])
        if not column:
            return aggregate
        words, lang = SQL.identifier(self._table, key_column(column)), SQL.identifier(self._table, "lang_code")
        answered = SQL.identifier(self._table, column)
        return SQL(
            """CASE WHEN COUNT(DISTINCT (%(lang)s, %(words)s)) FILTER (WHERE %(asked)s)
                      <= COUNT(DISTINCT %(lang)s) FILTER (WHERE %(asked)s) THEN %(aggregate)s END""",
            lang=lang,
            words=words,
            asked=SQL("%s IS NOT NULL AND %s IS NOT NULL", answered, words),
            aggregate=aggregate,
        )

    @api.model
    @api.readonly
    def formatted_read_group(self, domain, groupby=(), aggregates=(), **kwargs):
        """The graph draws what is not there as 0; None is a gap in its line."""
        groups = super().formatted_read_group(domain, groupby, aggregates, **kwargs)
        figures = [spec for spec in aggregates if spec.split(":")[0] in FIGURES]
        if not self.env.context.get("read_group_expand"):  # the list's groups, which say nothing where False is
            for group in groups:
                group.update({spec: None for spec in figures if group[spec] is False})
        return groups

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        formatter = super()._web_read_group_groupby_formatter(groupby_spec, values)
        if not groupby_spec.startswith("day:") or not (days := self._wording_days()):
            return formatter

        def marked(value):
            shown, domain = formatter(value)
            edges = {leaf[1]: leaf[2] for leaf in domain if len(leaf) == 3}
            if ">=" in edges and "<" in edges and any(edges[">="] <= day < edges["<"] for day in days):
                shown = (shown[0], self.env._("%(period)s (words changed)", period=shown[1]))
            return shown, domain

        return marked

    def _wording_days(self):
        """Return the days (ISO) on which the recommendation was first answered in other words, in any language."""
        met, days = set(), []
        groups = self._read_group(
            [], ["lang_code", "nps_wording_on:day"], ["day:min"], having=[("nps_count:sum", ">", 0)]
        )
        for lang_code, _since, day in sorted(groups, key=lambda group: group[2]):
            if lang_code in met:
                days.append(day.isoformat())
            met.add(lang_code)
        return days
