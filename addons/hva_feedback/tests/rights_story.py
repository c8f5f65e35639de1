"""One record of each kind that rights are about, and one person of each role, all placed at the clinic."""

from odoo.tests import new_test_user

from .case_story import CaseWorld

ROLES = ("viewer", "handler", "manager", "quality", "admin", "technical")
STRANGERS = {
    "staff": "base.group_user",
    "survey_manager": "survey.group_survey_manager",
    "helpdesk_manager": "helpdesk_mgmt.group_helpdesk_manager",
    "portal": "base.group_portal",
    "public": "base.group_public",
}
LETTERS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}


def allowed(records):
    """Return what the environment's user may do with `records`, as letters: rwcd, or - for nothing."""
    return "".join(letter for letter, operation in LETTERS.items() if records.has_access(operation)) or "-"


class RightsWorld(CaseWorld):
    """`people[role]` and `records[kind]`. Admins and technical staff have their group and no unit."""

    @classmethod
    def make_people(cls):
        cls.people = {}
        for role in ROLES:
            user = new_test_user(cls.env, login=f"rights_{role}", groups="base.group_user")
            if role in ("admin", "technical"):
                user.group_ids += cls.env.ref(f"hva_feedback.hva_feedback_group_{role}")
            else:
                cls.env["hva.unit.access"].create({"user_id": user.id, "unit_id": cls.clinic.id, "role": role})
            cls.people[role] = user
        for name, group in STRANGERS.items():
            cls.people[name] = new_test_user(cls.env, login=f"rights_{name}", groups=group)

    def make_records(self):
        own = self.give(self.clinic, nps=3, text="Own branch", phone="+358400000001")
        other = self.give(self.dental, nps=3, text="Other branch", phone="+358400000002")
        quiet = self.give(self.clinic, nps=9)
        self.route()
        self.clinic.responsible_unit_id = self.dental
        handed = self.give(self.clinic, kind="criticism", text="Handed on", phone="+358400000003")
        self.route()
        self.clinic.responsible_unit_id = False
        self.dental.responsible_unit_id = self.clinic
        received = self.give(self.dental, kind="criticism", text="Received", phone="+358400000004")
        self.route()
        self.dental.responsible_unit_id = False
        theirs = self._foreign_survey()
        self.records = {
            "feedback of own unit": own,
            "feedback of own unit without case": quiet,
            "feedback of own unit, handled elsewhere": handed,
            "feedback of another unit, handled here": received,
            "feedback of another unit": other,
            "answer lines of own unit": own.user_input_line_ids,
            "answer lines handled here": received.user_input_line_ids,
            "answer lines of another unit": other.user_input_line_ids,
            "contact of a case of own unit": own.hva_contact_ids,
            "contact of a case handled elsewhere": handed.hva_contact_ids,
            "contact of a case handled here": received.hva_contact_ids,
            "contact of another unit": other.hva_contact_ids,
            "message with the giver, own unit": self._message(own),
            "message with the giver, handled elsewhere": self._message(handed),
            "message with the giver, handled here": self._message(received),
            "case of own unit": self.case_of(own),
            "case of own unit, handled elsewhere": self.case_of(handed),
            "case of another unit, handled here": self.case_of(received),
            "case of another unit": self.case_of(other),
            **self._what_happened(own, handed, received, other),
            "way in of own unit": self._collector(self.clinic),
            "way in of another unit": self._collector(self.dental),
            "staff link of own unit": self._staff_link(self.clinic),
            "staff link of another unit": self._staff_link(self.dental),
            "device of own unit": self._device(self.clinic),
            "device of another unit": self._device(self.dental),
            **self._changed_and_shared(own, other),
            "our survey": self.survey,
            "our questions": self.survey.question_ids,
            "our options": self.survey.question_ids.suggested_answer_ids,
            "foreign survey": theirs.survey_id,
            "foreign questions": theirs.survey_id.question_ids,
            "foreign options": theirs.survey_id.question_ids.suggested_answer_ids,
            "foreign answer": theirs,
            "foreign answer lines": theirs.user_input_line_ids,
            "foreign ticket": self.env["helpdesk.ticket"].create({"name": "Printer", "description": "Broken"}),
        }
        self.env.flush_all()
        self.env.invalidate_all()

    def _message(self, answer):
        messages = self.env["hva.case.message"]
        values = messages._prepare_message(self.case_of(answer), "code")
        return messages.create({**values, "body": "Answer", "state": "shown"})

    def _what_happened(self, own, handed, received, other):
        return {
            "history of a case of own unit": self._event(own),
            "history of a case handled elsewhere": self._event(handed),
            "history of a case handled here": self._event(received),
            "history of a case of another unit": self._event(other),
            "reminder of own unit": self._reminder(own),
            "reminder of another unit": self._reminder(other),
            "transfer from own unit": self._transfer(other, self.clinic, self.dental),
            "transfer to own unit": self._transfer(other, self.dental, self.clinic),
            "transfer between other units": self._transfer(other, self.dental, self.area),
        }

    def _event(self, answer):
        case = self.case_of(answer)
        return self.env["hva.case.event"]._add_moves(case, case._hva_facts_of_moves(), "Because")

    def _reminder(self, answer):
        case, step = self.case_of(answer), self.env.ref("hva_feedback.hva_escalation_step_late")
        return self.env["hva.escalation"].create(
            {"ticket_id": case.id, "step_id": step.id, "clock_round": 0, "at": case.hva_deadline_at}
        )

    def _transfer(self, answer, old, new):
        case = self.case_of(answer)
        values = {"ticket_id": case.id, "from_unit_id": old.id, "to_unit_id": new.id, "at": case.hva_deadline_at}
        return self.env["hva.transfer"].create({**values, "user_id": self.env.uid, "reason": "Because"})

    def _collector(self, unit):
        return self.env["hva.collector"].create({"name": f"Poster of {unit.name}", "unit_id": unit.id, "channel": "qr"})

    def _staff_link(self, unit):
        return self.env["hva.staff.link"].create({"name": f"Reception of {unit.name}", "unit_id": unit.id})

    def _improvement(self, unit):
        text = {"lang_code": "fi", "heard": "Opasteet", "did": "Uudet opasteet"}
        return self.env["hva.improvement"].create({"name": "Signs", "unit_id": unit.id, "text_ids": [(0, 0, text)]})

    def _changed_and_shared(self, own, other):
        return {
            "improvement of own unit": self._improvement(self.clinic),
            "improvement of another unit": self._improvement(self.dental),
            "public text of own unit": self._improvement(self.clinic).text_ids,
            "public text of another unit": self._improvement(self.dental).text_ids,
            "meeting of own unit": self._meeting(own),
            "meeting of another unit": self._meeting(other),
            "agenda of own unit": self._meeting(own).line_ids,
            "agenda of another unit": self._meeting(other).line_ids,
            "wall screen of own unit": self.env["hva.wall"].create({"name": "Lobby", "unit_id": self.clinic.id}),
            "wall screen of another unit": self.env["hva.wall"].create({"name": "Lobby", "unit_id": self.dental.id}),
            "training of own unit": self._training(self.clinic),
            "training of another unit": self._training(self.dental),
        }

    def _training(self, unit):
        return self.env["hva.training"].create({"name": "Handling", "unit_ids": unit.ids})

    def _meeting(self, answer):
        line = (0, 0, {"answer_id": answer.id})
        return self.env["hva.meeting"].create({"unit_id": answer.hva_unit_id.id, "line_ids": [line]})

    def _device(self, unit):
        return self.env["hva.device"].create({"name": unit.name, "collector_id": self._collector(unit).id})

    def _foreign_survey(self):
        survey = self.env["survey.survey"].create({
            "title": "Canteen",
            "question_and_page_ids": [
                (0, 0, {
                    "title": "Soup?",
                    "question_type": "simple_choice",
                    "suggested_answer_ids": [(0, 0, {"value": "Yes"}), (0, 0, {"value": "No"})],
                })
            ],
        })  # fmt: skip
        answer = survey._create_answer(email="guest@example.org")
        question = survey.question_ids
        answer._save_lines(question, str(question.suggested_answer_ids[0].id))
        return answer
