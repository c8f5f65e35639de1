"""Questions that are meant for people who chose something."""

from odoo.tests import tagged

from .kinds_story import KindsCase


@tagged("post_install", "-at_install")
class TestQuestionConditions(KindsCase):
    def setUp(self):
        super().setUp()
        self.set = self.make_draft(
            {"title": "Did you wait?", "question_type": "simple_choice", "options": ["Yes", "No"]},
            {"title": "How long?", "question_type": "numerical_box", "constr_mandatory": True},
            {"title": "What did you think?", "question_type": "text_box"},
        )
        wait, long, think = self.set.draft_survey_id.question_ids
        (long | think).triggering_answer_ids = wait.suggested_answer_ids[0]

    def names(self, version):
        wait = version.question_ids[0]
        yes, no = (str(option.id) for option in wait.suggested_answer_ids)
        return (*(f"q{question.id}" for question in version.question_ids), yes, no)

    def test_the_page_says_for_whom_a_question_is(self):
        version = self.publish(self.set)
        _wait, long, _think, _yes, _no = self.names(version)
        tree = self.read_page(f"{self.url}?lang=en")
        hint = tree.get_element_by_id(f"{long}-hint").text_content()
        self.assertIn("Answer this if you chose “Yes” for the question “Did you wait?”", hint)
        self.assertIn(f"{long}-hint", tree.get_element_by_id(long).get("aria-describedby"))

    def test_it_is_required_of_them_alone(self):
        version = self.publish(self.set)
        wait, long, _think, yes, no = self.names(version)
        self.assertStored(self.post(**{wait: no}))
        self.assertRefused(self.post(**{wait: yes}), "How long?")
        self.assertStored(self.post(**{wait: yes, long: "5"}))

    def test_a_number_of_somebody_it_was_not_meant_for_is_not_counted_and_words_are_kept(self):
        version = self.publish(self.set)
        wait, long, think, _yes, no = self.names(version)
        answer = self.assertStored(self.post(**{wait: no, long: "5", think: "still something to say"}))
        self.assertEqual(
            answer.user_input_line_ids.question_id.mapped("title"), ["Did you wait?", "What did you think?"]
        )
        self.assertEqual(answer.hva_text, "still something to say")

    def test_it_stands_after_what_it_depends_on(self):
        self.set.draft_survey_id.question_ids[1].sequence = 1
        codes = [code for code, _question in self.set.draft_survey_id._hva_problems()]
        self.assertEqual(codes, ["trigger_later"])
