"""Marked answers: left out of the results by somebody who answers for it, with a reason, and put back."""

from ast import literal_eval

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .case_story import CANARY, CaseStory


@tagged("post_install", "-at_install")
class TestLeftOut(CaseStory):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clinic_manager = cls._person("manager", cls.clinic, login="left_out_manager")
        cls.dental_manager = cls._person("manager", cls.dental, login="left_out_dental")
        cls.admin = cls._person("viewer", cls.area, login="left_out_admin")
        cls.admin.group_ids += cls.env.ref("hva_feedback.hva_feedback_group_admin")
        cls.marked = cls.give(kind="criticism", text=CANARY) | cls.give(kind="thanks")
        cls.marked.write({"hva_mark": "burst_unit"})

    def act(self, answers, user, button="action_hva_leave_out", reason="The same words forty times"):
        """Press a button of the list "Marked answers" and confirm its dialog."""
        action = getattr(answers.with_user(user), button)()
        dialog = self.env["hva.leave.out"].with_user(user).with_context(**action["context"]).create({"reason": reason})
        self.assertEqual(dialog.answer_count, len(answers))
        return dialog.action_confirm()

    def test_many_at_once_are_left_out_and_put_back(self):
        self.act(self.marked, self.clinic_manager)
        self.assertEqual(self.marked.mapped("hva_is_left_out"), [True, True])
        self.act(self.marked, self.admin, "action_hva_put_back", "They were a school class")
        self.assertEqual(self.marked.mapped("hva_is_left_out"), [False, False])

    def test_the_trail_says_who_why_and_which_and_nothing_of_the_giver(self):
        self.act(self.marked, self.clinic_manager)
        self.act(self.marked, self.clinic_manager, reason="Once more changes nothing")
        rows = self.env["hva.audit"].search([("model", "=", self.marked._name), ("res_id", "in", self.marked.ids)])
        self.assertEqual(rows.mapped("action"), ["left_out", "left_out"])
        self.assertEqual(set(rows.mapped("res_id")), set(self.marked.ids))
        self.assertEqual((rows.user_id, rows[0].reason), (self.clinic_manager, "The same words forty times"))
        self.assertEqual(rows[0].details, {"mark": "burst_unit"})
        self.assertNotIn(CANARY, str(rows.read()))

    def test_who_may(self):
        for user in (self.viewer, self.handler, self.dental_manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.act(self.marked, user)
        self.assertFalse(any(self.marked.mapped("hva_is_left_out")))

    def test_only_what_is_marked_and_only_with_a_reason(self):
        plain = self.give(kind="criticism")
        with self.assertRaisesRegex(UserError, "marked"):
            self.act(self.marked | plain, self.clinic_manager)
        with self.assertRaisesRegex(UserError, "reason"):
            self.act(self.marked, self.clinic_manager, reason="  ")
        self.assertFalse(any((self.marked | plain).mapped("hva_is_left_out")))

    def test_nothing_is_deleted_and_the_case_goes_on(self):
        case = self.make_case()
        answer = case.hva_answer_id
        answer.hva_mark = "burst"
        self.act(answer, self.clinic_manager)
        self.assertEqual((case.hva_state, answer.hva_text), ("new", CANARY))
        action = self.env.ref("hva_feedback.hva_marked_action")
        listed = self.env["survey.user_input"].with_user(self.clinic_manager).search(literal_eval(action.domain))
        self.assertLessEqual(self.marked | answer, listed)
