from collections import Counter

from odoo import fields, models
from odoo.tools import SQL, format_date

from odoo.addons.hva_feedback.tools import codes_tables
from odoo.addons.hva_feedback.tools.redaction import redact

from ..tools import report_tables as tables
from ..tools.closed_view import ALL
from ..tools.metrics import nps
from ..tools.periods import Span, add_months, containing, previous, whole_months
from ..tools.query_definition import earlier_span, kind_of
from ..tools.report_matrix import Comment, Matrix, Report
from .hva_fact import ITEM_COLUMNS

TREND_MONTHS = 13
AGREE_FROM = {"item_pei": 2}  # "better" and "much better" of three


class HvaReportDefinition(models.Model):
    """What a report is about. `query` is the one source of its numbers: screen, mail and workbook only lay them out."""

    _name = "hva.report.definition"
    _description = "Report"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    unit_ids = fields.Many2many(
        "hva.unit",
        string="Units",
        help="With all units under them. Empty: the reader's own units, which is what a report to managers wants.",
    )
    comment_limit = fields.Integer("Comments in the workbook", default=500, help="The latest ones. The mail shows six.")

    _comment_limit_check = models.Constraint(
        "CHECK(comment_limit BETWEEN 0 AND 10000)", "A report holds 0 to 10 000 comments."
    )

    def query(self, span=None):
        """Return the `Report` (tools/report_matrix.py) of `span` as the current user may see it.

        `span` is a `periods.Span` of local days, by default the last whole month. Own units, those the user reaches
        today, are shown as they are. If the definition names other units too, the report also has their NPS and the
        county's total, with small numbers hidden, and only for a month that is over. Raises AccessError without the
        right to read the definition. The number of statements does not depend on the number of units.
        """
        self.ensure_one()
        self.check_access("read")
        span = span or previous(containing("month", self.env["hva.clock"]._today()))
        before_span, year_span = previous(span), earlier_span(kind_of(span), span, "year_ago")
        reach, wanted = self._get_reach(), self._get_wanted()
        own = [unit for unit in reach if wanted is None or unit in wanted]
        others = (wanted or set()) - set(reach)
        scope = self._get_county() if others else own
        counted = self._get_counted(scope, span, Span(min(year_span.start, before_span.start), span.end))
        sums = {
            "now": self._get_sums(own, span, counted.by("unit_id", "channel")),
            "before": self._get_sums(own, before_span, counted.by("unit_id")),
            "year_ago": self._get_sums(own, year_span, counted.by("unit_id")),
        }
        now, before, year_ago = (self._by_unit(counted.only(rows)) for rows in sums.values())
        by_channel = _by(counted.only(sums["now"]), "channel")
        item_labels = self._get_item_labels()
        statements = tables.statement_sums(counted, sums["now"], item_labels)
        every, every_before, every_year = (tables.merged(part.values()) for part in (now, before, year_ago))
        labels = self._get_unit_labels(own, now)
        total = tables.total_row(self.env._("Own units together"), every, every_before, every_year)
        units = Matrix(tables.UNIT_COLUMNS, tuple(tables.unit_rows(labels, now, before, year_ago)), total)
        channels = tables.channel_table(
            self._get_channel_labels(), by_channel, tables.total_row(self.env._("All channels"), every)
        )
        if others:
            units, channels = self._add_others(units, reach, others, span)
        comments, comment_count = self._get_comments(own, span, labels)
        return Report(
            span=span,
            before_span=before_span,
            year_ago_span=year_span,
            answers=every.get("answers", 0),
            counts=tables.counts_of(every),
            headline=nps(tables.counts_of(every)),
            before=nps(tables.counts_of(every_before)),
            year_ago=nps(tables.counts_of(every_year)),
            units=units,
            channels=channels,
            statements=tables.statement_table(
                item_labels, statements, AGREE_FROM, self.env._("%(statement)s (wording %(number)s)")
            ),
            trend=self._get_trend(own, span, counted),
            comments=comments,
            comment_count=comment_count,
            unit_count=len(labels),
            limits=self._get_limits(),
            is_wide=bool(others),
            breaks=counted.words.breaks,
            item_labels=item_labels,
            other_words={name: tables.other_scores(counted, part) for name, part in sums.items()},
        )

    # ------------------------------------------------------------------ whose units

    def _get_reach(self):
        """Return the ids of the units the user reaches in any role today; an administrator reaches the county."""
        return self.env["hva.query"]._get_my_units()

    def _get_wanted(self):
        """Return the ids of the units the definition names, with those under them; None when it names none."""
        # sudo: it may name units out of the reader's reach; of these only figures come out that may be shown
        named = self.sudo().unit_ids
        return set(self._get_units([("id", "child_of", named.ids)]).ids) if named else None

    def _get_units(self, domain):
        # sudo: ids and names of the county's units are no secret; rights are about feedback
        return self.env["hva.unit"].sudo().with_context(active_test=False).search(domain)

    def _get_county(self):
        return self._get_units([("company_id", "in", self.env.companies.ids)]).ids

    def _get_sums(self, unit_ids, span, by):
        # sudo: callers have chosen the units by reach, or hide what is small
        return self.env["hva.fact.month"].sudo()._sums(unit_ids, span, by)

    def _by_unit(self, rows):
        """Return {unit id: sums}; a merged unit's feedback counts for the unit that goes on with its work."""
        merged = dict(
            self.env.execute_query(SQL("SELECT id, merged_into_id FROM hva_unit WHERE merged_into_id IS NOT NULL"))
        )
        return _by(({**row, "unit_id": _follow(row["unit_id"], merged)} for row in rows), "unit_id")

    def _get_unit_labels(self, unit_ids, sums):
        """Return {unit id: name} by name, with the unit above where a name is there twice.

        Units without feedback are listed too, but closed ones and those that are only a roof over others.
        """
        units = self._get_units([("id", "in", list({*unit_ids, *sums}))])
        roofs = self._get_units([("parent_id", "in", units.ids), ("active", "=", True)]).parent_id
        open_units = units.filtered(lambda unit: unit.active and not unit.merged_into_id) - roofs
        kept = units.filtered(lambda unit: unit.id in sums) | open_units
        counts = Counter(kept.mapped("name"))
        labels = {unit.id: unit.name if counts[unit.name] == 1 else unit.display_name for unit in kept}
        return dict(sorted(labels.items(), key=lambda item: (item[1], item[0])))

    # ------------------------------------------------------------------ other units

    def _add_others(self, units, reach, others, span):
        """Return the unit and channel tables of the whole county with the rows of `others`, small numbers hidden.

        They come from the county's closed month (`hva.fact.closed`), like every figure of other units anywhere.
        """
        months = whole_months(span)
        views = self.env["hva.fact.closed"].sudo()._get_views(months, reach) if len(months) == 1 else None
        view = views[0] if views else None  # sudo above: what is small is hidden in it
        with_feedback = {unit for kind, unit in view.sums if kind == "unit"} if view else set()
        labels = self._get_unit_labels(others, with_feedback & others)
        rows = [tables.other_row(("unit", unit), label, view, units.columns) for unit, label in labels.items()]
        county_label = self.env._("The whole county")
        channel_rows = [
            tables.other_row(("channel", code), label, view, tables.CHANNEL_COLUMNS)
            for code, label in self._get_channel_labels().items()
            if view and ("channel", code) in view.sums
        ]
        unit_total = tables.other_row(ALL, county_label, view, units.columns)
        channel_total = tables.other_row(ALL, county_label, view, tables.CHANNEL_COLUMNS)
        return (
            Matrix(units.columns, (*units.rows, *rows), unit_total),
            Matrix(tables.CHANNEL_COLUMNS, tuple(channel_rows), channel_total),
        )

    def _get_limits(self):
        return self.env["hva.query"]._get_limits()

    # ------------------------------------------------------------------ the rest of a report

    def _get_trend(self, own, span, counted):
        """NPS by month, the last month of the span and the twelve before it; a month of two wordings is there twice."""
        last = span.last_day.replace(day=1)
        months = [add_months(last, index - TREND_MONTHS + 1) for index in range(TREND_MONTHS)]
        rows = self._get_sums(own, Span(months[0], add_months(last, 1)), counted.by("month"))
        labels = {month.isoformat(): format_date(self.env, month, date_format="LLLL yyyy") for month in months}
        return tables.trend_table(labels, counted, [{**row, "month": row["month"].isoformat()} for row in rows])

    def _get_comments(self, own, span, labels):
        """Return the latest comments of own units and how many there are in all. The user's own rights apply."""
        answers = self.env["survey.user_input"]
        domain = [
            ("hva_unit_id", "in", own),
            ("hva_given_on", ">=", span.start),
            ("hva_given_on", "<", span.end),
            ("hva_has_text", "=", True),
            ("state", "=", "done"),
            ("test_entry", "=", False),
            ("hva_is_left_out", "=", False),
        ]
        latest = answers.search(domain, order="hva_given_on desc, id desc", limit=self.comment_limit)
        count = len(latest) if len(latest) < self.comment_limit else answers.search_count(domain)
        comments = tuple(
            Comment(
                day=answer.hva_given_on,
                unit=labels.get(answer.hva_unit_id.id) or answer.hva_unit_id.display_name,
                channel=answer.hva_channel or None,
                score=answer.hva_nps if answer.hva_has_nps else None,
                text=redact(answer.hva_text or "").text,  # masked when stored; again, for answers imported before that
            )
            for answer in latest
        )
        return comments, count

    def _get_channel_labels(self):
        """Return {channel code: label in the reader's language} in the order of the table."""
        labels = dict(self.env["hva.fact"]._fields["channel"]._description_selection(self.env))
        return {code: labels[code] for code, _label in codes_tables.CHANNELS}

    def _get_item_labels(self):
        """Return {column of the fact: text of the item} in the reader's language, else in Finnish or Swedish."""
        lang = (self.env.lang or "fi").split("_")[0]
        # sudo: the national texts are public
        items = (
            self.env["hva.question.item"]
            .sudo()
            .with_context(active_test=False)
            .search([("code", "in", [*ITEM_COLUMNS, "PEI-H"])])
        )
        texts = {item.code: {row.lang_code: row.text for row in item.text_ids if row.part == "title"} for item in items}
        texts["PEI"] = texts.pop("PEI-H", {})
        return {
            column: texts.get(code, {}).get(lang)
            or texts.get(code, {}).get("fi")
            or texts.get(code, {}).get("sv")
            or code
            for code, column in ITEM_COLUMNS.items()
        }


def _by(rows, key):
    """Return {value of `key`: sums of the rows that have it}."""
    grouped = {}
    for row in rows:
        grouped.setdefault(row[key], []).append(row)
    return {value: tables.merged(group) for value, group in grouped.items()}


def _follow(unit, merged):
    """Return the unit that goes on with `unit`'s work. A ring of mergers is refused elsewhere; here it just ends."""
    seen = {unit}
    while (following := merged.get(unit)) and following not in seen:
        unit = following
        seen.add(unit)
    return unit
