"""Load that comes when it comes: `./hva bench load`."""

import pytest

from tools.dev.bench import load, open_loop


def test_every_visit_has_its_moment() -> None:
    slow = open_loop.Stream("slow", 1.0, lambda _number: None)
    fast = open_loop.Stream("fast", 2.0, lambda _number: None)
    planned = [(moment, stream.name, number) for moment, stream, number in open_loop.moments([slow, fast], 2.0)]
    assert sorted(planned) == [
        (0.0, "fast", 0),
        (0.0, "slow", 0),
        (0.5, "fast", 1),
        (1.0, "fast", 2),
        (1.0, "slow", 1),
        (1.5, "fast", 3),
    ]


def test_what_fails_is_counted_and_the_rest_goes_on() -> None:
    def visit(number: int) -> None:
        if number == 1:
            raise ConnectionError("gone")

    stream = open_loop.Stream("answers", 1000.0, visit)
    open_loop.run([stream], 0.005, hands=2)
    assert (sorted(stream.done), stream.errors) == ([0, 2, 3, 4], ["ConnectionError: gone"])
    assert len(stream.latencies) == 4


@pytest.mark.parametrize(
    ("done", "errors", "stored", "lost"),
    [(10, 0, 10, 0), (10, 0, 9, 1), (10, 0, 11, 1), (10, 2, 11, 0), (10, 2, 13, 1)],
)
def test_an_acknowledged_answer_that_is_not_there_is_lost_and_so_is_one_too_many(
    done: int, errors: int, stored: int, lost: int
) -> None:
    given = open_loop.Stream("answers", 1.0, lambda _number: None, done=[0] * done, errors=[""] * errors)
    assert load._lost_answers(given, stored) == lost
