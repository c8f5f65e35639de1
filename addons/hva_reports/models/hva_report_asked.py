from collections import Counter
from dataclasses import dataclass, replace

from odoo import models

from ..tools import report_answers as tables
from ..tools.metrics import Nps
from ..tools.periods import Span, add_months
from ..tools.query_asking import Asking, Shelf
from ..tools.query_definition import earlier_span, kind_of
from ..tools.report_matrix import Report
from .hva_query_batch import asking_of
from .hva_target import METRIC_CODES

TREND_MONTHS = 13
SCORES = [*tables.SCORES]
STATEMENTS = ["stand", "agree", "mean"]


@dataclass(frozen=True)
class Asked:
    """What one report asks about: its days, the reader's `own` units in it and the `others`, all as ids.

    `unit` is the unit that the own ones are, with all under it; None where they are scattered. `named` are the topmost
    units of the definition, `county` the unit above all, None where there are several.
    """

    query: object
    asking: Asking
    span: Span
    before: Span
    year_ago: Span
    months: tuple
    own: frozenset
    others: frozenset
    unit: int | None
    named: tuple
    county: int | None

    def ask(self, *, rank=0, span=None, **definition):
        """Return the answer about the own units in the report's period, but for what `definition` says."""
        query = self.query
        if rank:
            query = query.with_context(hva_asking=replace(self.asking, rank=rank))
        return query.query({"unit": self.unit, "period": _period(span or self.span), "metrics": SCORES, **definition})

    def ask_ranked(self, **definition):
        """Return one answer for each wording of the recommendation that people met, most people first."""
        found = [self.ask(**definition)]
        while found[-1]["totals"]["wording"] is not None:
            further = self.ask(rank=len(found), **definition)
            if not further["totals"]["cells"]["n"]["value"]:
                break
            found.append(further)
        return found


class HvaReportDefinition(models.Model):
    """What a report asks of `hva.query`, as its reader."""

    _inherit = "hva.report.definition"

    def _make_report(self, span):
        asked = self._get_asked(span)
        scores = {"group": "leaf", "metrics": SCORES}
        before, year_ago = (asked.ask(**scores, compare=compare) for compare in ("previous", "year_ago"))
        goals = self._ask_goals(asked)
        labels, units = self._get_units(asked, before, year_ago)
        statements = self._ask_statements(asked)
        totals = before["totals"]["cells"]
        item_texts = asked.query._get_item_texts()
        comments, comment_count = self._get_comments(asked.own, span, labels)
        return Report(
            span=span,
            before_span=asked.before,
            year_ago_span=asked.year_ago,
            answers=totals["answers"]["value"],
            counts=tables.counts(totals),
            headline=tables.score(totals["nps"]),
            before=tables.earlier(before["totals"]["compared"]["nps"]),
            year_ago=tables.earlier(year_ago["totals"]["compared"]["nps"]),
            units=units,
            channels=self._get_channels(asked),
            statements=tables.statement_matrix(
                statements, item_texts, self.env._("%(statement)s (wording %(number)s)")
            ),
            trend=self._get_trend(asked),
            comments=comments,
            comment_count=comment_count,
            limits=asked.query._get_limits(),
            unit=asked.unit,
            is_wide=bool(asked.others),
            standings=tables.standings([before, *goals], item_texts),
            breaks=tables.breaks([before, year_ago, *statements]),
            other_words=self._get_other_words(asked, before, year_ago),
            item_labels={f"item_{item}": text for item, text in item_texts.items()},
        )

    def _get_asked(self, span):
        query = self.env["hva.query"]
        asking = asking_of(self.env) or Asking(Shelf())
        query = query.with_context(hva_asking=asking)
        tree = query._get_tree()
        reach = frozenset(query._get_reach(tree))
        # sudo: it may name units out of the reader's reach; of these only figures come out that may be shown
        named = self.sudo().unit_ids.ids
        tops = tuple(sorted(set(tree.tops([unit for unit in named if unit in tree.nodes]).values())))
        wanted = frozenset().union(*(tree.scope(unit, below=True) for unit in tops)) if named else reach
        own, others = reach & wanted, wanted - reach
        if not asking_of(self.env):
            asking.shelf.units = own
        kind, last = kind_of(span), span.last_day.replace(day=1)
        before, year_ago = (earlier_span(kind, span, compare) for compare in ("previous", "year_ago"))
        months = tuple(add_months(last, index - TREND_MONTHS + 1) for index in range(TREND_MONTHS))
        asking = replace(asking, units=own, since=min(before.start, year_ago.start, months[0]))
        return Asked(
            query=query.with_context(hva_asking=asking),
            asking=asking,
            span=span,
            before=before,
            year_ago=year_ago,
            months=months,
            own=own,
            others=others,
            unit=tree.root_of(own),
            named=tops,
            county=tree.root_of(tree.nodes) if others else None,
        )

    # ------------------------------------------------------------------ tables

    def _get_units(self, asked, before, year_ago):
        """Return ({unit: its label}, table of units): own units, and those of others that the definition names."""
        pairs = _paired(before, year_ago)
        for unit in asked.named if asked.others else ():
            scores = {"unit": unit, "group": "leaf", "metrics": SCORES}
            strange = _paired(*(asked.ask(**scores, compare=compare) for compare in ("previous", "year_ago")))
            pairs += [(now, then) for now, then in strange if not now["is_own"]]
        labels = self._get_unit_labels([now for now, _then in pairs])
        rows = [tables.unit_row(now, then, labels[now["unit"]]) for now, then in pairs]
        label = self.env._("Own units together")
        if asked.others:
            whole = [self._ask_county(asked, compare) for compare in ("previous", "year_ago")]
            before, year_ago = whole if asked.county else (None, None)
            label = self.env._("The whole county")
        total = before and tables.unit_row(before["totals"], year_ago["totals"], label)
        return labels, tables.unit_matrix(rows, total)

    def _ask_county(self, asked, compare):
        return asked.county and asked.ask(unit=asked.county, group="channel", compare=compare)

    def _get_channels(self, asked):
        """Return the table of channels: the own units', or the county's where the report is about others too."""
        if asked.others and asked.county:
            return tables.channel_matrix(self._ask_county(asked, "previous"), self.env._("The whole county"))
        return tables.channel_matrix(asked.ask(group="channel"), self.env._("All channels"))

    def _get_unit_labels(self, rows):
        """Return {unit: its name}, with the units above where a name is there twice."""
        counts = Counter(row["label"] for row in rows)
        # sudo: names of units are no secret
        units = self.env["hva.unit"].sudo().with_context(active_test=False)
        return {
            row["unit"]: row["label"] if counts[row["label"]] == 1 else units.browse(row["unit"]).display_name
            for row in rows
        }

    def _ask_statements(self, asked):
        """Return an answer about statements for each wording of them that people met."""
        found = [asked.ask(group="statement", metrics=STATEMENTS)]
        while tables.breaks(found):
            further = asked.ask(rank=len(found), group="statement", metrics=STATEMENTS)
            changed = {one.column for one in tables.breaks(found)}
            kept = [
                row for row in further["rows"] if f"item_{row['key']}" in changed and row["cells"]["stand"]["value"]
            ]
            if not kept:
                break
            found.append({**further, "rows": kept})
        return found

    def _ask_goals(self, asked):
        """Return the answer about other figures than NPS that the county has set targets for: at most one."""
        year = asked.span.start.year
        if asked.unit is None or year != asked.span.last_day.year:
            return []
        goals = asked.query.env["hva.target"]._get_goals(year, self.env.companies)
        metrics = [code for code in METRIC_CODES if code != "nps" and any(goal.metric == code for goal in goals)]
        return [asked.ask(metrics=metrics)] if metrics else []

    def _get_trend(self, asked):
        """NPS by month, the last month of the span and the twelve before it; a month of two wordings is there twice."""
        span = Span(asked.months[0], add_months(asked.months[-1], 1))
        answer = asked.ask(span=span, group="step", step="month")
        steps = [(row["key"], row["label"], [row]) for row in answer["rows"]]
        if not tables.has_break(answer, "nps"):
            return tables.trend_matrix(steps)
        found = []
        for month, (key, label, _rows) in zip(asked.months, steps, strict=True):
            parts = asked.ask_ranked(span=Span(month, add_months(month, 1)))
            rows = [part["totals"] for part in parts]
            found.append((key, label, [{**row, "wording": row["wording"] or 0} for row in rows]))
        return tables.trend_matrix(found)

    def _get_other_words(self, asked, before, year_ago):
        """Return the scores that people gave to other words than those the report counts."""
        found: dict[str, tuple[Nps, ...]] = {}
        if tables.has_break(before, "nps") or tables.has_break(year_ago, "nps"):
            further = asked.ask_ranked()[1:]
            found["now"] = tuple(tables.score(answer["totals"]["cells"]["nps"]) for answer in further)
        for name, answer, span in (("before", before, asked.before), ("year_ago", year_ago, asked.year_ago)):
            if answer["totals"]["compared"]["nps"]["reason"] == "wording":
                found[name] = (tables.score(asked.ask(span=span)["totals"]["cells"]["nps"]),)
        return found


def _period(span):
    kind = kind_of(span)
    if kind == "own":
        return {"kind": kind, "start": span.start.isoformat(), "end": span.last_day.isoformat()}
    return {"kind": kind, "day": span.start.isoformat()}


def _paired(before, year_ago):
    """Return [(row with the period before, the same row with last year)] of two answers to one question."""
    then = {row["key"]: row for row in year_ago["rows"]}
    return [(row, then[row["key"]]) for row in before["rows"]]
