from dataclasses import dataclass, field, replace

from odoo import models

from ..tools import query_answer as answers
from ..tools.closed_view import COLUMNS, as_one, found_at, told
from ..tools.metric_registry import METRICS, NPS_COLUMNS
from ..tools.periods import whole_months
from ..tools.query_definition import UNIT_GROUPS
from ..tools.suppression import Limits
from .hva_query import CODED

FEW_LINES = 100  # for more of them, months are added up first


@dataclass
class Seen:
    """What the lines of one answer share: `views` of a span's closed months, and `outcomes` of what is found in them.

    Of two thousand units hundreds have the same few figures of a month.
    """

    lines: int
    views: dict = field(default_factory=dict)
    outcomes: dict = field(default_factory=dict)


class HvaQuery(models.AbstractModel):
    """What a question shows of units that are not the reader's own: see tools/closed_view.py."""

    _inherit = "hva.query"

    def _get_limits(self):
        """Return the two settings of the small-number rule."""
        read = self.env["ir.config_parameter"].sudo().get_param  # sudo: no secret, but readable by system admins alone
        return Limits(
            base=int(read("hva_reports.suppression_base") or Limits().base),
            cell=int(read("hva_reports.suppression_cell") or Limits().cell),
        )

    def _get_sums(self, asked, scope, counted, span, **how):
        """Return the live sums of those rows alone that are all the reader's own: of others none is looked at."""
        if not scope.is_own:
            own = scope.own_keys()
            scope = replace(scope, keys={unit: key for unit, key in scope.keys.items() if key in own})
        return super()._get_sums(asked, scope, counted, span, **how)

    def _protect(self, asked, scope, lines, total):
        """Put closed months in the place of live figures where a line holds somebody else's units."""
        seen = Seen(len(lines))
        for position, line in enumerate([*lines, total]):
            if line.is_own:
                continue
            line.now, line.before, line.split = {}, {} if asked.earlier else None, None
            line.values = None
            is_total = position == len(lines)
            place = self._get_place(asked, scope, line, is_total)
            now, before = asked.span, asked.earlier
            if asked.group == "step" and not is_total:
                steps, earlier = asked.steps(), asked.steps_of_earlier()
                now, before = steps[position], earlier[position] if position < len(earlier) else None
            column = line.key if asked.group == "nps_class" and not is_total else None
            line.figures = self._get_shown(asked, scope, place, now, column, seen)
            if asked.earlier:
                line.figures_before = self._get_shown(asked, scope, place, before, column, seen)

    def _get_shown_channels(self, asked, scope):
        """Return the channels that have a row where others' units are asked for: by closed months, as their figures.

        Which rows there are tells too: a language that one person answered in, a unit that had one feedback on a day.
        """
        is_county = asked.group == "channel" and scope.units == set(scope.tree.nodes)
        places = {code: ("channel", code) for code, _label in CODED["channel"]} if is_county else {}
        return self._get_told(asked, scope, places)

    def _get_shown_units(self, asked, scope, units):
        """Return those of others' `units` that have a row for what closed months have about them."""
        return self._get_told(asked, scope, {unit: self._get_unit_place(asked, scope, unit) for unit in units})

    def _get_told(self, asked, scope, places):
        """Return the keys of `places` about which closed months have a figure, or a hidden one."""
        months = whole_months(asked.span) if places and not asked.is_filtered else ()
        # sudo: what is small is hidden in the views
        views = months and self.env["hva.fact.closed"].sudo()._get_views(months, scope.reach)
        return {key for key, place in places.items() if any(view.tells(place) for view in views or ())}

    def _get_unit_place(self, asked, scope, unit):
        root = scope.tree.current(scope.root) if scope.root is not None else None
        return ("unit", unit) if asked.group == "leaf" or unit == root else ("branch", unit)

    def _get_place(self, asked, scope, line, is_total):
        """Return where in the closed view a line is; None for what is never shown of others."""
        root = scope.tree.current(scope.root) if scope.root is not None else None
        if asked.is_filtered or root is None:
            return None
        if asked.group in UNIT_GROUPS and not is_total:
            return self._get_unit_place(asked, scope, line.unit)
        if asked.group == "channel" and not is_total:
            is_county = scope.units == set(scope.tree.nodes)
            return ("channel", line.key) if is_county else None
        if asked.group in ("none", "step", "nps_class") or is_total:
            is_whole = asked.below or root not in scope.tree.parents
            return ("branch", root) if is_whole else ("unit", root)
        return None

    def _get_shown(self, asked, scope, place, span, column, seen):
        """Return {metric: outcome} of a place in a span, from the months that are closed. Fills `seen`."""
        if place and span and span not in seen.views:
            # sudo: what is small is hidden in the views
            views = self.env["hva.fact.closed"].sudo()._get_views(whole_months(span), scope.reach)
            seen.views[span] = as_one(views) if views and seen.lines > FEW_LINES else views
        if not place or not span or not seen.views[span]:
            return dict.fromkeys(asked.metrics, answers.Hidden("not_published"))
        found = found_at(seen.views[span], place)
        if (column, found) not in seen.outcomes:
            sums, reasons = told(*found)
            seen.outcomes[column, found] = {
                code: self._get_outcome(code, sums, reasons, column) for code in asked.metrics
            }
        return dict(seen.outcomes[column, found])

    def _get_outcome(self, code, sums, reasons, column):
        if column:  # one class of the recommendation
            needed = {"answers": (column,), "share": COLUMNS}.get(code)
            found = needed and answers.class_outcome(code, sums, column)
        else:
            needed = {"n": ("n",), "nps": COLUMNS, **{name: (name,) for name in NPS_COLUMNS}}.get(code)
            found = needed and METRICS[code].figure(sums)
        if not needed:
            return answers.Hidden("own_only")
        hidden = [reasons[name] for name in needed if name in reasons]
        if hidden:
            return answers.Hidden(hidden[0])
        if found and "n" in reasons:  # a part that may be shown, of a whole that may not
            return replace(found, n=None)
        return found
