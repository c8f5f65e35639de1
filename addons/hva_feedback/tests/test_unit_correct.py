from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .case_story import CANARY, CaseStory


@tagged("post_install", "-at_install")
class TestUnitCorrect(CaseStory):
    """Somebody chose the clinic and meant dental care: the result moves, and everybody can see why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clinic_manager = cls._person("manager", cls.clinic, login="correct_manager")
        cls.admin = cls._person("viewer", cls.area, login="correct_admin")
        cls.admin.group_ids += cls.env.ref("hva_feedback.hva_feedback_group_admin")

    def correct(self, record, user, unit=None, reason="Wrong poster", **vals):
        action = record.with_user(user).action_hva_correct_unit()
        wizard = self.env["hva.unit.correct"].with_user(user).with_context(**action["context"])
        return wizard.create({"unit_id": (unit or self.dental).id, "reason": reason, **vals}).action_confirm()

    def test_the_result_moves_and_the_case_stays(self):
        case = self.make_case()
        answer = case.hva_answer_id
        self.assertTrue(case.with_user(self.clinic_manager).hva_can_correct_unit)
        self.correct(case, self.clinic_manager)
        self.assertEqual(answer.hva_unit_id, self.dental)
        self.assertEqual(answer.user_input_line_ids.hva_unit_id, self.dental)
        self.assertEqual((case.hva_unit_id, case.hva_responsible_unit_id), (self.dental, self.clinic))
        self.assertIn("Dental", case.name)
        self.assertTrue(answer.with_user(self.dental_handler).has_access("read"))

    def test_the_trail_says_who_from_where_to_where_and_why_and_nothing_of_the_giver(self):
        answer = self.give(kind="criticism", text=CANARY)
        self.correct(answer, self.clinic_manager)
        row = self.env["hva.audit"].search([("model", "=", answer._name), ("res_id", "=", answer.id)])
        self.assertEqual((row.action, row.user_id, row.reason), ("unit_correct", self.clinic_manager, "Wrong poster"))
        self.assertEqual(row.details, {"from": "Clinic", "to": "Dental"})
        self.assertNotIn(CANARY, str(row.read()))

    def test_the_case_follows_when_it_is_asked_to(self):
        case = self.make_case()
        case.with_user(self.handler).action_hva_take()
        self.correct(case, self.clinic_manager, with_case=True)
        self.assertEqual(case.hva_responsible_unit_id, self.dental)
        self.assertFalse(case.user_id)
        self.assertEqual(case._hva_activities().user_id, self.dental_handler)
        bodies = " ".join(str(message.body) for message in case.message_ids)
        self.assertIn("Unit visited corrected from Clinic to Dental", bodies)
        self.assertNotIn(CANARY, bodies)

    def test_who_may(self):
        for user, may in (
            (self.viewer, False),
            (self.handler, False),
            (self.dental_handler, None),
            (self.clinic_manager, True),
            (self.manager, True),
            (self.admin, True),
        ):
            answer = self.give()
            with self.subTest(user=user.login):
                if may is not None:
                    self.assertEqual(answer.with_user(user).hva_can_correct_unit, may)
                if may:
                    self.correct(answer, user)
                    self.assertEqual(answer.hva_unit_id, self.dental)
                else:
                    with self.assertRaises(AccessError):
                        answer.with_user(user)._hva_correct_unit(self.dental, "Mine")
                    self.assertEqual(answer.hva_unit_id, self.clinic)

    def test_a_manager_finds_the_name_of_any_unit_of_the_county_and_nothing_else(self):
        units = self.env["hva.unit"].with_user(self.clinic_manager)
        self.assertFalse(units.name_search("Dental"))
        found = units.with_context(hva_any_unit=True).name_search("Dental", [("producer", "=", "Guess")])
        self.assertEqual([unit_id for unit_id, _name in found], self.dental.ids)
        other = self.env["res.company"].create({"name": "Other county"})
        self._unit("Dental abroad", company_id=other.id)
        self.assertEqual(len(units.with_context(hva_any_unit=True).name_search("Dental")), 1)
        self.assertFalse(units.with_user(self.viewer).with_context(hva_any_unit=True).name_search("Dental"))

    def test_the_dialog_takes_a_unit_that_the_manager_does_not_reach(self):
        """As the web client does it: search a name, choose it, save, press the button."""
        answer = self.give()
        wizards = self.env["hva.unit.correct"].with_user(self.clinic_manager).with_context(default_answer_id=answer.id)
        shown = {"unit_id": {"fields": {"display_name": {}}, "context": {"hva_any_unit": True}}, "has_case": {}}
        units = wizards.env["hva.unit"].with_context(hva_any_unit=True)
        [found] = units.web_name_search("Dental", {"display_name": {}})
        changed = wizards.onchange({"unit_id": found["id"], "answer_id": answer.id}, ["unit_id"], shown)
        self.assertFalse(changed.get("warning"))
        [saved] = wizards.web_save({"unit_id": found["id"], "answer_id": answer.id, "reason": "Wrong poster"}, shown)
        self.assertEqual(saved["unit_id"]["display_name"], "Area / Dental")
        wizards.browse(saved["id"]).action_confirm()
        self.assertEqual(answer.hva_unit_id, self.dental)

    def test_a_reason_an_own_county_and_a_unit_of_that_day_are_needed(self):
        answer = self.give()
        other = self.env["res.company"].create({"name": "Other county"})
        with self.assertRaises(UserError):
            self.correct(answer, self.admin, reason="  ")
        with self.assertRaises(UserError):
            self.correct(answer, self.admin, unit=self._unit("Theirs", company_id=other.id))
        with self.assertRaises(UserError):
            self.correct(answer, self.admin, unit=self._unit("Later", valid_from="2090-01-01"))

    def test_an_answer_by_personal_link_still_tells_no_time(self):
        with freeze_time("2026-11-10 07:30:00"):
            case_answer = self.give(kind="criticism", text="x", source="link", channel="sms")
            self.route()
        with freeze_time("2026-11-12 10:45:00"):
            self.correct(case_answer, self.clinic_manager)
            self.env.flush_all()
        midnight = datetime(2026, 11, 10)
        for record in (case_answer, *case_answer.user_input_line_ids):
            record.invalidate_recordset()
            self.assertEqual((record.create_date, record.write_date), (midnight, midnight))
