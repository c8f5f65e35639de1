"""The follow-up in the words for the score: with a script where it runs, neutral where it does not."""

from odoo.tests import tagged

from .kinds_story import KindsCase

FOLLOW_UP = {
    "title": "What affected it most?",
    "question_type": "text_box",
    "hva_role": "follow_up",
    "hva_title_promoter": "What went well?",
    "hva_title_detractor": "What went wrong?",
}


@tagged("post_install", "-at_install")
class TestFollowUpWording(KindsCase):
    def setUp(self):
        super().setUp()
        self.version = self.ask({"item": "NPS"}, FOLLOW_UP)
        self.score, self.words = (f"q{question.id}" for question in self.version.question_ids)

    def title(self, tree):
        return tree.xpath(f"//label[@for='{self.words}']")[0].text_content().strip()

    def test_the_neutral_wording_stands_without_a_script(self):
        tree = self.read_page(f"{self.url}?lang=en")
        self.assertEqual(self.title(tree), "What affected it most?")
        data = tree.get_element_by_id(f"{self.words}-title")
        self.assertEqual(
            (data.get("data-promoter"), data.get("data-passive"), data.get("data-detractor"), data.get("data-score")),
            ("What went well?", None, "What went wrong?", self.score),
        )

    def test_only_such_pages_have_a_script_and_let_in_no_other(self):
        policy = self.url_open(self.url).headers["Content-Security-Policy"]
        self.assertRegex(policy, r"script-src 'sha256-[^' ]+';")
        self.ask({"item": "NPS"}, {"item": "OPEN"})
        response = self.url_open(self.url)
        self.assertNotIn("script", response.headers["Content-Security-Policy"])
        self.assertNotIn("<script", response.text)

    def test_the_wording_shown_is_kept_with_the_answer(self):
        for wording, stored in (("detractor", "detractor"), ("", False)):
            answer = self.assertStored(
                self.post(**{self.score: "2", self.words: "waiting", f"{self.words}_wording": wording})
            )
            line = answer.user_input_line_ids.filtered("value_text_box")
            self.assertEqual(line.hva_wording, stored)

    def test_after_an_error_the_same_wording_stands(self):
        tree = self.assertRefused(
            self.post(**{self.score: "99", self.words: "waiting", f"{self.words}_wording": "detractor"}), "on the scale"
        )
        self.assertEqual(self.title(tree), "What went wrong?")
        self.assertEqual(tree.get_element_by_id(f"{self.words}_wording").get("value"), "detractor")

    def test_a_made_up_wording_is_refused(self):
        self.assertRefused(self.post(**{self.score: "2", f"{self.words}_wording": "passive"}), "one of the options")
        self.assertFalse(self.answers())

    def test_a_wording_of_the_bank_needs_every_language_of_the_set(self):
        item = self.env["hva.question.item"].search([("code", "=", "OPEN")])
        question_set = self.make_draft({"item": "NPS"}, {"item": "OPEN"})
        draft = question_set.draft_survey_id
        self.assertEqual(draft._hva_languages(), ("fi", "fi-simple", "sv", "en"))
        self.env["hva.question.text"].create(
            {
                "item_id": item.id,
                "lang_code": "fi",
                "part": "title_promoter",
                "text": "Mikä meni hyvin?",
                "source": "project",
            }
        )
        self.assertEqual(draft._hva_languages(), ("fi",))
        self.assertEqual(draft._hva_form("fi").questions[1].variants, {"promoter": "Mikä meni hyvin?"})
