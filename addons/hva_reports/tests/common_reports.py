"""A small county for report tests, and people who give feedback to it."""

import base64
import io
from datetime import date

import openpyxl

from odoo.tests import TransactionCase

from odoo.addons.hva_feedback.tools.entry import Entry, Submission

from ..tools.periods import containing

NOW = "2026-11-23 10:00:00"
OCTOBER = containing("month", date(2026, 10, 1))


class ReportCase(TransactionCase):
    """County > Health (Eura, Huittinen) and Social (Pori). `given` remembers what was given, for counting by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(_frozen())
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env.company.email = "palaute@county.example"
        level = cls.env["hva.unit.level"].search([], limit=1)
        unit = cls.env["hva.unit"].create
        cls.county = unit({"name": "County", "level_id": level.id})
        cls.health = unit({"name": "Health", "level_id": level.id, "parent_id": cls.county.id})
        cls.social = unit({"name": "Social", "level_id": level.id, "parent_id": cls.county.id})
        cls.eura = unit({"name": "Eura", "level_id": level.id, "parent_id": cls.health.id})
        cls.huittinen = unit({"name": "Huittinen", "level_id": level.id, "parent_id": cls.health.id})
        cls.pori = unit({"name": "Pori", "level_id": level.id, "parent_id": cls.social.id})
        cls.survey = cls.env.ref("hva_feedback.hva_question_set_base").current_survey_id
        cls.question = {q.hva_item_id.code: q for q in cls.survey.question_ids if q.hva_item_id}
        cls.definition = cls.env.ref("hva_reports.hva_report_definition_monthly")
        cls.schedule = cls.env.ref("hva_reports.hva_report_schedule_monthly")
        cls.given = []

    def setUp(self):
        super().setUp()
        self.addCleanup(setattr, type(self), "given", list(self.given))  # each test's own feedback is rolled back

    @classmethod
    def person(cls, login, *access, lang="en_US"):
        """Return a user with (unit, role) accesses."""
        user = cls.env["res.users"].create(
            {"name": login.title(), "login": login, "email": f"{login}@county.example", "lang": lang}
        )
        for unit, role in access:
            cls.env["hva.unit.access"].create({"user_id": user.id, "unit_id": unit.id, "role": role})
        return user

    @classmethod
    def give(cls, unit, day, channel="web", nps=None, text=None, statements=None, count=1):
        """Store `count` equal feedbacks through the one door and return them. `statements` is {item code: value}."""
        values = {}
        if nps is not None:
            values[cls.question["NPS"].id] = nps
        if text is not None:
            values[cls.question["FREE"].id] = text
        for code, value in (statements or {}).items():
            question = cls.question[code]
            values[question.id] = question.suggested_answer_ids.filtered(lambda o, v=value: o.hva_value == v).id
        entry = Entry(
            survey_id=cls.survey.id, unit_id=unit.id, channel=channel, source="collector", source_id=0, lang_code="fi"
        )
        day = date.fromisoformat(day)
        answers = cls.env["survey.user_input"]._hva_store(
            [Submission(entry=entry, values=values, given_on=day)] * count, is_import=True
        )
        for answer in answers:
            cls.given.append(
                {
                    "id": answer.id,
                    "unit": unit,
                    "day": day,
                    "channel": channel,
                    "nps": nps,
                    "text": text,
                    **(statements or {}),
                }
            )
        return answers

    @classmethod
    def count(cls, units, span=OCTOBER, **where):
        """Count by hand, in plain Python: (n, promoters, passives, detractors, NPS or None) of `given`."""
        scores = [
            row["nps"]
            for row in cls.given
            if row["unit"] in units
            and span.start <= row["day"] < span.end
            and row["nps"] is not None
            and all(row[key] == value for key, value in where.items())
        ]
        up = len([score for score in scores if score in (9, 10)])
        down = len([score for score in scores if score in (0, 1, 2, 3, 4, 5, 6)])
        middle = len(scores) - up - down
        return len(scores), up, middle, down, (100 * (up - down) / len(scores)) if scores else None

    def query(self, user, span=OCTOBER, definition=None):
        return (definition or self.definition).with_user(user).query(span)

    def figures(self, row):
        """The five hand-countable cells of a report row."""
        return tuple(row[column].value for column in ("n", "promoters", "passives", "detractors", "nps"))

    def workbook(self, run):
        return openpyxl.load_workbook(io.BytesIO(base64.b64decode(run.attachment_id.datas)))


def _frozen():
    from freezegun import freeze_time

    return freeze_time(NOW, tick=False)
