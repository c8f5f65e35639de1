"""Improvements begin where the feedback is: in its list, in a case, and when a case is closed with a change."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, TransactionCase, tagged

from .case_story import CANARY
from .improvement_story import ImprovementWorld


@tagged("post_install", "-at_install")
class TestImprovementsFrom(ImprovementWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()

    def _opened(self, action, user):
        """Fill in what the person would and save; return the improvement."""
        self.assertEqual(action["res_model"], "hva.improvement")
        form = Form(self.env["hva.improvement"].with_user(user).with_context(**action["context"]))
        form.name = "Signs"
        return form.save()

    def test_chosen_feedback_makes_one_improvement_of_their_common_unit(self):
        here, there = self.give(kind="suggestion", text="One"), self.give(self.dental, kind="suggestion", text="Two")
        action = (here | there).with_user(self.manager).action_hva_make_improvement()
        improvement = self._opened(action, self.manager)
        self.assertEqual((improvement.unit_id, improvement.answer_ids), (self.area, here | there))
        self.assertEqual(
            here.with_user(self.handler).action_hva_make_improvement()["context"]["default_unit_id"], self.clinic.id
        )

    def test_who_does_not_handle_all_of_it_makes_none(self):
        both = self.give(text="One") | self.give(self.dental, text="Two")
        with self.assertRaises(UserError):
            both.with_user(self.viewer).action_hva_make_improvement()
        with self.assertRaises(UserError):
            both.with_user(self.handler).action_hva_make_improvement()

    def test_a_case_closed_with_a_change_opens_the_form(self):
        case = self.make_case().with_user(self.handler)
        case.action_hva_take()
        close = self.env["hva.case.close"].with_user(self.handler)
        action = close.create({"ticket_ids": case.ids, "outcome": "change_planned"}).action_confirm()
        self.assertEqual(case.hva_state, "closed")
        improvement = self._opened(action, self.handler)
        self.assertEqual(improvement.answer_ids, case.sudo().hva_answer_id)
        self.assertEqual(case.hva_improvement_count, 1)
        self.assertIn(improvement, improvement.search(case.action_hva_improvements()["domain"]))

    def test_a_case_closed_otherwise_just_closes(self):
        case = self.make_case().with_user(self.handler)
        case.action_hva_take()
        close = self.env["hva.case.close"].with_user(self.handler)
        action = close.create({"ticket_ids": case.ids, "outcome": "thanked"}).action_confirm()
        self.assertEqual(action["type"], "ir.actions.act_window_close")

    def test_the_givers_words_are_linked_and_not_copied(self):
        case = self.make_case().with_user(self.handler)
        improvement = self._opened(case.action_hva_make_improvement(), self.handler)
        stored = self.env.cr
        stored.execute("SELECT row_to_json(i)::text FROM hva_improvement i WHERE id = %s", [improvement.id])
        self.assertNotIn(CANARY, stored.fetchone()[0])
        self.assertNotIn(CANARY, str(improvement.message_ids.mapped("body")))

    def test_discussed_is_one_click_for_who_handles_it(self):
        answers = self.give(text="One") | self.give(text="Two")
        answers.with_user(self.handler).action_hva_mark_discussed()
        today = self.env["hva.clock"]._today()
        self.assertEqual(answers.mapped("hva_discussed_on"), [today, today])
        for person in (self.viewer, self.quality, self.dental_handler):
            with self.subTest(person=person.login), self.assertRaises(AccessError):
                answers.with_user(person).action_hva_mark_discussed()
        answers.with_user(self.handler).action_hva_mark_not_discussed()
        self.assertFalse(any(answers.mapped("hva_discussed_on")))

    def test_the_mark_tells_no_time_of_an_answer_that_hides_it(self):
        answer = self.give(text="By text message", source="link", channel="sms")
        hidden = answer._hva_hidden_day()
        answer.with_user(self.handler).action_hva_mark_discussed()
        self.env.flush_all()
        self.env.cr.execute("SELECT write_date FROM survey_user_input WHERE id = %s", [answer.id])
        [(written,)] = self.env.cr.fetchall()
        self.assertEqual((written.date(), written.hour, written.minute, written.second), (hidden, 0, 0, 0))
