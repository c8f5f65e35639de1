"""The ready sets: published at install in three languages, and honest about who wrote their words."""

from odoo.tests import TransactionCase, tagged

from .page_story import PageWorld

READY = ("health", "social", "rescue", "relatives")


@tagged("post_install", "-at_install")
class TestReadySets(PageWorld, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_page_world()
        cls.sets = {name: cls.env.ref(f"hva_feedback.hva_question_set_{name}") for name in READY}

    def test_each_is_published_in_three_languages(self):
        for name, question_set in self.sets.items():
            self.assertLessEqual({"fi", "sv", "en"}, set(question_set.current_survey_id._hva_languages()), name)
            self.assertEqual(question_set.draft_survey_id._hva_problems(), [], name)

    def test_statements_of_one_side_are_counted_as_the_national_ones(self):
        codes = [question.item_code for question in self.sets["health"].current_survey_id._hva_form("fi").questions]
        self.assertEqual(codes[2:9], ["ST1", "ST2", *(f"ST{number}-H" for number in range(3, 8))])

    def test_what_this_project_wrote_says_so(self):
        for name in ("rescue", "relatives"):
            items = self.sets[name].draft_survey_id.question_ids.hva_item_id.filtered(
                lambda item: item.kind == "statement"
            )
            self.assertEqual(
                set(items.text_ids.filtered(lambda row: row.part == "title").mapped("source")), {"project"}
            )
            self.assertFalse(any(items.mapped("is_national")) or any(items.text_ids.mapped("official")))

    def test_relatives_and_rescue_are_asked_by_themselves_and_the_others_where_an_administrator_says(self):
        rescue = self.env.ref("hva_feedback.hva_service_rescue")
        health = self.env["hva.service"].search([("domain", "=", "health")], limit=1)
        for vals, name in (
            ({"respondent_group": "relative"}, "relatives"),
            ({"respondent_group": False, "service_id": rescue.id}, "rescue"),
        ):
            self.collector.write(vals)
            self.assertEqual(self.collector.asked_set_id, self.sets[name])
        self.collector.service_id = health
        self.assertEqual(self.collector.asked_set_id, self.set)
        self.sets["health"].service_ids = health
        self.assertEqual(self.collector.asked_set_id, self.sets["health"])

    def test_an_update_of_the_module_leaves_a_countys_changes(self):
        question_set = self.sets["rescue"]
        question_set.draft_survey_id.question_ids[-1].unlink()
        version = question_set._publish()
        self.env["hva.question.set"]._load_ready_set(question_set.id, "TITLE-BASE", ["NPS"])
        self.assertEqual(question_set.current_survey_id, version)
