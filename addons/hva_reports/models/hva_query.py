from odoo import api, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.hva_feedback.tools import codes_tables

from ..tools import query_answer as answers
from ..tools.metric_registry import ITEMS, METRICS, NPS_COLUMNS
from ..tools.query_definition import FILTERS, DefinitionError, Offered, parse
from ..tools.sums import merged
from ..tools.wording_parts import columns_of

CODED = {
    "channel": codes_tables.CHANNELS,
    "contact_mode": codes_tables.CONTACT_MODES,
    "respondent_group": codes_tables.RESPONDENT_GROUPS,
    "age_band": codes_tables.AGE_BANDS,
    "language": codes_tables.LANGUAGES,
    "kind": codes_tables.KINDS,
}
ONE_KEY = 0  # of all units together
# of a row of sums: what it is about; the rest are counts
HEADS = {"key", "step", *CODED, "survey", "service", "assisted", "lang_code", "survey_id"}


class HvaQuery(models.AbstractModel):
    """The one place that answers questions about results. The contract: tools/query_definition.py."""

    _name = "hva.query"
    _description = "Results"

    @api.model
    def query(self, definition):
        """Return the answer to `definition` as the current user may see it, shaped as tools/query_definition.py says.

        Raises AccessError for whoever has no part in feedback, UserError for a definition that cannot be answered. The
        number of statements depends neither on the number of units nor on that of answers.
        """
        if not self.env.user.has_group("hva_feedback.hva_feedback_group_viewer"):
            raise AccessError(self.env._("Results are for people who have a part in customer feedback."))
        today = self.env["hva.clock"]._today()
        tree = self._get_tree()
        try:
            asked = parse(definition, self._get_offered(tree), today)
        except DefinitionError as error:
            if error.place == "unit":  # anybody may be sent an address of another county's unit
                raise UserError(
                    self.env._("This unit is not of the county that you look at, or it is there no more.")
                ) from error
            raise UserError(self.env._("This cannot be asked. %(reason)s", reason=error)) from error
        scope = self._get_scope(asked, tree)
        counted = self._get_counting(asked, scope)
        lines, total = self._get_lines(asked, scope, counted)
        self._add_sources(asked, scope, counted, lines, total)
        self._protect(asked, scope, lines, total)
        return self._get_answer(asked, scope, counted, lines, total, today)

    @api.model
    def _get_offered(self, tree):
        values = {name: {code for code, _label in CODED[dim]} for name, dim in FILTERS.items() if dim in CODED}
        return Offered(METRICS, {**values, "services": set(self._get_service_ids())}, tree.nodes)

    @api.model
    def _get_service_ids(self):
        # sudo: names of services are no secret
        return self.env["hva.service"].sudo().with_context(active_test=False).search([]).ids

    # ------------------------------------------------------------------ sums

    def _get_lines(self, asked, scope, counted):
        """Return ([Line], Line of the total). Two statements, four with an earlier period."""
        spans = {"now": asked.span, **({"before": asked.earlier} if asked.earlier else {})}
        by_key = {
            name: _by_key(self._get_sums(asked, scope, counted, span), asked, span) for name, span in spans.items()
        }
        all_sums = {name: merged(part.values()) for name, part in by_key.items()}
        total = answers.Line(
            "total",
            self.env._("Together"),
            all_sums["now"],
            all_sums.get("before"),
            is_own=scope.is_own,
        )
        heads = self._get_heads(asked, scope, by_key["now"], all_sums["now"])
        for position, line in enumerate(heads):
            if asked.group in ("statement", "nps_class"):
                line.now, line.before = all_sums["now"], all_sums.get("before")
            else:
                line.now = by_key["now"].get(line.key, {})
                if asked.earlier:
                    earlier = self._get_earlier_key(asked, position, line.key)
                    line.before = by_key["before"].get(earlier, {})
        return heads, total

    def _get_earlier_key(self, asked, position, key):
        """Return the key of the earlier period's sums for a line; None when that period has no such step."""
        if asked.group != "step" or key == "total":
            return key
        earlier = asked.steps_of_earlier()
        return earlier[position].start.isoformat() if position < len(earlier) else None

    def _get_sums(self, asked, scope, counted, span):
        """Return the sums of `span` by row of the answer and what else it is asked by, read once for all who need them.

        Where words changed: by language and version too, with those answers alone that the figures stand for.
        """
        if span not in scope.sums:
            by = list(
                dict.fromkeys([*self._get_dims(asked), *(("language", "survey") if counted.words.breaks else ())])
            )
            step = asked.step if asked.group == "step" else None
            # sudo: the units were chosen by reach, or what is small is hidden
            months = self.env["hva.fact.month"].sudo()
            rows = months._summed(scope.keys, span, self._get_columns(asked), by, asked.by_dimension, step)
            for row in rows:
                if counted.words.breaks:
                    row["lang_code"], row["survey_id"] = row["language"], row["survey"]
            scope.sums[span] = counted.only(rows)
        return scope.sums[span]

    @api.model
    def _get_dims(self, asked):
        """Return the dimensions that the sums are taken by, besides units and steps."""
        return [asked.group] if asked.group in (*CODED, "service", "assisted") else []

    def _get_columns(self, asked):
        """Return the columns of the sums that the metrics need, whole questions at a time."""
        columns = ["answers"]
        for code in asked.metrics:
            metric = METRICS[code]
            columns += columns_of(metric.question) if metric.question else metric.columns
        if asked.group == "nps_class":
            columns += NPS_COLUMNS
        if asked.group == "statement":
            columns += [f"item_{item}_{value}" for item in ITEMS for value in range(6)]
        return list(dict.fromkeys(columns))

    # ------------------------------------------------------------------ hooks of the other files

    def _add_sources(self, asked, scope, counted, lines, total):
        """Hook: figures that are not made of the sums of their line."""


def _by_key(rows, asked, span):
    """Return {row key: sums}."""
    found = {}
    for row in rows:  # their columns differ where words changed
        total = found.setdefault(row_key(row, asked, span), {})
        for name, count in row.items():
            if name not in HEADS:
                total[name] = total.get(name, 0) + count
    return found


def row_key(row, asked, span):
    """Return the key of the answer's row that a row of sums belongs to."""
    if asked.group == "step":
        return max(row["step"], span.start).isoformat()
    if asked.group in ("unit", "leaf"):
        return str(row["key"])
    return str(row.get(asked.group, "")) if asked.group != "none" else "all"
