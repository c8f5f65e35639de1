"""Which of a set's statements one giver is asked, when the set holds more than it asks at a time.

The choice follows from the number that the page carries anyway (the signed form number, a device's number for the
answer), so nothing is remembered and the answer is checked against exactly what was shown. Every choice of statements
is as likely as every other: over many givers each statement is asked equally often, and so is each pair of them.
"""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import replace

from .form_shape import Form, Heading


def shown_form(form: Form, number: str) -> Form:
    """Return the form as the giver with this number is asked: all of it, unless its statements rotate."""
    rotating = [question.id for question in form.questions if question.is_rotating]
    if not 0 < form.rotate_count < len(rotating):
        return form
    left_out = set(rotating) - set(choose(rotating, form.rotate_count, f"{form.survey_id}:{number}"))
    questions = tuple(question for question in form.questions if question.id not in left_out)
    return replace(form, questions=questions, headings=_moved(form, left_out))


def left_out_of(form: Form, shown: Form) -> tuple[int, ...]:
    """Return the ids of the questions of `form` that `shown` does not ask."""
    asked = {question.id for question in shown.questions}
    return tuple(question.id for question in form.questions if question.id not in asked)


def choose(ids: Sequence[int], count: int, seed: str) -> tuple[int, ...]:
    """Return `count` of `ids` in their order: the combination that `seed` stands for."""
    ways = math.comb(len(ids), count)
    rank = int.from_bytes(hashlib.sha256(seed.encode()).digest()) % ways  # 256 bits: no combination is favoured
    chosen: list[int] = []
    for position, one in enumerate(ids):
        left = len(ids) - position - 1
        with_this = math.comb(left, count - len(chosen) - 1) if len(chosen) < count else 0
        if rank < with_this:
            chosen.append(one)
        else:
            rank -= with_this
    return tuple(chosen)


def _moved(form: Form, left_out: set[int]) -> tuple[Heading, ...]:
    """Let each heading stand before the first question of its section that is asked; without one it goes."""
    headings = {heading.before: heading for heading in form.headings}
    moved: list[Heading] = []
    waiting: Heading | None = None
    for question in form.questions:
        waiting = headings.get(question.id, waiting)
        if waiting and question.id not in left_out:
            moved.append(replace(waiting, before=question.id))
            waiting = None
    return tuple(moved)
