"""Who answers less: two counts beside one another, and nothing said of a handful."""

import pytest

from hva_reports.tools.missing import Group, gaps, rate


def test_a_group_is_held_against_all_the_others():
    found = gaps({"fi": Group(200, 60), "sv": Group(60, 4), "en": Group(4, 4)})
    assert found["sv"].value == pytest.approx(4 / 60 - 64 / 204)
    assert found["sv"].high < 0
    assert found["en"] is None, "four people are not told apart"


def test_no_difference_is_said_to_be_none():
    gap = gaps({"a": Group(100, 20), "b": Group(100, 22)})["a"]
    assert gap.low < 0 < gap.high


def test_more_answers_than_people_have_no_interval_and_no_gap():
    assert rate(Group(10, 12)).low is None
    assert gaps({"a": Group(10, 12), "b": Group(100, 20)})["a"] is None
    assert rate(Group(0, 3)) is None


def test_one_group_alone_has_nothing_to_be_held_against():
    assert gaps({"a": Group(100, 20)}) == {"a": None}
