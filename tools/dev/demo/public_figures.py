"""Counts that Soite published for January-September 2024, stored as answers of the last closed month.

They are known answers: from these counts the mail and the analysis must show -34, 67, 80 and, together, 70.4.
"""

import random
from datetime import date, timedelta

# channel: how many gave 0-6, 7-8 and 9-10 points
SOITE_2024 = {"web": (175, 13, 82), "sms": (198, 367, 1762), "kiosk": (253, 286, 3336)}
PUBLISHED_NPS = {"web": -34, "sms": 67, "kiosk": 80}
PUBLISHED_TOTAL = 70.4

POINTS = ((0, 2, 3, 4, 5, 6), (7, 8), (9, 10))
CONTENT_STATEMENTS = (5, 5, 5, 5, 5, 5, 5, 5, 4, 4, 3, 2, 1, 0)


def last_closed_month(today: date) -> tuple[date, date]:
    """Return the first and the last day of the month before `today`."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def store(env, units, today: date, seed: int = 2024) -> int:
    """Store the published counts through the page's own storing method, spread over `units` and the month's days.

    :param env: a superuser environment; the caller commits
    :param units: recordset of hva.unit
    :return: how many answers were stored
    """
    from odoo.addons.hva_feedback.tools.entry import Entry, Submission

    chance = random.Random(seed)
    survey = env.ref("hva_feedback.hva_question_set_base").current_survey_id
    first, last = last_closed_month(today)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    answer = _Answerer(survey, chance)
    submissions = []
    for channel, counts in SOITE_2024.items():
        for points, count in zip(POINTS, counts, strict=True):
            for _ in range(count):
                entry = Entry(survey.id, chance.choice(units).id, channel, "collector", 0, contact_mode="visit")
                values = answer.values(chance.choice(points))
                submissions.append(Submission(entry, values, given_on=chance.choice(days)))
    chance.shuffle(submissions)
    for start in range(0, len(submissions), 500):
        env["survey.user_input"]._hva_store(submissions[start : start + 500], is_import=True)
    return len(submissions)


class _Answerer:
    """Makes answers to one set version: the points given, statements that go with them, mostly no text."""

    def __init__(self, survey, chance: random.Random):
        self.chance = chance
        self.nps = survey.question_ids.filtered(lambda q: q.hva_role == "nps")
        self.options = {
            question.id: {option.hva_value: option.id for option in question.suggested_answer_ids}
            for question in survey.question_ids.filtered(lambda q: q.hva_role == "statement")
        }

    def values(self, points: int) -> dict[int, object]:
        statements = CONTENT_STATEMENTS if points > 6 else (1, 1, 2, 2, 2, 3, 4, 5, 0)
        chosen = {question: options[self.chance.choice(statements)] for question, options in self.options.items()}
        return {self.nps.id: points, **chosen}
