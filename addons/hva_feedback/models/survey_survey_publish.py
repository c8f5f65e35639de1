from odoo import models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# Why a draft cannot be published: code -> words for the person; %(title)s is the question.
PROBLEMS = {
    "no_questions": _lt("The set has no questions."),
    "no_language": _lt("No language has every text of the set."),
    "section": _lt("%(title)s: the page does not show sections."),
    "bad_type": _lt("%(title)s: the page cannot show this type of question."),
    "comment": _lt("%(title)s: the page does not show the comment field of a choice."),
    "no_options": _lt("%(title)s: the choice has fewer than two options."),
    "bank_shape": _lt("%(title)s: type, scale or options differ from the bank item."),
    "asked_twice": _lt("%(title)s: the set asks this twice."),
}
ONCE = ("nps", "contact_wish")


class SurveySurvey(models.Model):
    _inherit = "survey.survey"

    def _hva_problems(self):
        """Return [(code, question)] of what keeps this draft from being published; `question` may be empty."""
        self.ensure_one()
        nothing = self.env["survey.question"]
        if not self.question_ids:
            return [("no_questions", nothing)]
        problems = [("section", page) for page in self.page_ids]
        seen = set()
        for question in self.question_ids:
            problems += [(code, question) for code in question._hva_problem_codes()]
            marks = {question.hva_item_id.code, question.hva_role if question.hva_role in ONCE else False} - {False}
            problems += [("asked_twice", question)] if marks & seen else []
            seen |= marks
        return problems or ([] if self._hva_languages() else [("no_language", nothing)])

    def _hva_problem_text(self, code, question):
        text = self.env._(PROBLEMS[code])  # a lazy text takes no arguments
        return text % {"title": question.title or ""}

    def _hva_project_texts(self, lang_code):
        """Return the wordings of this language that this project wrote and nobody has compared with THL's."""
        self.ensure_one()
        rows = (self.hva_item_id | self.question_ids.hva_item_id).text_ids
        return {row.text for row in rows if row.lang_code == lang_code and row.source == "project" and not row.official}

    def _hva_take_after(self, draft, number):
        """Make this fresh copy of `draft` its version `number`: set, title and the way back to the draft's questions.

        Core's copy has brought questions, options, triggers and translations, in the order of their ids.
        """
        self._hva_core_write({"hva_set_id": draft.hva_set_id.id, "hva_version": number})
        titles = draft._fields["title"]._get_stored_translations(draft) or {}
        installed = {code for code, _name in self.env["res.lang"].get_installed()} | {"en_US"}
        self.with_context(hva_from_bank=True).update_field_translations(  # copy() had put "(copy)" after the title
            "title", {locale: title for locale, title in titles.items() if locale in installed}
        )
        pairs = zip(draft.question_and_page_ids.sorted("id"), self.question_and_page_ids.sorted("id"), strict=True)
        for origin, question in pairs:
            question.hva_origin_id = origin

    def _hva_facts(self):
        """Return the questions as `QuestionFacts`, to compare a draft with the version in use."""
        self.ensure_one()
        if self.hva_is_locked:
            frozen = self._hva_frozen_texts()
            keys = {key for texts in frozen.values() for key in texts}
            by_key = {key: {code: texts[key] for code, texts in frozen.items() if key in texts} for key in keys}
        else:
            by_key = self._hva_draft_texts()
            complete = self._hva_languages()
            by_key = {
                key: {code: text for code, text in by_lang.items() if code in complete}
                for key, by_lang in by_key.items()
            }
        return [question._hva_facts(by_key) for question in self.question_ids]
