from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from .common_sets import make_set, ready_set, without


@tagged("post_install", "-at_install")
class TestSetLanguages(TransactionCase):
    def test_a_translate_field_falls_back_silently(self):
        """The fact behind the bank's rows: Odoo answers in another language and says nothing."""
        self.env["res.lang"]._activate_lang("sv_SE")
        survey = self.env["survey.survey"].create({"title": "Vain suomeksi"})
        self.assertEqual(survey.with_context(lang="sv_SE").title, "Vain suomeksi")

    def test_the_ready_set_is_offered_in_finnish_plain_too_swedish_and_english(self):
        version = ready_set(self.env).current_survey_id
        self.assertEqual(version._hva_languages(), ("fi", "fi-simple", "sv", "en"))
        self.assertEqual(ready_set(self.env).draft_survey_id._hva_languages(), ("fi", "fi-simple", "sv", "en"))

    def test_a_version_published_before_the_bank_grew_stays_as_it_was(self):
        """A database of before: an update of the module brings new texts to the bank and the draft, not to givers."""
        question_set = make_set(self.env, "ST1", "FREE", "ST2")
        without(question_set.draft_survey_id.question_ids.hva_item_id, "fi-simple", "sv", "en")
        version = question_set._publish()
        self.env["hva.question.item"]._load_bank()
        self.assertEqual(version._hva_languages(), ("fi",))
        self.assertEqual(question_set.current_survey_id, version)
        self.assertEqual(question_set.draft_survey_id._hva_languages(), ("fi", "sv", "en"))
        self.assertEqual(question_set._publish()._hva_languages(), ("fi", "sv", "en"))

    def test_a_language_is_offered_when_its_last_text_is_there(self):
        question_set = make_set(self.env, "FREE")
        draft = question_set.draft_survey_id
        without(draft.question_ids.hva_item_id, "fi-simple", "sv", "en")
        self.assertEqual(draft._hva_languages(), ("fi",))
        self.assertEqual(draft._hva_missing_texts("sv"), [f"q{draft.question_ids.id}.title"])
        self._add_text(draft.question_ids.hva_item_id, "sv", "title", "Vad annat vill du berätta?")
        self.assertEqual(draft._hva_languages(), ("fi", "sv"))

    def test_a_sami_language_needs_no_odoo_language(self):
        question_set = make_set(self.env, "FREE")
        draft = question_set.draft_survey_id
        self._add_text(draft.hva_item_id, "smn", "title", "x1")
        self._add_text(draft.question_ids.hva_item_id, "smn", "title", "x2")
        version = question_set._publish()
        self.assertEqual(version._hva_languages(), ("fi", "fi-simple", "sv", "en", "smn"))
        self.assertEqual(version._hva_form("smn").questions[0].title, "x2")

    def test_an_unfinished_language_comes_whole_in_the_first_finished_one(self):
        question_set = make_set(self.env, "FREE", "ST1", "ST2")
        without(question_set.draft_survey_id.question_ids[0].hva_item_id, "sv")
        form = question_set._publish()._hva_form("sv")
        self.assertEqual(form.lang_code, "fi")
        self.assertEqual(form.questions[1].title, "Sain apua, kun sitä tarvitsin.")

    def test_a_hint_in_one_language_is_needed_in_all(self):
        draft = make_set(self.env, "CONTACT").draft_survey_id
        self.assertEqual(draft._hva_languages(), ("fi", "fi-simple", "sv", "en"))
        self._add_text(draft.question_ids.hva_item_id, "fi", "hint", "Jätä numerosi.")
        self.assertEqual(draft._hva_languages(), ("fi",))

    def test_an_own_question_counts_only_in_languages_it_is_stored_in(self):
        self.env["res.lang"]._activate_lang("fi_FI")
        self.env["res.lang"]._activate_lang("sv_SE")
        draft = make_set(self.env, "CONTACT").draft_survey_id.with_context(lang="fi_FI")
        own = (
            self.env["survey.question"]
            .with_context(lang="fi_FI")
            .create(
                {
                    "survey_id": draft.id,
                    "title": "Oliko odotustila viihtyisä?",
                    "question_type": "text_box",
                    "sequence": 90,
                }
            )
        )
        self.assertEqual(own.hva_role, "own")
        self.assertEqual(draft._hva_languages(), ("fi",), "the source holds Finnish words: it is not English")
        own.update_field_translations("title", {"sv_SE": "Var väntrummet trivsamt?", "en_US": "Was it pleasant?"})
        self.assertEqual(draft._hva_languages(), ("fi", "sv", "en"))

    def test_a_set_without_a_finished_language_is_not_published(self):
        question_set = make_set(self.env, "PEI-S")
        without(question_set.draft_survey_id.question_ids.hva_item_id, "fi")
        with self.assertRaisesRegex(UserError, "No language"):
            question_set._publish()

    def _add_text(self, item, lang_code, part, text):
        self.env["hva.question.text"].create(
            {"item_id": item.id, "lang_code": lang_code, "part": part, "text": text, "source": "test"}
        )
