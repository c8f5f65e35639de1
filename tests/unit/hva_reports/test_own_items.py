"""Questions of the county's own: what their values mean, and their figures checked against scipy."""

from datetime import date

import pytest
from scipy import stats

from hva_reports.tools import own_items
from hva_reports.tools.wording_breaks import Use


def test_a_scale_of_the_bank_says_what_values_mean():
    statement = own_items.shape_of("likert5_na", range(6), is_scale=False)
    assert (statement.opinions, statement.none, statement.agree_from) == ((1, 2, 3, 4, 5), {0}, 4)
    assert own_items.shape_of("yes_no", (1, 0), is_scale=False).opinions == (0, 1)
    assert own_items.shape_of("faces3", (3, 2, 1, 0), is_scale=False).agree_from == 3


@pytest.mark.parametrize(
    ("offered", "is_scale", "opinions", "agree_from", "has_mean"),
    [
        ((5, 4, 3, 2, 1, 0), False, (1, 2, 3, 4, 5), None, False),
        ((1, 0), False, (0, 1), None, False),
        ((1, 2, 3, -1), False, (1, 2, 3), None, False),
        ((10, 20), False, (10, 20), None, False),
        (range(11), True, tuple(range(11)), None, True),
    ],
)
def test_without_one_options_are_names_whatever_their_numbers(offered, is_scale, opinions, agree_from, has_mean):
    shape = own_items.shape_of(None, offered, is_scale=is_scale)
    assert (shape.opinions, shape.agree_from, shape.has_mean) == (opinions, agree_from, has_mean)


def test_does_not_apply_is_outside_every_figure():
    shape = own_items.shape_of("likert5_na", range(6), is_scale=False)
    counts = {0: 100, 2: 1, 5: 3}
    assert own_items.stand(counts, shape) == 4
    assert own_items.agree(counts, shape).value == 0.75
    assert own_items.mean(counts, shape).value == 4.25
    assert own_items.agree({0: 100}, shape) is None
    assert own_items.mean({0: 100}, shape) is None


def test_the_interval_of_a_mean_on_a_scale_from_zero():
    shape = own_items.shape_of("nps_0_10", range(11), is_scale=True)
    counts = {2: 3, 5: 4, 8: 2}
    told = own_items.mean(counts, shape)
    values = [value for value, count in counts.items() for _one in range(count)]
    low, high = stats.t.interval(0.95, len(values) - 1, loc=told.value, scale=stats.sem(values))
    assert (told.low, told.high) == pytest.approx((low, high))


def test_the_wording_that_most_people_met_is_counted():
    keys = {1: {"fi": "old"}, 2: {"fi": "new"}}
    uses = [Use("fi", date(2026, 10, 1), date(2026, 10, 9), {own_items.COLUMN: "old"}),
            Use("fi", date(2026, 10, 10), date(2026, 10, 31), {own_items.COLUMN: "new"})]  # fmt: skip
    rows = [{"survey_id": 1, "lang_code": "fi", "stand": 9, "counts": {5: 9}},
            {"survey_id": 2, "lang_code": "fi", "stand": 4, "counts": {1: 4}}]  # fmt: skip
    era = own_items.chosen_words(uses, keys, rows)
    assert own_items.only(era, keys, rows) == {5: 9}
    assert own_items.only(None, keys, rows) == {5: 9, 1: 4}
    assert own_items.chosen_words(uses[:1], keys, rows) is None
