"""The people and units of the stories about cases, and what they do."""

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

from ..tools.entry import ContactDetails, Entry, Submission

# A word that only the giver of feedback says. It must turn up nowhere but on the answer.
CANARY = "papukaijakahvila"


class CaseWorld:
    """A small county: an area with an owner, two clinics in it, their handlers and a manager. Mix into a test class."""

    @classmethod
    def make_world(cls):
        cls.county = cls.env.company
        cls.county.partner_id.lang = "en_US"  # the stories quote what is said to staff
        cls.area = cls._unit("Area", is_area_owner=True)
        cls.clinic = cls._unit("Clinic", parent_id=cls.area.id)
        cls.dental = cls._unit("Dental", parent_id=cls.area.id)
        cls.survey = cls.env.ref("hva_feedback.hva_question_set_base").current_survey_id
        cls.handler = cls._person("handler", cls.clinic)
        cls.second_handler = cls._person("handler", cls.clinic, login="second_handler")
        cls.dental_handler = cls._person("handler", cls.dental, login="dental_handler")
        cls.manager = cls._person("manager", cls.area)
        cls.viewer = cls._person("viewer", cls.clinic)

    @classmethod
    def _unit(cls, name, **vals):
        level = cls.env["hva.unit.level"].search([], limit=1) or cls.env["hva.unit.level"].create({"name": "Level"})
        return cls.env["hva.unit"].create({"name": name, "level_id": level.id, "company_id": cls.county.id, **vals})

    @classmethod
    def _person(cls, role, unit, login=None):
        login = f"case_{login or role}"
        user = new_test_user(cls.env, login=login, groups="base.group_user", email=f"{login}@example.org", lang="en_US")
        cls.env["hva.unit.access"].create({"user_id": user.id, "unit_id": unit.id, "role": role})
        return user

    @classmethod
    def open_office(cls):
        """Let the area and everything under it work from 8 to 16, Monday to Friday."""
        day = {"name": "d", "hour_from": 8, "hour_to": 16, "day_period": "morning"}
        days = [Command.create({**day, "dayofweek": str(number)}) for number in range(5)]
        cls.area.calendar_id = cls.env["resource.calendar"].create(
            {"name": "Office", "tz": "Europe/Helsinki", "attendance_ids": [Command.clear(), *days]}
        )

    @classmethod
    def _question(cls, role):
        return cls.survey.question_ids.filtered(lambda question: question.hva_role == role)[:1]

    @classmethod
    def give(
        cls,
        unit=None,
        *,
        nps=None,
        text=None,
        kind=None,
        phone=None,
        email=None,
        source="collector",
        channel="web",
        **more,
    ):
        """Give one feedback as the page would, and return the answer."""
        values = {}
        if nps is not None:
            values[cls._question("nps").id] = nps
        if text is not None:
            values[cls._question("open").id] = text
        entry = Entry(
            survey_id=cls.survey.id,
            unit_id=(unit or cls.clinic).id,
            channel=channel,
            source=source,
            source_id=1,
            **more,
        )
        contact = ContactDetails(name="Testi Antaja", phone=phone, email=email) if phone or email else None
        submission = Submission(entry=entry, values=values, kind=kind, contact=contact)
        return cls.env["survey.user_input"]._hva_store([submission])

    def route(self, limit=200):
        """Run the job as Odoo would, without the commit that a test cannot make. Return what it reported."""
        reports = []

        def report(cron, processed=0, *, remaining=None, deactivate=False):
            cron.env.flush_all()
            reports.append((processed, remaining))
            return 60.0

        self.patch(type(self.env["ir.cron"]), "_commit_progress", report)
        self.env["survey.user_input"]._cron_hva_route(limit=limit)
        self.env.invalidate_all()
        return reports[-1]

    def case_of(self, answer):
        return self.env["helpdesk.ticket"].with_context(active_test=False).search([("hva_answer_id", "=", answer.id)])

    def make_case(self, unit=None, **feedback):
        """Give a feedback that makes a case, run the job and return the case."""
        answer = self.give(unit, **(feedback or {"kind": "criticism", "text": CANARY}))
        self.route()
        return self.case_of(answer)


@tagged("post_install", "-at_install")
class CaseStory(CaseWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
