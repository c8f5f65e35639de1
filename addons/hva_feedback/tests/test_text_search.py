from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import SQL

from ..models.survey_user_input_text import EXCERPT
from .case_story import CaseStory


@tagged("post_install", "-at_install")
class TestTextSearch(CaseStory):
    """Open text is found by its words, in the forms that people type, and never beyond what the person may read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.waited = cls.give(text="Odotin puhelimessa liian kauan. Hoitajat olivat ystävällisiä.", kind="criticism")
        cls.swedish = cls.give(text="Sköterskan förklarade tydligt, men väntetiden var lång.", kind="thanks")
        cls.dental_one = cls.give(cls.dental, text="Odotin hammaslääkäriä tunnin", kind="criticism")
        cls.mute = cls.give(nps=10)

    def found(self, user, typed, model="survey.user_input", operator="ilike"):
        """Type into the search box of the list, as the browser sends it."""
        ours = "hva_is_feedback" if model == "survey.user_input" else "hva_is_case"
        domain = [(ours, "=", True), ("hva_text", operator, typed)]
        records = self.env[model].with_user(user)
        rows = call_kw(records, "web_search_read", [], {"domain": domain, "specification": {}})["records"]
        return self.env[model].browse([row["id"] for row in rows])

    def test_words_in_any_order_case_and_form(self):
        for typed in ("odotin kauan", "KAUAN, odotin!", "puhel", "puhelimella", "odottaa", "ystävälli", "hoitajien"):
            with self.subTest(typed=typed):
                self.assertEqual(self.found(self.viewer, typed), self.waited)
        for typed in ("väntetid", "sköterskor förklara"):
            with self.subTest(typed=typed):
                self.assertEqual(self.found(self.viewer, typed), self.swedish)

    def test_every_typed_word_must_be_there(self):
        self.assertFalse(self.found(self.viewer, "odotin tunnin"))
        self.assertFalse(self.found(self.viewer, "otin"), "a word is found from its beginning")
        self.assertFalse(self.found(self.viewer, "?!"))

    def test_signs_are_only_signs(self):
        for typed in ("odotin & !kauan | (:*", "odotin\\", "o'dotin", "%", "'; SELECT 1 --"):
            with self.subTest(typed=typed):
                self.assertLessEqual(self.found(self.viewer, typed), self.waited)

    def test_a_search_tells_nothing_of_what_is_out_of_reach(self):
        self.assertEqual(self.found(self.manager, "odotin"), self.waited | self.dental_one)
        self.assertEqual(self.found(self.viewer, "odotin"), self.waited)
        self.assertFalse(self.found(self.viewer, "hammaslääkäri"))
        counted = self.env["survey.user_input"].with_user(self.viewer).search_count([("hva_text", "ilike", "odotin")])
        self.assertEqual(counted, 1)

    def test_cases_are_found_by_the_words_of_their_feedback(self):
        self.route()
        case, other = self.case_of(self.waited), self.case_of(self.dental_one)
        self.assertTrue(case and other)
        self.assertEqual(self.found(self.handler, "odottaa kauan", "helpdesk.ticket"), case)
        self.assertEqual(self.found(self.dental_handler, "odotin", "helpdesk.ticket"), other)
        self.assertEqual(self.found(self.manager, "odotin", "helpdesk.ticket"), case | other)

    def test_a_case_of_ones_unit_handled_elsewhere_is_found_and_the_other_unit_finds_what_it_handles(self):
        self.clinic.responsible_unit_id = self.dental
        case = self.make_case(text="Papukaija lensi", kind="criticism")
        self.assertEqual(self.found(self.dental_handler, "papukaijat", "helpdesk.ticket"), case)
        self.assertEqual(self.found(self.viewer, "papukaija", "helpdesk.ticket"), case)

    def test_contact_details_are_not_searched(self):
        answer = self.give(text="Soittakaa minulle", phone="+358401234567")
        self.route()
        for typed in ("0401234567", "358401234567", "Testi", "Antaja"):
            self.assertFalse(self.found(self.handler, typed))
            self.assertFalse(self.found(self.handler, typed, "helpdesk.ticket"))
        self.assertEqual(self.found(self.handler, "soittakaa"), answer)

    def test_what_was_masked_is_not_found(self):
        self.give(text="Minun numeroni on 040 123 4567, odotan")
        self.assertFalse(self.found(self.viewer, "1234567"))
        self.assertFalse(self.found(self.viewer, "4567"))

    def test_without_words(self):
        self.assertIn(self.mute, self.found(self.viewer, False, operator="="))
        self.assertNotIn(self.waited, self.found(self.viewer, False, operator="="))
        self.assertNotIn(self.mute, self.found(self.viewer, False, operator="!="))

    def test_an_answer_of_another_survey_is_not_in_the_index(self):
        """Its lines have no unit: the search passes them by, and their survey's people pay nothing."""
        survey = self.env["survey.survey"].create({"title": "Canteen"})
        question = self.env["survey.question"].create(
            {"survey_id": survey.id, "title": "Soup?", "question_type": "text_box"}
        )
        answer = survey._create_answer()
        answer._save_lines(question, "Odotin keittoa")
        self.assertNotIn(answer, self.env["survey.user_input"].search([("hva_text", "ilike", "keittoa")]))

    def test_the_database_looks_into_its_index(self):
        self.env.flush_all()
        for way in ("seqscan", "indexscan", "indexonlyscan"):  # the table of a test is so small that it would read it
            self.env.cr.execute(SQL("SELECT set_config(%s, 'off', true)", f"enable_{way}"))
        query = self.env["survey.user_input"].with_user(self.viewer)._search([("hva_text", "ilike", "odotin")])
        select = query.select()
        self.env.cr.execute("EXPLAIN " + select.code, select.params)
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("survey_user_input_line_hva_words_ix", plan)

    def test_lists_get_the_beginning_and_the_form_all_of_it(self):
        long = self.give(text="sana " * 400)
        self.assertLessEqual(len(long.hva_excerpt), EXCERPT)
        self.assertGreater(len(long.hva_text), 1900)
