from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .case_story import CaseStory


@tagged("post_install", "-at_install")
class TestTopics(CaseStory):
    """What feedback is about: chosen, kept, counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hva.topic"].search([]).active = False
        cls.waiting, cls.food, cls.other = cls.env["hva.topic"].create(
            [{"name": name} for name in ("Waiting", "Food", "Other")]
        )
        cls.admin = new_test_user(cls.env, login="topic_admin", groups="hva_feedback.hva_feedback_group_admin")

    def about(self, topics, unit=None, **feedback):
        answer = self.give(unit, **feedback)
        answer.sudo().hva_topic_ids = topics
        return answer

    def choose(self, user, answers, topics):
        action = answers.with_user(user).action_hva_choose_topics()
        dialog = self.env["hva.topic.choose"].with_user(user).with_context(**action["context"]).create({})
        dialog.topic_ids = topics
        dialog.action_confirm()

    def test_the_handler_chooses_topics_in_the_case(self):
        case = self.make_case(kind="criticism").with_user(self.handler)
        case.write({"hva_topic_ids": [Command.set((self.waiting | self.food).ids)]})
        answer = case.sudo().hva_answer_id
        self.assertEqual(answer.hva_topic_ids, self.waiting | self.food)
        self.assertEqual(
            (answer.hva_topics_by_id, answer.hva_topics_on), (self.handler, self.env["hva.clock"]._today())
        )
        case.write({"hva_topic_ids": [Command.unlink(self.food.id)]})
        self.assertEqual(answer.hva_topic_ids, self.waiting)

    def test_whoever_does_not_handle_the_case_chooses_nothing_there(self):
        case = self.make_case(kind="criticism")
        for user in (self.viewer, self.dental_handler):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                case.with_user(user).write({"hva_topic_ids": [Command.set(self.food.ids)]})
        foreign = self.env["helpdesk.ticket"].create({"name": "Printer", "description": "Broken"})
        with self.assertRaises(AccessError):
            foreign.write({"hva_topic_ids": [Command.set(self.food.ids)]})

    def test_other_fields_of_a_case_are_still_refused(self):
        case = self.make_case(kind="criticism").with_user(self.handler)
        with self.assertRaises(AccessError):
            case.write({"hva_topic_ids": [Command.set(self.food.ids)], "hva_state": "closed"})

    def test_people_of_the_unit_choose_topics_of_several_feedbacks_at_once(self):
        answers = self.give(kind="thanks") | self.about(self.other, kind="thanks")
        self.choose(self.handler, answers, self.food)
        self.assertEqual([answer.hva_topic_ids for answer in answers], [self.food] * 2)

    def test_readers_and_other_units_choose_nothing(self):
        answer = self.give(kind="thanks")
        self.assertFalse(answer.with_user(self.viewer).hva_can_set_topics)
        for user in (self.viewer, self.dental_handler):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                answer.with_user(user)._hva_set_topics(self.food)

    def test_who_handles_the_case_of_another_unit_chooses_its_topics(self):
        self.clinic.responsible_unit_id = self.dental
        answer = self.give(kind="criticism")
        self.route()
        self.choose(self.dental_handler, answer, self.food)
        self.assertEqual(answer.hva_topic_ids, self.food)

    def test_the_trail_keeps_what_the_giver_had_said(self):
        answer = self.about(self.waiting, kind="thanks")
        self.choose(self.handler, answer, self.food)
        row = self.env["hva.audit"].search([("action", "=", "topics_set")], limit=1)
        self.assertEqual((row.user_id, row.res_id), (self.handler, answer.id))
        self.assertEqual(row.details, {"from": "Waiting", "to": "Food"})
        self.choose(self.handler, answer, self.food)
        self.assertEqual(self.env["hva.audit"].search_count([("action", "=", "topics_set")]), 1, "nothing changed")

    def test_an_archived_topic_stays_on_feedback_and_is_not_chosen_again(self):
        answer = self.about(self.waiting, kind="thanks")
        self.waiting.active = False
        self.env.invalidate_all()
        self.assertEqual(answer.with_user(self.viewer).hva_topic_ids.sudo(), self.waiting)
        answer.with_user(self.handler)._hva_set_topics(self.waiting | self.food)
        fresh = self.give(kind="thanks").with_user(self.handler)
        with self.assertRaises(UserError):
            fresh._hva_set_topics(self.waiting)

    def test_topics_of_other_services_are_not_offered(self):
        service = self.env["hva.service"].search([], limit=1)
        self.food.service_ids = service
        answer = self.give(kind="thanks")
        dialogs = self.env["hva.topic.choose"].with_user(self.handler)
        self.assertNotIn(self.food, dialogs.create({"answer_ids": answer.ids}).offered_ids.sudo())
        answer.sudo().hva_service_id = service
        self.assertIn(self.food, dialogs.create({"answer_ids": answer.ids}).offered_ids.sudo())

    def test_a_topic_in_use_is_archived_and_not_deleted(self):
        self.about(self.waiting, kind="thanks")
        self.env["hva.routing.rule"].create({"name": "x", "code": "food", "topic_ids": [Command.set(self.food.ids)]})
        for topic in (self.waiting, self.food):
            with self.subTest(topic=topic.name), self.assertRaises(UserError):
                topic.with_user(self.admin).unlink()
        self.other.with_user(self.admin).unlink()

    def test_a_topic_says_in_which_languages_it_is_not_offered(self):
        self.assertEqual(self.food.lacking, "Suomi, Svenska")
        self.env["res.lang"]._activate_lang("fi_FI")
        self.food.with_context(lang="fi_FI").name = "Ruoka"
        self.env.invalidate_all()
        self.assertEqual(self.food.lacking, "Svenska")

    def test_kinds_by_topic_counts_a_feedback_in_each_topic_and_once_in_all(self):
        self.about(self.waiting | self.food, kind="criticism")
        self.about(self.waiting, kind="thanks")
        self.give(kind="thanks")
        self.about(self.waiting, self.dental, kind="thanks")
        self.waiting.active = False
        self.env.flush_all()
        answers = self.env["survey.user_input"].with_user(self.viewer)
        domain = [("hva_is_feedback", "=", True), ("state", "=", "done")]
        every, kinds, topics = answers.formatted_read_grouping_sets(
            domain, [[], ["hva_kind"], ["hva_topic_ids"]], ["__count"]
        )
        self.assertEqual(every[0]["__count"], 3, "of the own unit, each once")
        self.assertEqual({row["hva_kind"]: row["__count"] for row in kinds}, {"criticism": 1, "thanks": 2})
        by_topic = {row["hva_topic_ids"] and row["hva_topic_ids"][1]: row["__count"] for row in topics}
        self.assertEqual(by_topic, {"Waiting": 2, "Food": 1, False: 1}, "archived ones too")
