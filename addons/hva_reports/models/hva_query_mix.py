from odoo import models

from ..tools import query_answer as answers
from ..tools.channel_mix import Refused, Split, adjusted, mix_of, split_change, typical_counts
from ..tools.closed_view import shown_channels
from ..tools.metric_registry import NPS_COLUMNS
from ..tools.metrics import NpsCounts
from ..tools.periods import Span, add_months
from ..tools.query_definition import UNIT_GROUPS
from .hva_query import row_key

GROUPS = ("none", "step", *UNIT_GROUPS)


class HvaQuery(models.AbstractModel):
    """NPS with the county's channels, and what of a change is only other channels."""

    _inherit = "hva.query"

    def _add_sources(self, asked, scope, counted, lines, total):
        result = super()._add_sources(asked, scope, counted, lines, total)
        if "nps_adjusted" not in asked.metrics:
            return result
        if not _can_mix(asked):
            for line in [*lines, total]:
                line.figures["nps_adjusted"] = line.figures_before["nps_adjusted"] = answers.Outside("not_here")
            return result
        mix = scope.mix = self._get_mix(asked, scope)
        now = self._get_channels(asked, scope, counted, asked.span)
        before = self._get_channels(asked, scope, counted, asked.earlier) if asked.earlier else {}
        for position, line in enumerate([*lines, total]):
            is_total = position == len(lines)
            key = "total" if is_total or asked.group == "none" else line.key
            earlier = self._get_earlier_key(asked, position, key)
            line.figures["nps_adjusted"] = _figure(now.get(key, {}), mix)
            line.figures_before["nps_adjusted"] = _figure(before.get(earlier, {}), mix)
            split = split_change(now.get(key, {}), before.get(earlier, {}))
            if isinstance(split, Split):
                line.split = {"mix": split.mix, "real": split.real}
        return result

    def _get_dims(self, asked):
        dims = super()._get_dims(asked)
        return [*dims, "channel"] if "nps_adjusted" in asked.metrics and _can_mix(asked) else dims

    def _get_mix(self, asked, scope):
        """Return the county's shares of channels in the closed ones of the twelve months up to the question's last day.

        One mix for the question and the period it is compared with. It is made of closed months as first counted, for
        from day to day it would tell of one person, and of the channels that the reader is shown in each of them.
        """
        end = add_months(asked.span.end, 0) if asked.span.end.day == 1 else add_months(asked.span.end, 1)
        # sudo: of what the reader is shown of each month
        months = self.env["hva.fact.closed"].sudo()._get_channels(Span(add_months(end, -12), end), scope.reach)
        limits = self._get_limits()
        return mix_of(
            typical_counts(
                (
                    {channel: people for channel, (people, _strangers) in counts.items()},
                    shown_channels({channel: strangers for channel, (_people, strangers) in counts.items()}, limits),
                )
                for counts in months.values()
            )
        )

    def _get_channels(self, asked, scope, counted, span):
        """Return {row key or "total": {channel: NpsCounts}}."""
        found = {}
        for row in self._get_sums(asked, scope, counted, span):
            counts = NpsCounts(*(row[column] for column in NPS_COLUMNS))
            for key in {row_key(row, asked, span), "total"}:
                channels = found.setdefault(key, {})
                channels[row["channel"]] = channels.get(row["channel"], NpsCounts()) + counts
        return found


def _can_mix(asked):
    return asked.group in GROUPS and "channels" not in asked.filters


def _figure(channels, mix):
    if not channels:
        return None
    found = adjusted(channels, mix)
    return answers.Outside("few_in_channel") if isinstance(found, Refused) else found
