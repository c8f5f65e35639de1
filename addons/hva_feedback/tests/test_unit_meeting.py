"""A unit meeting: feedback comes onto the agenda, is discussed in one click, and decisions become improvements."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, TransactionCase, tagged

from .improvement_story import ImprovementWorld


@tagged("post_install", "-at_install")
class TestUnitMeeting(ImprovementWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()

    def setUp(self):
        super().setUp()
        self.on("2026-11-27")
        self.thanks = self.give(kind="thanks", text="Kiitos!")
        self.critic = self.give(kind="criticism", text="Odotus oli pitkä.")
        self.numbers = self.give(nps=9)
        self.elsewhere = self.give(self.dental, kind="thanks", text="Hammas kunnossa.")

    def on(self, day):
        clock = freeze_time(f"{day} 10:00:00")
        clock.start()
        self.addCleanup(clock.stop)

    def meeting(self, unit=None, user=None):
        return self.env["hva.meeting"].with_user(user or self.handler).create({"unit_id": (unit or self.clinic).id})

    def test_the_program_proposes_open_feedback_of_the_unit_thanks_first(self):
        meeting = self.meeting()
        meeting.action_propose()
        self.assertEqual(meeting.line_ids.answer_id, self.thanks + self.critic)
        self.assertEqual(meeting.line_ids.mapped("text"), ["Kiitos!", "Odotus oli pitkä."])
        meeting.action_propose()
        self.assertEqual(meeting.line_count, 2, "nothing comes twice")

    def test_a_manager_of_an_area_meets_about_its_parts_too(self):
        meeting = self.meeting(self.area, self.manager)
        meeting.action_propose()
        self.assertIn(self.elsewhere, meeting.line_ids.answer_id)

    def test_what_was_left_undiscussed_comes_up_again_and_what_was_discussed_does_not(self):
        first = self.meeting()
        first.action_propose()
        first.line_ids[0].action_discussed()
        first.action_hold()
        self.on("2026-12-20")
        fresh = self.give(kind="suggestion", text="Pehmeämmät tuolit.")
        second = self.meeting()
        second.action_propose()
        self.assertEqual(second.line_ids.answer_id, fresh + self.critic)

    def test_old_feedback_does_not_come_back_for_ever(self):
        self.on("2027-03-01")
        meeting = self.meeting()
        meeting.action_propose()
        self.assertFalse(meeting.line_ids)

    def test_from_the_list_to_the_next_meeting_of_the_unit(self):
        action = (self.thanks | self.numbers).with_user(self.handler).action_hva_to_meeting()
        meeting = self.env["hva.meeting"].browse(action["res_id"])
        self.assertEqual((meeting.unit_id, meeting.line_ids.answer_id), (self.clinic, self.thanks + self.numbers))
        again = (self.thanks | self.critic).with_user(self.second_handler).action_hva_to_meeting()
        self.assertEqual(again["res_id"], meeting.id)
        self.assertEqual(meeting.line_count, 3)
        meeting.with_user(self.handler).action_hold()
        later = self.thanks.with_user(self.handler).action_hva_to_meeting()
        self.assertNotEqual(later["res_id"], meeting.id)

    def test_who_only_reads_brings_nothing_and_holds_nothing(self):
        with self.assertRaises(AccessError):
            self.thanks.with_user(self.viewer).action_hva_to_meeting()
        with self.assertRaises(AccessError):
            self.meeting(user=self.viewer)
        meeting = self.meeting()
        meeting.action_propose()
        for act in ("action_discuss_all", "action_hold"):
            with self.subTest(act=act), self.assertRaises(AccessError):
                getattr(meeting.with_user(self.viewer), act)()
        with self.assertRaises(AccessError):
            meeting.line_ids[0].with_user(self.viewer).action_discussed()

    def test_all_are_discussed_in_one_click(self):
        meeting = self.meeting()
        meeting.action_propose()
        meeting.action_discuss_all()
        self.assertEqual((self.thanks | self.critic).mapped("hva_discussed_on"), [date(2026, 11, 27)] * 2)
        self.assertEqual((meeting.discussed_count, meeting.line_count), (2, 2))
        self.assertFalse(self.numbers.hva_discussed_on)

    def test_a_meeting_that_was_held_takes_nothing_more(self):
        meeting = self.meeting()
        meeting.action_hold()
        self.assertEqual(meeting.held_on, date(2026, 11, 27))
        with self.assertRaises(UserError):
            meeting.action_propose()
        with self.assertRaises(AccessError):
            meeting.held_on = "2020-01-01"

    def test_feedback_out_of_reach_comes_onto_no_agenda_and_shows_on_none(self):
        meeting = self.meeting()
        with self.assertRaises(AccessError):
            meeting.line_ids = [(0, 0, {"answer_id": self.elsewhere.id})]
        area = self.meeting(self.area, self.manager)
        area.action_propose()
        line = area.line_ids.filtered(lambda line: line.answer_id == self.elsewhere)
        both = self._person("viewer", self.area, login="area_viewer")
        self.assertEqual(line.with_user(both).text, "Hammas kunnossa.")
        self.env["hva.unit.access"].search([("user_id", "=", both.id)]).include_children = False
        self.env.invalidate_all()
        self.assertFalse(line.with_user(both).text)
        self.assertFalse(line.with_user(both).visited_id)

    def test_a_decision_becomes_an_improvement_of_the_meeting(self):
        meeting = self.meeting()
        meeting.action_propose()
        action = meeting.line_ids[1].action_new_improvement()
        form = Form(self.env["hva.improvement"].with_user(self.handler).with_context(**action["context"]))
        form.name = "Shorter waiting"
        improvement = form.save()
        self.assertEqual((improvement.meeting_id, improvement.answer_ids), (meeting, self.critic))
        self.assertEqual(meeting.improvement_ids, improvement)

    def test_an_agenda_costs_the_same_for_two_and_for_thirty(self):
        few = self.meeting()
        few.action_propose()
        for _number in range(30):
            self.give(kind="thanks", text="Hienoa!")
        many = self.meeting()
        many.action_propose()
        self.assertEqual(len(many.line_ids), 20)
        self._queries(few)  # what is asked once in a process
        self.assertEqual(self._queries(few), self._queries(many))

    def _queries(self, meeting):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        meeting.line_ids.web_read({"text": {}, "kind": {}, "given_on": {}, "discussed_on": {}, "note": {}})
        return self.env.cr.sql_log_count - before
