"""Where a series breaks because the words changed."""

from datetime import date

from hva_reports.tools.periods import Span
from hva_reports.tools.wording_breaks import Break, Use, between, find_breaks


def use(first, key, lang_code="fi", last="2026-12-31", column="nps"):
    return Use(lang_code, date.fromisoformat(first), date.fromisoformat(last), {column: key})


def test_equal_words_break_nothing():
    assert find_breaks([use("2026-01-01", "a"), use("2026-03-01", "a")]) == ()


def test_other_words_break_on_their_first_day():
    assert find_breaks([use("2026-03-05", "b"), use("2026-01-01", "a")]) == (Break(date(2026, 3, 5), "nps"),)


def test_a_language_that_is_added_breaks_nothing():
    assert find_breaks([use("2026-01-01", "a"), use("2026-03-05", "b", "sv")]) == ()


def test_each_question_breaks_for_itself():
    found = find_breaks(
        [use("2026-01-01", "a", column="item_st1"), use("2026-02-01", "b", column="item_st1"), use("2026-02-01", "n")]
    )
    assert [one.column for one in found] == ["item_st1"]


def test_a_break_stands_between_two_periods_or_inside_one():
    breaks = [Break(date(2026, 10, 15), "nps")]
    september, october = Span(date(2026, 9, 1), date(2026, 10, 1)), Span(date(2026, 10, 1), date(2026, 11, 1))
    november = Span(date(2026, 11, 1), date(2026, 12, 1))
    assert between(breaks, "nps", september, october) == breaks[0]
    assert between(breaks, "nps", october, november) == breaks[0]
    assert between(breaks, "item_st1", september, october) is None
    assert between(breaks, "nps", november, Span(date(2026, 12, 1), date(2027, 1, 1))) is None
