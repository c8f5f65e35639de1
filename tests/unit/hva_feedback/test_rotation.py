"""Statements take turns: fairly, and the same for one page however often it is shown."""

import itertools
from collections import Counter
from dataclasses import replace

import pytest
from page_forms import FOLLOW_UP, NPS, STATEMENT, form

from hva_feedback.tools.codes import new_code
from hva_feedback.tools.form_shape import Heading
from hva_feedback.tools.rotation import choose, left_out_of, shown_form

SEVEN = tuple(replace(STATEMENT, id=number, is_rotating=True) for number in range(11, 18))
OWN = replace(STATEMENT, id=30, item_code="")


def rotating(count, *questions, headings=()):
    return replace(form(*questions), rotate_count=count, headings=headings)


@pytest.mark.parametrize("count", range(1, 8))
def test_every_choice_of_statements_has_one_place(count):
    ways = list(itertools.combinations(range(7), count))
    seen = {choose(range(7), count, str(number)) for number in range(2000)}
    assert seen == set(ways)


def test_each_statement_and_each_pair_is_asked_equally_often():
    givers = 21_000
    asked = [choose(range(7), 3, str(number)) for number in range(givers)]
    single = Counter(one for chosen in asked for one in chosen)
    pairs = Counter(pair for chosen in asked for pair in itertools.combinations(chosen, 2))
    assert all(abs(single[one] - givers * 3 / 7) < 300 for one in range(7))  # four standard deviations
    assert len(pairs) == 21 and all(abs(count - givers / 7) < 210 for count in pairs.values())


def test_a_page_asks_the_same_however_often_it_is_drawn():
    asked = rotating(3, NPS, *SEVEN, OWN, FOLLOW_UP)
    number = new_code()
    assert shown_form(asked, number) == shown_form(asked, number)
    shown = shown_form(asked, number)
    assert len(shown.questions) == 6
    assert (shown.questions[0], *shown.questions[-2:]) == (NPS, OWN, FOLLOW_UP)
    assert len(left_out_of(asked, shown)) == 4


@pytest.mark.parametrize("count", [0, 7, 9])
def test_a_set_that_asks_all_of_them_is_shown_whole(count):
    asked = rotating(count, NPS, *SEVEN)
    assert shown_form(asked, new_code()) is asked
    assert left_out_of(asked, asked) == ()


def test_a_heading_stays_with_what_is_left_of_its_section():
    headings = (Heading(11, "About the visit"), Heading(30, "Of our own"))
    asked = rotating(2, NPS, *SEVEN, OWN, headings=headings)
    for number in range(50):
        shown = shown_form(asked, str(number))
        first = next(question.id for question in shown.questions if question.is_rotating)
        assert [heading.before for heading in shown.headings] == [first, 30]


def test_a_heading_without_a_question_goes():
    last = replace(SEVEN[6], id=40)
    asked = rotating(1, *SEVEN, last, headings=(Heading(11, "One"), Heading(40, "Two")))
    titles = {tuple(heading.title for heading in shown_form(asked, str(number)).headings) for number in range(100)}
    assert titles == {("One",), ("Two",)}
