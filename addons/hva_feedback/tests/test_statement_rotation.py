"""A set with more statements than one giver is asked."""

from collections import Counter

from odoo.tests import tagged

from .kinds_story import KindsCase

STATEMENTS = [{"item": f"ST{number}"} for number in range(1, 8)]
OWN = {"title": "Own statement", "question_type": "simple_choice", "options": ["No", "Yes"], "hva_role": "statement"}


@tagged("post_install", "-at_install")
class TestStatementRotation(KindsCase):
    def setUp(self):
        super().setUp()
        draft = self.make_draft({"item": "NPS"}, *STATEMENTS, OWN, {"item": "FREE"})
        draft.draft_survey_id.hva_rotate_count = 3
        self.version = self.publish(draft)
        self.rotating = [f"q{question.id}" for question in self.form.questions if question.is_rotating]
        self.own = f"q{self.version.question_ids[8].id}"

    def shown(self, tree):
        return [name for name in self.rotating if tree.xpath(f"//fieldset[@id='{name}']")]

    def test_each_page_asks_three_and_the_own_one_last(self):
        tree = self.read_page()
        self.assertEqual(len(self.shown(tree)), 3)
        statements = [
            one.get("id") for one in tree.xpath("//form//fieldset") if one.get("id") in (*self.rotating, self.own)
        ]
        self.assertEqual(statements[-1], self.own)
        self.assertGreater(len({tuple(self.shown(self.read_page())) for _ in range(12)}), 1)

    def test_the_answer_knows_what_was_not_asked(self):
        tree = self.read_page()
        shown = self.shown(tree)
        given = {name: tree.xpath(f"//input[@name='{name}']/@value")[0] for name in shown[:2]}
        answer = self.assertStored(self.post(self.nonce(tree), **given))
        self.assertEqual(
            sorted(answer.hva_not_asked), sorted(int(name[1:]) for name in self.rotating if name not in shown)
        )
        self.assertEqual(len(answer.user_input_line_ids), 2)

    def test_a_statement_that_was_not_shown_is_refused_and_the_page_asks_the_same_again(self):
        tree = self.read_page()
        shown = self.shown(tree)
        hidden = next(name for name in self.rotating if name not in shown)
        question = next(question for question in self.form.questions if f"q{question.id}" == hidden)
        again = self.assertRefused(
            self.post(self.nonce(tree), **{hidden: str(question.options[0].id)}), "Choose one of the options"
        )
        self.assertEqual(self.shown(again), shown)
        for _time in range(2):  # and as often as it takes, also when the page was open for days
            again = self.assertRefused(self.post(self.nonce(again)), "at least one question")
            self.assertEqual(self.shown(again), shown)
        answer = self.assertStored(
            self.post(self.nonce(again), **{shown[0]: tree.xpath(f"//input[@name='{shown[0]}']/@value")[0]})
        )
        self.assertEqual(len(answer.user_input_line_ids), 1)

    def test_all_statements_get_their_turn(self):
        asked = Counter(name for _ in range(60) for name in self.shown(self.read_page()))
        self.assertEqual(set(asked), set(self.rotating))
        self.assertEqual(sum(asked.values()), 180)
