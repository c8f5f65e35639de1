"""Play with a terminal is recognised by its pace and nothing else."""

from hva_feedback.tools.device_bursts import MANY, Press, bursts, tail


def presses(*pairs):
    return [Press(at, digest) for at, digest in pairs]


def test_people_one_after_the_other_are_no_burst():
    queue = presses((0, "a"), (12, "a"), (25, "b"), (37, "a"), (50, "a"))
    assert bursts([], queue) == set()


def test_many_answers_within_seconds_are_one():
    assert bursts([], presses((0, "a"), (3, "b"), (6, "c"), (9, "d"), (100, "a"))) == {0, 1, 2, 3}


def test_the_same_answer_again_and_again_is_one_sooner():
    assert bursts([], presses((0, "a"), (5, "b"), (8, "a"), (16, "a"))) == {0, 2, 3} | {1}
    assert bursts([], presses((0, "a"), (8, "a"), (16, "a"))) == {0, 1, 2}
    assert bursts([], presses((0, "a"), (8, "b"), (16, "a"))) == set()


def test_a_burst_goes_over_the_border_of_two_messages_in_any_order():
    earlier = tail(presses((0, "a"), (95, "a"), (98, "a")))
    assert [press.at for press in earlier] == [95, 98]
    assert bursts(earlier, presses((300, "b"), (101, "a"))) == {1}


def test_the_tail_stays_small():
    assert len(tail(presses(*((second / 10, "a") for second in range(100))))) == MANY
    assert tail([]) == []
