"""Soite's channels, raw and adjusted: what a terminal does to a score, and what it does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_reports.tools.channel_mix import Refused, Split, adjusted, mix_of, split_change, typical_counts
from hva_reports.tools.closed_view import shown_channels
from hva_reports.tools.metrics import NpsCounts, nps
from hva_reports.tools.suppression import Limits

SOITE = {"web": NpsCounts(82, 13, 175), "sms": NpsCounts(1762, 367, 198), "kiosk": NpsCounts(3336, 286, 253)}
COUNTS = {channel: counts.n for channel, counts in SOITE.items()}


def test_soites_own_mix_gives_soites_score_again():
    mix = mix_of(COUNTS)
    assert mix == {"kiosk": 0.6, "sms": 0.36, "web": 0.04}
    assert adjusted(SOITE, mix).value == pytest.approx(70.4, abs=0.7)  # the mix is in whole per cents


def test_without_terminals_the_raw_score_falls_to_the_published_and_the_change_is_all_mix():
    without = {channel: SOITE[channel] for channel in ("web", "sms")}
    assert nps(without["web"] + without["sms"]).value == pytest.approx(56.6, abs=0.05)
    split = split_change(without, SOITE)
    assert split.real == pytest.approx(0)
    assert split.mix == pytest.approx(56.6 - 70.4, abs=0.1)


def test_a_channel_with_too_few_answers_refuses_the_score():
    few = {**SOITE, "web": NpsCounts(5, 2, 2)}
    assert adjusted(few, mix_of(COUNTS)) == Refused("web")
    assert adjusted({"sms": SOITE["sms"]}, mix_of(COUNTS)) == Refused("kiosk")
    assert adjusted(SOITE, {}) is None
    assert split_change(SOITE, few) == Refused("web")
    assert split_change(SOITE, {}) is None


def test_channels_that_hardly_anybody_uses_are_not_in_the_mix():
    assert mix_of({"sms": 1000, "paper": 9, "staff_oral": 12}) == {"sms": 0.99, "staff_oral": 0.01}


def test_the_interval_holds_the_score_and_is_wider_where_a_channel_is_small():
    mix = mix_of(COUNTS)
    wide = adjusted({**SOITE, "web": NpsCounts(4, 1, 8)}, mix)
    narrow = adjusted(SOITE, mix)
    assert narrow.low < narrow.value < narrow.high
    assert wide.high - wide.low > narrow.high - narrow.low


count = st.integers(10, 400)
channels = st.fixed_dictionaries({name: st.builds(NpsCounts, count, count, count) for name in ("web", "sms", "qr")})


@given(channels, channels)
def test_the_parts_add_up_to_the_change(now, before):
    split = split_change(now, before)
    assert isinstance(split, Split)
    total = [nps(sum(side.values(), NpsCounts())).value for side in (before, now)]
    assert split.mix + split.real == pytest.approx(total[1] - total[0])


def test_the_mix_says_nothing_that_the_months_do_not_say():
    """A channel that is hidden in a month counts by the months in which it is shown."""
    limits = Limits(10, 5)
    quiet, usual = {"sms": 500, "kiosk": 40, "paper": 3}, {"sms": 480, "kiosk": 20, "paper": 0}
    assert shown_channels(quiet, limits) == {"sms"}, "the smallest shown goes with what is hidden"
    assert shown_channels({"sms": 5, "web": 3}, limits) == set()
    assert shown_channels({"sms": 0, "web": 0}, limits) == {"sms", "web"}, "all are the reader's own"
    months = [(quiet, shown_channels(quiet, limits)), (usual, shown_channels(usual, limits) - {"paper"})]
    told = typical_counts(months)
    assert told == {"sms": 980, "kiosk": round(20 * 1043 / 500)}
    other = {"sms": 500, "kiosk": 3, "paper": 40}
    assert typical_counts([(other, {"sms"}), months[1]]) == told


def test_there_is_no_mix_where_much_is_hidden():
    assert typical_counts([({"sms": 500, "web": 300, "paper": 3}, {"sms"})]) == {}
    assert typical_counts([({"sms": 5}, set())]) == {}
    assert typical_counts([({"sms": 90}, {"sms"}), ({"sms": 90, "kiosk": 20}, {"sms", "kiosk"})]) == {
        "sms": 180,
        "kiosk": 20,
    }
