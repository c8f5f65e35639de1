"""What a page cannot show or should not ask is named before a set is published, question by question."""

import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_sets import make_set
from .kinds_story import KindsCase

PIXEL = base64.b64encode(
    base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
)
CHOICE = {"title": "Extra", "question_type": "simple_choice", "options": ["a", "b"]}


@tagged("post_install", "-at_install")
class TestSetProblems(KindsCase):
    def codes(self, *questions, **draft):
        question_set = self.make_draft(*questions)
        question_set.draft_survey_id.write(draft)
        found = [code for code, _question in question_set.draft_survey_id._hva_problems()]
        if found:
            with self.assertRaises(UserError):
                question_set._publish()
        return found

    def test_pictures_are_not_shown(self):
        video = '<p>See</p><iframe src="https://video.example/1"></iframe>'
        for vals in (
            {"background_image": PIXEL},
            {"description": '<p><img src="/x.png"/></p>'},
            {"description": video},
        ):
            self.assertEqual(self.codes({**CHOICE, **vals}), ["image"], vals)
        question_set = self.make_draft(CHOICE)
        question_set.draft_survey_id.question_ids.suggested_answer_ids[0].value_image = PIXEL
        self.assertEqual([code for code, _q in question_set.draft_survey_id._hva_problems()], ["image"])

    def test_names_and_addresses_are_asked_by_the_contact_request_alone(self):
        for vals in ({"validation_email": True}, {"save_as_email": True}, {"save_as_nickname": True}):
            self.assertEqual(self.codes({"title": "Extra", "question_type": "char_box", **vals}), ["email"], vals)

    def test_what_a_grid_or_choice_needs(self):
        self.assertEqual(self.codes({**CHOICE, "options": ["a"]}), ["no_options"])
        self.assertEqual(self.codes({**CHOICE, "question_type": "matrix"}), ["no_rows"])
        self.assertEqual(self.codes({"title": "Extra", "question_type": "matrix", "rows": ["r"]}), ["no_options"])

    def test_a_section_without_questions(self):
        section = {"title": "Empty", "is_page": True, "question_type": False}
        self.assertEqual(self.codes(CHOICE, section), ["empty_section"])
        self.assertEqual(self.codes(section, {**section, "title": "Two"}, CHOICE), ["empty_section"])

    def test_the_score_and_the_wish_are_built_like_those_of_the_bank(self):
        scale = {"title": "Extra", "question_type": "scale", "hva_role": "nps"}
        self.assertEqual(self.codes({**scale, "scale_max": 5}), ["role_shape"])
        self.assertEqual(self.codes(scale), [])
        self.assertEqual(self.codes({**CHOICE, "hva_role": "contact_wish"}), ["role_shape"])
        self.assertEqual(self.codes({**scale, "scale_mid_label": "middle", "hva_role": "own"}), ["middle_label"])

    def test_own_statements_come_after_the_national_ones(self):
        own = {**CHOICE, "hva_role": "statement"}
        self.assertEqual(self.codes({"item": "ST1"}, own, {"item": "ST2"}), ["own_first"])
        self.assertEqual(self.codes({"item": "ST1"}, {"item": "ST2"}, own), [])

    def test_a_national_question_is_asked_once_and_of_everybody(self):
        self.assertEqual(self.codes({"item": "ST1"}, {"item": "ST1"}), ["asked_twice"])
        question_set = self.make_draft(CHOICE, {"item": "ST1"}, {"item": "ST2"})
        choice, statement, _other = question_set.draft_survey_id.question_ids
        statement.triggering_answer_ids = choice.suggested_answer_ids[0]
        self.assertEqual([code for code, _q in question_set.draft_survey_id._hva_problems()], ["bank_condition"])

    def test_both_sides_of_a_statement_are_one(self):
        self.env["hva.question.item"].with_context(active_test=False).search([("code", "=", "ST3-H")]).active = True
        question_set = make_set(self.env, "ST3", "ST3-H")
        self.assertEqual([code for code, _q in question_set.draft_survey_id._hva_problems()], ["asked_twice"])

    def test_nothing_depends_on_a_statement_that_not_everybody_gets(self):
        question_set = self.make_draft({"item": "ST1"}, {"item": "ST2"}, {"item": "ST3"}, CHOICE)
        draft = question_set.draft_survey_id
        draft.question_ids[3].triggering_answer_ids = draft.question_ids[0].suggested_answer_ids[0]
        self.assertEqual(draft._hva_problems(), [])
        draft.hva_rotate_count = 2
        self.assertEqual([code for code, _q in draft._hva_problems()], ["trigger_rotates"])

    def test_a_set_asks_two_to_seven_statements_or_none(self):
        own = {**CHOICE, "hva_role": "statement"}
        self.assertEqual(self.codes({"item": "NPS"}), [])
        self.assertEqual(self.codes({"item": "ST1"}), ["statement_alone"])
        self.assertEqual(self.codes(own), ["statement_alone"])
        self.assertEqual(self.codes({"item": "ST1"}, own), [])
        self.assertEqual(self.codes(*({**own, "title": f"Own {place}"} for place in range(8))), ["own_many"])

    def test_a_set_for_terminals_asks_by_taps(self):
        days = ({"title": "Extra", "question_type": kind} for kind in ("numerical_box", "date", "datetime"))
        for question in days:
            question_set = self.make_draft(question)
            self.assertEqual(question_set.draft_survey_id._hva_problems(), [])
            for channel in ("kiosk", "tablet"):
                question_set.channel = channel
                [(code, _question)] = question_set.draft_survey_id._hva_problems()
                self.assertEqual(code, "terminal_kind")
            with self.assertRaisesRegex(UserError, "taps"):
                question_set._publish()

    def test_the_ready_sets_and_the_sample_for_children_may_be_published(self):
        sets = self.env["hva.question.set"].search([])
        self.assertGreaterEqual(len(sets), 6)
        self.assertEqual(
            {one.name: one.draft_survey_id._hva_problems() for one in sets if one.draft_survey_id},
            {one.name: [] for one in sets},
        )

    def test_at_least_two_statements_are_asked(self):
        self.assertEqual(self.codes({"item": "ST1"}, {"item": "ST2"}, hva_rotate_count=1), ["rotate_few"])

    def test_wordings_by_score_belong_to_a_follow_up_after_the_score(self):
        follow_up = {
            "title": "Why?",
            "question_type": "text_box",
            "hva_role": "follow_up",
            "hva_title_promoter": "Good?",
        }
        self.assertEqual(self.codes({"item": "NPS"}, follow_up), [])
        self.assertEqual(self.codes(follow_up, {"item": "NPS"}), ["variant_score"])
        self.assertEqual(self.codes({"item": "NPS"}, {**follow_up, "hva_role": "open"}), ["variant_kind"])
