"""Dialogs and moves over RPC: whoever names a case, a person or a unit that is not theirs learns and gains nothing."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from .case_story import CaseStory
from .unit_story import UnitWorld


@tagged("post_install", "-at_install")
class TestDialogsOutOfReach(CaseStory):
    """A handler of the dental clinic names a case of the other clinic in every dialog about cases."""

    def setUp(self):
        super().setUp()
        self.case = self.make_case(text="Teen kantelun", email="antaja@example.fi", lang_code="sv")
        self.answer = self.case.sudo().hva_answer_id
        self.answer.write({"hva_triage": "complaint", "hva_triage_check": "to_check"})
        self.receiver = self.env["hva.receiver"].create({"name": "Archive", "way": "paper"})

    def learn(self, model, field, **values):
        """Make a dialog and read a field of it, in one step as the browser does and in two."""
        dialogs = self.env[model].with_user(self.dental_handler)
        with self.assertRaises(AccessError, msg=f"{model}.{field}, made"), self.cr.savepoint():
            dialogs.create(values).read([field])
        self.env.invalidate_all()
        with self.assertRaises(AccessError, msg=f"{model}.{field}, drawn"), self.cr.savepoint():
            said = dialogs.onchange(values, [], {name: {} for name in (*values, field)})["value"]
            if not said.get(field):
                raise AccessError("nothing was learned")
        self.env.invalidate_all()

    def test_handing_over_tells_nothing_of_the_case(self):
        values = {"ticket_id": self.case.id, "receiver_id": self.receiver.id, "way": "paper"}
        for field in ("subject", "giver_told"):
            self.learn("hva.case.refer", field, **values)
        self.learn("hva.case.refer", "has_contact", **values, subject="complaint", giver_told="later")

    def test_replying_tells_nothing_of_the_case(self):
        template = self.env.ref("hva_feedback.hva_reply_template_answer")
        values = {"case_id": self.case.id, "channel": "mail", "template_id": template.id}
        self.learn("hva.case.reply", "lang_code", **values)
        for field in ("body", "receiver"):
            self.learn("hva.case.reply", field, **values, lang_code="fi")

    def test_checking_a_flag_tells_nothing_of_the_feedback(self):
        self.learn("hva.triage.check", "subject", answer_id=self.answer.id)

    def test_correcting_a_unit_tells_nothing_of_the_feedback(self):
        manager = self._person("manager", self.dental, login="dental_manager")
        dialog = (
            self.env["hva.unit.correct"]
            .with_user(manager)
            .create({"answer_id": self.answer.id, "unit_id": self.dental.id, "reason": "x"})
        )
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            dialog.read(["present_unit_id"])

    def test_an_absence_is_not_moved_to_somebody_else(self):
        absence = self.env["hva.absence"].with_user(self.handler)
        mine = absence.create({"date_from": "2026-11-30", "date_to": "2026-12-04"})
        with self.assertRaises(AccessError):
            mine.write({"user_id": self.second_handler.id, "deputy_id": self.handler.id})
        self.env.invalidate_all()
        mine.date_to = "2026-12-05"  # one's own is still kept

    def test_somebody_who_leaves_one_county_keeps_the_cases_of_another(self):
        self.case.with_user(self.handler).action_hva_take()
        other = self.env["res.company"].create({"name": "Other county"})
        admin = new_test_user(
            self.env,
            login="other_admin",
            groups="hva_feedback.hva_feedback_group_admin",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        leaving = self.env["hva.leaver"].with_user(admin).create({"user_ids": self.handler.ids})
        self.assertEqual(leaving.case_count, 0)
        leaving.action_end()
        self.assertEqual(self.case.user_id, self.handler)

    def test_a_rule_of_keeping_does_not_become_one_of_another_kind(self):
        admin = new_test_user(self.env, login="kept_admin", groups="hva_feedback.hva_feedback_group_admin")
        rule = self.env["hva.retention"].search([("code", "=", "contact")]).with_user(admin)
        with self.assertRaises(AccessError):
            rule.code = "case"

    def test_feedback_without_a_case_is_not_held_along_with_one_that_has(self):
        alone = self.give(self.clinic, nps=9)
        both = (self.answer | alone).with_user(self.manager)
        with self.assertRaises(AccessError):
            both.action_hva_hold()
        self.answer.with_user(self.manager).action_hva_hold()


@tagged("post_install", "-at_install")
class TestRequestMoved(UnitWorld, TransactionCase):
    """A manager asks for access to an own unit and then names another one."""

    def test_a_request_stays_within_the_managers_units(self):
        self.make_world()
        manager = self.person("moved_manager", "manager", self.health)
        asked = self.person("moved_anna")
        new_test_user(self.env, login="moved_admin", groups="hva_feedback.hva_feedback_group_admin")
        request = (
            self.env["hva.access.request"]
            .with_user(manager)
            .create({"user_id": asked.id, "unit_id": self.clinic.id, "role": "handler", "reason": "Begins"})
        )
        with self.assertRaises(UserError):
            request.unit_id = self.social.id
        with self.assertRaises(AccessError):
            request.copy({"unit_id": self.social.id})
