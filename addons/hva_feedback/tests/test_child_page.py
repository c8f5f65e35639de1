"""A way in for children: one card for each question, faces with words, and no kind, topic or number to choose."""

import base64
import hashlib
import re

from odoo.tests import tagged

from .page_story import PageCase


class ChildWorld(PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.children = cls.env.ref("hva_feedback.hva_question_set_children_sample")
        cls.collector.write({"respondent_group": "child", "set_id": cls.children.id})
        cls.form = cls.children.current_survey_id._hva_form("fi")
        cls.env.flush_all()


@tagged("post_install", "-at_install")
class TestChildPage(ChildWorld):
    def test_each_question_is_a_card_with_faces_beside_words(self):
        tree = self.read_page(f"{self.url}?lang=en")
        cards = tree.xpath("//form//div[@class='card']")
        self.assertEqual(len(cards), len(self.form.questions))
        for card in cards[:-1]:
            self.assertEqual(len(card.xpath(".//fieldset[@role='radiogroup']/legend")), 1)
            labels = card.xpath(".//label[input/@type='radio']")
            self.assertEqual(
                [label.xpath("string(span)") for label in labels], ["Yes", "A little", "No", "I do not know"]
            )
            pictures = [label.find(".//svg") for label in labels]
            self.assertEqual({picture.get("aria-hidden") for picture in pictures}, {"true"})
            self.assertEqual(
                len(
                    {re.sub(r"\s", "", str(list(p.itertext())) + str([e.get("d") for e in p.iter()])) for p in pictures}
                ),
                4,
            )

    def test_it_asks_nothing_about_the_feedback_itself(self):
        tree = self.read_page()
        self.assertFalse(tree.xpath("//input[@name='kind' or @name='topics' or @name='assisted']"))

    def test_it_says_that_it_is_a_sample(self):
        for lang, word in (("fi", "mallilomake"), ("sv", "exempelblankett"), ("en", "sample")):
            self.assertIn(word, self.read_page(f"{self.url}?lang={lang}").findtext(".//h1"))
        self.assertIn("SAMPLE", self.children.name)
        items = self.children.draft_survey_id.question_ids.hva_item_id
        self.assertFalse(any(items.mapped("is_national")))
        self.assertTrue(all("SAMPLE" in item.note for item in items))
        self.assertEqual(set(items.text_ids.mapped("source")), {"project"})
        self.assertFalse(any(items.text_ids.mapped("official")))

    def test_an_answer_is_stored_as_a_childs(self):
        self.assertSent(self.send(**{"CHILD-SAMPLE-1": self.option("CHILD-SAMPLE-1", 3)}))
        [answer] = self.answers()
        self.assertEqual(answer.hva_respondent_group, "child")
        self.assertEqual(answer.user_input_line_ids.hva_value, 3)

    def test_an_empty_page_comes_back_as_the_childrens_page(self):
        tree = self.assertShownAgain(self.send())
        self.assertTrue(tree.xpath("//div[@class='faces']"))

    def test_the_only_script_is_the_one_that_the_policy_names(self):
        response = self.url_open(self.url)
        scripts = re.findall(r"<script>(.*?)</script>", response.text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
        self.assertEqual(len(scripts), 1)
        self.assertIn(f"script-src 'sha256-{digest}'", response.headers["Content-Security-Policy"])

    def test_nothing_to_listen_to_is_shown_before_a_voice_is_found(self):
        buttons = self.read_page().xpath("//button[@class='listen']")
        self.assertEqual(len(buttons), len(self.form.questions) + 1)
        self.assertTrue(all(button.get("hidden") for button in buttons))

    def test_the_preview_of_a_set_for_children_is_the_childrens_page(self):
        self.authenticate("admin", "admin")
        page = self.read_page(f"/hva_feedback/preview/{self.children.draft_survey_id.id}")
        self.assertTrue(page.xpath("//div[@class='faces']"))

    def test_others_get_the_general_page(self):
        self.collector.respondent_group = "relative"
        self.env.flush_all()
        self.assertFalse(self.read_page().xpath("//div[@class='faces']"))

    def test_a_way_in_for_children_asks_the_set_for_children(self):
        fresh = self.env["hva.collector"].create({"name": "x", "unit_id": self.clinic.id, "respondent_group": "child"})
        self.assertEqual(fresh.asked_set_id, self.children)
