"""Every formula of the results against SciPy and NumPy, which reckon by other ways: small samples, where it matters."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import optimize, stats

from hva_feedback.tools.work_clock import quantile
from hva_reports.tools.channel_mix import adjusted
from hva_reports.tools.intervals import difference, mean_interval, t_point, wilson
from hva_reports.tools.metrics import NpsCounts, change, nps
from hva_reports.tools.run_chart import LEAST_POINTS, SHIFT, TREND, run_chart

Z95 = stats.norm.ppf(0.975)
few = st.integers(0, 25)


@given(st.integers(1, 60), st.data())
def test_shares(n, data):
    part = data.draw(st.integers(0, n))
    expected = stats.binomtest(part, n).proportion_ci(method="wilson")
    assert wilson(part, n) == pytest.approx((expected.low, expected.high), abs=1e-6)


def test_students_points():
    for freedom in (*range(1, 60), 100, 399, 400, 1000, 10**6):
        assert t_point(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), abs=2e-5 * t_point(freedom))


@given(st.lists(few, min_size=5, max_size=5))
def test_means(counts):
    sample = [value for value, count in enumerate(counts, start=1) for _one in range(count)]
    if len(set(sample)) < 2:
        assert mean_interval(counts) is None
        return
    low, high = stats.t.interval(0.95, len(sample) - 1, loc=np.mean(sample), scale=stats.sem(sample))
    assert mean_interval(counts) == pytest.approx((max(low, 1), min(high, 5)), abs=1e-4)


# ------------------------------------------------------------------ NPS


def score_test(counts, delta):
    """z of "promoters less detractors is delta": by the definition, with the likelihood maximised by SciPy."""
    up, middle, down = counts.promoters, counts.passives, counts.detractors
    low, high = max(0.0, -delta), (1 - delta) / 2  # of the detractors' share

    def misfit(share):
        parts = ((up, share + delta), (down, share), (middle, 1 - 2 * share - delta))
        return -sum(count * math.log(max(part, 1e-300)) for count, part in parts if count)

    found = optimize.minimize_scalar(misfit, bounds=(low, high), method="bounded", options={"xatol": 1e-13}).x
    share = min((low, found, high), key=misfit)  # the best may lie at an end
    variance = counts.n * (2 * share + delta * (1 - delta))
    return (up - down - counts.n * delta) / math.sqrt(max(variance, 1e-300))


@settings(max_examples=60)
@given(few, few, few)
def test_scores(up, middle, down):
    counts = NpsCounts(up, middle, down)
    assume(counts.n)
    got, estimate = nps(counts), (up - down) / counts.n
    for end, outer, wanted in ((got.low, -1 + 1e-9, Z95), (got.high, 1 - 1e-9, -Z95)):
        if abs(estimate - outer) < 1e-6:
            assert end == 100 * round(outer), "all of one kind: the interval ends at the score"
            continue
        found = optimize.brentq(lambda delta, at=wanted: score_test(counts, delta) - at, estimate, outer, xtol=1e-12)
        assert end / 100 == pytest.approx(found, abs=2e-5)


def test_the_interval_of_a_score_holds_the_truth_reckoned_over_every_sample_there_can_be():
    """Exactly, by the multinomial distribution: no draw of chance is needed at n = 20."""
    n = 20
    samples = [(up, down, n - up - down) for up in range(n + 1) for down in range(n + 1 - up)]
    ends = [(found.low, found.high) for up, down, rest in samples for found in [nps(NpsCounts(up, rest, down))]]
    held = []
    for shares in ((0.8, 0.1, 0.1), (0.6, 0.15, 0.25), (0.5, 0.3, 0.2), (0.34, 0.33, 0.33), (0.9, 0.05, 0.05)):
        truth = 100 * (shares[0] - shares[1])
        chances = stats.multinomial.pmf(samples, n, shares)
        held.append(sum(p for p, (low, high) in zip(chances, ends, strict=True) if low <= truth <= high))
    assert min(held) > 0.93
    assert 0.94 < np.mean(held) < 0.975


# ------------------------------------------------------------------ differences


def test_newcombes_own_examples():
    """Newcombe 1998, table II, method 10."""
    examples = {
        (56, 70, 48, 80): (0.0524, 0.3339), (9, 10, 3, 10): (0.1705, 0.8090), (6, 7, 2, 7): (0.0582, 0.8062),
        (5, 56, 0, 29): (-0.0381, 0.1926), (0, 10, 0, 20): (-0.1611, 0.2775), (10, 10, 0, 20): (0.6791, 1.0),
    }  # fmt: skip
    for (part, n, other, m), ends in examples.items():
        got = difference((part / n, wilson(part, n)), (other / m, wilson(other, m)))
        assert got[1:] == pytest.approx(ends, abs=6e-5), (part, n, other, m)


def test_a_change_of_shares_holds_the_truth_reckoned_over_every_pair_of_samples():
    n, m = 12, 18
    held = []
    for old, new in itertools.product((0.2, 0.5, 0.8), repeat=2):
        chances = np.outer(stats.binom.pmf(range(n + 1), n, new), stats.binom.pmf(range(m + 1), m, old))
        inside = np.array([
            [
                low <= new - old <= high
                for other in range(m + 1)
                for _step, low, high in [difference((part / n, wilson(part, n)), (other / m, wilson(other, m)))]
            ]
            for part in range(n + 1)
        ])  # fmt: skip
        held.append((chances * inside).sum())
    assert min(held) > 0.925
    assert np.mean(held) > 0.945


@given(few, few, few, few)
def test_an_arrow_of_two_scores_is_the_joined_interval_of_two_score_intervals(up, down, other_up, other_down):
    now, before = nps(NpsCounts(up, 1, down)), nps(NpsCounts(other_up, 1, other_down))
    got = change(now, before)
    step = now.value - before.value
    low = step - np.hypot(now.value - now.low, before.high - before.value)
    high = step + np.hypot(now.high - now.value, before.value - before.low)
    assert (got.low, got.high) == pytest.approx((low, high))
    assert got.direction == ("up" if low > 0 else "down" if high < 0 else "unclear")


@given(st.lists(st.tuples(st.integers(10, 60), st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=4))
def test_a_score_with_other_shares_of_channels_is_a_weighted_mean(counts):
    channels = {str(number): NpsCounts(*three) for number, three in enumerate(counts)}
    weights = np.arange(1, len(counts) + 1) / np.arange(1, len(counts) + 1).sum()
    scores = [nps(one) for one in channels.values()]
    got = adjusted(channels, dict(zip(channels, weights, strict=True)))
    assert got.value == pytest.approx(np.average([score.value for score in scores], weights=weights))
    spread = np.sqrt(((weights * [score.high - score.value for score in scores]) ** 2).sum())
    assert got.high - got.value == pytest.approx(spread)


# ------------------------------------------------------------------ series and times


def test_six_on_one_side_and_five_on_the_way_are_rarer_than_one_in_twenty():
    assert 2 * stats.binom.pmf(SHIFT, SHIFT, 0.5) < 0.05 < 2 * stats.binom.pmf(SHIFT - 1, SHIFT - 1, 0.5)
    assert 2 / math.factorial(TREND) < 0.05 < 2 / math.factorial(TREND - 2)


@given(st.lists(st.integers(0, 6), min_size=LEAST_POINTS, max_size=24))
def test_signals_of_a_series_by_trying_every_stretch(values):
    got = run_chart(values)
    middle = np.median(values)
    assert got.median == middle
    off = [place for place, value in enumerate(values) if value != middle]
    shifts = _longest(off, SHIFT, lambda part: len(set(np.sign(np.take(values, part) - middle))) == 1)
    moved = [place for place, value in enumerate(values) if not place or value != values[place - 1]]
    trends = _longest(moved, TREND, lambda part: len(set(np.sign(np.diff(np.take(values, part))))) == 1)
    found = {rule: {(one.first, one.last) for one in got.signals if one.rule == rule} for rule in ("shift", "trend")}
    assert found == {"shift": shifts, "trend": trends}


def _longest(places, least, holds):
    """Return (first, last) of the stretches of `places` that hold and that no longer one holds."""
    spans = [(start, end) for start in range(len(places)) for end in range(start + least, len(places) + 1)]
    good = [(start, end) for start, end in spans if holds(places[start:end])]
    kept = [one for one in good if not any(o != one and o[0] <= one[0] and one[1] <= o[1] for o in good)]
    return {(places[start], places[end - 1]) for start, end in kept}


@given(st.lists(st.floats(0, 500), min_size=1, max_size=30), st.sampled_from([0.5, 0.9]))
def test_percentiles(hours, share):
    expected = np.percentile(hours, 100 * share, method="linear")
    assert quantile(sorted(hours), share) == pytest.approx(expected, abs=1e-9)
