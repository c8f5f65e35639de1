"""NPS as it would be with the county's channels, and a change split into what the mix did and what is real. Pure.

People answer differently by channel: a terminal at the door gives high scores, the web form low ones. A unit that
gets a terminal rises without anything having changed in its service. Direct standardisation gives every unit the same
mix: sum of w_c * NPS_c, w_c the county's share of channel c. Formulas and sources: docs/statistics.md.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from .metric_registry import Figure
from .metrics import NpsCounts, nps

LEAST: Final = 10  # answers in every channel of the mix, else there is no adjusted score
SMALLEST_SHARE: Final = 0.01
COVERED: Final = 0.9  # of all answers are of channels whose share is known, else there is no mix
STEPS: Final = (1, 2, 5, 10, 20, 25, 50)  # per cents

Channels = Mapping[str, NpsCounts]


@dataclass(frozen=True, slots=True)
class Refused:
    """No adjusted score: too few answered in this channel."""

    channel: str


@dataclass(frozen=True, slots=True)
class Split:
    """A change of NPS in two parts that add up to it: what other channels did, and what people said otherwise."""

    mix: float
    real: float


def mix_of(counts: Mapping[str, int], least: int = LEAST) -> dict[str, float]:
    """Return {channel: share of answers}, in whole per cent or coarser, adding up to 1.

    Channels with fewer than `least` answers or below one per cent are left out: they would decide whether there is a
    score at all. A step stands for `least` people or more: one per cent of 1 000 answers, five of 200.
    """
    total = sum(counts.values())
    kept = {channel: n for channel, n in counts.items() if n >= least and n / total >= SMALLEST_SHARE}
    people = sum(kept.values())
    step = next((step for step in STEPS if step * people >= 100 * least), STEPS[-1])
    whole = {channel: round(100 / step * n / people) for channel, n in kept.items()}
    return {channel: share / sum(whole.values()) for channel, share in sorted(whole.items()) if share}


def typical_counts(months: Iterable[tuple[Mapping[str, int], Collection[str]]]) -> dict[str, int]:
    """Return {channel: people} whose shares are a channel's in the months in which it is shown.

    `months` are (people by channel, channels that the reader is shown). The mix then says nothing that the months do
    not say. A channel that is never shown is left out; {} where those that are make up less than COVERED of all.
    """
    kept = [(counts, set(shown), sum(counts.values())) for counts, shown in months if shown]
    everybody = sum(people for _counts, _shown, people in kept)
    told = sum(counts[channel] for counts, shown, _people in kept for channel in shown)
    if not everybody or told < COVERED * everybody:
        return {}
    typical: dict[str, int] = {}
    for channel in {channel for _counts, shown, _people in kept for channel in shown}:
        # where a channel has no row, nobody used it: that is shown too
        known = [
            (counts.get(channel, 0), all_) for counts, shown, all_ in kept if channel in shown or channel not in counts
        ]
        typical[channel] = round(sum(n for n, _all in known) * everybody / sum(all_ for _n, all_ in known))
    return typical


def adjusted(channels: Channels, mix: Mapping[str, float], least: int = LEAST) -> Figure | Refused | None:
    """Return the NPS of `channels` with the shares of `mix`, its interval and all answers in it.

    The interval joins the score intervals of the channels by square and add (Zou and Donner 2008). `Refused` names the
    channel with the largest share of those with fewer than `least` answers; None when there is no mix.
    """
    if not mix:
        return None
    for channel in sorted(mix, key=lambda one: -mix[one]):
        if channels.get(channel, NpsCounts()).n < least:
            return Refused(channel)
    value, below, above, n = 0.0, 0.0, 0.0, 0
    for channel, share in mix.items():
        score = nps(channels[channel])
        assert score is not None
        value += share * score.value
        below += (share * (score.value - score.low)) ** 2
        above += (share * (score.high - score.value)) ** 2
        n += score.n
    return Figure(value, value - math.sqrt(below), value + math.sqrt(above), n)


def split_change(now: Channels, before: Channels, least: int = LEAST) -> Split | Refused | None:
    """Split NPS(now) - NPS(before) after Kitagawa (1955).

    Mix is the sum of (w' - w)(s' + s) / 2, real that of (s' - s)(w' + w) / 2, `w` and `s` being a channel's share and
    score. A channel that one side lacks has no score there: its other side's is taken, so that its coming or going is
    all mix. `Refused` when a channel has answers on both sides but fewer than `least` on one; None when nobody answered
    on one side.
    """
    all_now, all_before = sum(one.n for one in now.values()), sum(one.n for one in before.values())
    if not all_now or not all_before:
        return None
    mix = real = 0.0
    for channel in sorted({*now, *before}):
        new, old = now.get(channel, NpsCounts()), before.get(channel, NpsCounts())
        if new.n and old.n and min(new.n, old.n) < least:
            return Refused(channel)
        scores = [score.value for score in (nps(new), nps(old)) if score]
        if not scores:
            continue
        new_score, old_score = scores[0], scores[-1]
        mix += (new.n / all_now - old.n / all_before) * (new_score + old_score) / 2
        real += (new_score - old_score) * (new.n / all_now + old.n / all_before) / 2
    return Split(mix, real)
