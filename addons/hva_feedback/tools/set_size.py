"""How many statements a set asks of one giver. Pure.

The national guidance is two to seven statements, with a county's own ones after them. A statement is a question with
the role `statement`: neither the recommendation, the language question nor the enablement question counts, and a set
without any statement (a score and a word after a text message, a survey on one matter) is a set of another kind.
"""

from typing import Final, Literal

LEAST: Final = 2
MOST_OWN: Final = 7

Problem = Literal["rotate_few", "statement_alone", "own_many"]


def size_problem(national: int, own: int, at_a_time: int) -> Problem | None:
    """Return what is wrong with the number of statements, None when nothing is.

    `national` and `own` are how many the set holds, `at_a_time` how many of the national ones take turns (0: all are
    asked). More than seven national ones there are not: each can be in a set once.
    """
    if 0 < at_a_time < LEAST:
        return "rotate_few"
    asked = (min(at_a_time, national) if at_a_time else national) + own
    if 0 < asked < LEAST:
        return "statement_alone"
    return "own_many" if own > MOST_OWN else None
