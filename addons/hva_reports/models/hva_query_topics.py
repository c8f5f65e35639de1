from odoo import models

from ..tools.metric_registry import Figure, share
from ..tools.query_answer import Outside
from .hva_fact_topic_month import ANY

GROUP = "topic"
NONE = "0"  # key of the feedback that has no topic


class HvaQuery(models.AbstractModel):
    """How much feedback was about each topic. One feedback may have several, so rows add up to more than all of it.

    Of other units topics are never shown, nor which of them somebody chose.
    """

    _inherit = "hva.query"

    def _get_head_names(self, asked, scope, by_key, all_sums):
        if asked.group != GROUP:
            return super()._get_head_names(asked, scope, by_key, all_sums)
        if not scope.is_own:
            return []
        counts = self._count_topics(asked, scope, asked.span, all_sums)
        # sudo: names of topics are no secret
        topics = self.env["hva.topic"].sudo().with_context(active_test=False)
        found = topics.search([("id", "in", [int(key) for key in counts if key != NONE])])
        return [
            *((str(topic.id), topic.name) for topic in found),
            *((NONE, self.env._("No topic")) for key in counts if key == NONE),
        ]

    def _add_sources(self, asked, scope, counted, lines, total):
        result = super()._add_sources(asked, scope, counted, lines, total)
        if asked.group == GROUP:
            for name, span in self._get_spans(asked).items():
                sums = total.now if name == "now" else total.before or {}
                counts = self._count_topics(asked, scope, span, sums) if scope.is_own else {}
                for line in lines:
                    figures = line.figures if name == "now" else line.figures_before
                    figures.update(
                        {code: _figure(code, counts.get(line.key, 0), sums.get("answers", 0)) for code in asked.metrics}
                    )
        elif asked.group == "kind":
            for line in lines:
                line.figures["share"] = share(line.now.get("answers", 0), total.now.get("answers", 0))
                line.figures_before["share"] = share(
                    (line.before or {}).get("answers", 0), (total.before or {}).get("answers", 0)
                )
        return result

    def _count_topics(self, asked, scope, span, sums):
        """Return {topic id as text, "0" for none: feedback}. One statement."""
        if span not in scope.topics:
            scope.topics[span] = self._read_topics(asked, scope, span, sums.get("answers", 0))
        return scope.topics[span]

    def _read_topics(self, asked, scope, span, every):
        # sudo: the units are the reader's own
        counts = self.env["hva.fact.topic.month"].sudo()._counted(scope.keys, span, asked.by_dimension)
        untouched = every - counts.pop(ANY, 0)
        return {**{str(topic): count for topic, count in counts.items()}, **({NONE: untouched} if untouched else {})}


def _figure(code, count, every):
    if code == "answers":
        return Figure(count, None, None, count)
    return share(count, every) if code == "share" else Outside("not_here")
