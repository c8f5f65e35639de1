"""What a wall screen shows in one turn."""

import pytest

from hva_feedback.tools.wall_turns import CARDS, ROOM, turn


def test_every_text_is_shown_once_in_a_round():
    texts = ["a" * length for length in (30, 300, 300, 40, 40, 40, 40, ROOM + 80)]
    first = turn(0, texts, 0)
    shown = [index for number in range(first.count) for index in turn(number, texts, 0).thanks]
    assert shown == list(range(len(texts)))


def test_no_turn_has_more_than_it_has_room_for():
    texts = ["a" * 200] * 9
    for number in range(turn(0, texts, 0).count):
        shown = turn(number, texts, 0).thanks
        assert 1 <= len(shown) <= CARDS and sum(len(texts[index]) for index in shown) <= ROOM


@pytest.mark.parametrize("number", [0, 3, 7, 99999])
def test_it_goes_round_and_changes_go_round_beside_the_thanks(number):
    now = turn(number, ["a"] * 4, 3)
    assert now.count == 3 and now.number == number % 3
    assert now.changes == (number % 3,)
    assert turn(now.next, ["a"] * 4, 3).previous == now.number


def test_an_empty_wall_has_one_turn():
    empty = turn(5, [], 0)
    assert (empty.count, empty.number, empty.next, empty.thanks, empty.changes) == (1, 0, 0, (), ())
