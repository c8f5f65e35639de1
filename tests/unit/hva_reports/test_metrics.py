"""Known answers: Soite's published counts, and intervals against an independent reckoning and a simulation."""

import math
import random

import pytest

from hva_reports.tools.metrics import Z95, NpsCounts, change, nps, statement

WEB, SMS, KIOSK = NpsCounts(82, 13, 175), NpsCounts(1762, 367, 198), NpsCounts(3336, 286, 253)


@pytest.mark.parametrize(("counts", "published"), [(WEB, -34), (SMS, 67), (KIOSK, 80)])
def test_soites_channels_give_the_published_scores(counts, published):
    assert round(nps(counts).value) == published


def test_soite_together_is_reckoned_from_people_and_not_from_channels():
    together = WEB + SMS + KIOSK
    assert together.n == 6472
    assert round(nps(together).value, 1) == 70.4
    assert round(nps(WEB + SMS).value, 1) == 56.6


def test_nobody_answered_is_no_number():
    assert nps(NpsCounts()) is None
    assert statement([0, 0, 0, 0, 0]) is None


def test_an_interval_published_for_the_same_trinomial():
    """Fagerland, Lydersen and Laake (2014), airway data: 1 and 7 of 21, Tango's interval -0.52 to -0.026."""
    got = nps(NpsCounts(1, 13, 7))
    assert (round(got.low / 100, 2), round(got.high / 100, 3)) == (-0.52, -0.026)


def _z_by_search(counts, delta):
    """|z| with the fitted detractors' share found by trying shares, not by Tango's formula."""
    best, best_fit = None, -math.inf
    lowest, highest = max(0.0, -delta), (1 - delta) / 2
    for step in range(1, 40_000):
        down = lowest + (highest - lowest) * step / 40_000
        up, middle = down + delta, 1 - 2 * down - delta
        fit = sum(
            n * math.log(p)
            for n, p in ((counts.promoters, up), (counts.detractors, down), (counts.passives, middle))
            if n
        )
        if fit > best_fit:
            best, best_fit = down, fit
    variance = counts.n * (2 * best + delta - delta**2)
    return abs(counts.promoters - counts.detractors - counts.n * delta) / math.sqrt(variance)


@pytest.mark.parametrize("counts", [WEB, NpsCounts(9, 4, 2), NpsCounts(3, 1, 30)])
def test_the_score_test_meets_196_at_both_ends(counts):
    got = nps(counts)
    assert _z_by_search(counts, got.low / 100) == pytest.approx(Z95, abs=0.01)
    assert _z_by_search(counts, got.high / 100) == pytest.approx(Z95, abs=0.01)


def test_the_interval_holds_the_truth_19_times_in_20():
    chance = random.Random(1984)
    for n, shares in ((15, (0.8, 0.1, 0.1)), (40, (0.6, 0.25, 0.15)), (150, (0.3, 0.3, 0.4))):
        truth, held = 100 * (shares[0] - shares[2]), 0
        for _turn in range(2000):
            drawn = chance.choices("pan", shares, k=n)
            got = nps(NpsCounts(*(drawn.count(group) for group in "pan")))
            held += got.low <= truth <= got.high
        assert 0.935 <= held / 2000 <= 0.975


@pytest.mark.parametrize("counts", [(10, 0, 0), (0, 0, 10), (0, 10, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)])
def test_agreement_of_a_few_is_not_certainty(counts):
    got = nps(NpsCounts(*counts))
    assert -100 <= got.low <= got.value <= got.high <= 100
    assert got.high - got.low > 20


def test_more_answers_narrow_the_interval_and_mirror_images_mirror():
    few, many = nps(NpsCounts(6, 2, 2)), nps(NpsCounts(600, 200, 200))
    assert few.value == many.value and many.high - many.low < (few.high - few.low) / 5
    mirror = nps(NpsCounts(2, 2, 6))
    assert (mirror.low, mirror.high) == pytest.approx((-few.high, -few.low))


def test_no_arrow_inside_the_interval():
    before = nps(NpsCounts(60, 25, 15))
    assert change(nps(NpsCounts(63, 24, 13)), before).direction == "unclear"
    assert change(nps(NpsCounts(85, 10, 5)), before).direction == "up"
    assert change(nps(NpsCounts(30, 30, 40)), before).direction == "down"
    assert change(before, before).difference == 0


def test_a_statement_has_mean_and_share_of_those_who_took_a_stand():
    got = statement([1, 0, 2, 3, 4])
    assert (got.n, got.mean, got.share) == (10, 3.9, 0.7)


def test_the_enablement_question_agrees_from_the_middle():
    assert statement([30, 50, 20], agree_from=2).share == 0.7
