from odoo import api, models
from odoo.tools.translate import LazyTranslate

from ..tools.comparability import dated_wordings
from ..tools.set_size import size_problem

_lt = LazyTranslate(__name__)

# Why a draft cannot be published: code -> words for the person; %(title)s is the question.
PROBLEMS = {
    "no_questions": _lt("The set has no questions."),
    "no_language": _lt("No language has every text of the set."),
    "empty_section": _lt("%(title)s: the section has no questions."),
    "bad_type": _lt("%(title)s: the page cannot show this type of question."),
    "image": _lt("%(title)s: the page shows no pictures or videos. Say it in words."),
    "email": _lt(
        "%(title)s: it asks for a name or an e-mail address. Use the contact request, which keeps them apart from the "
        "answers."
    ),
    "middle_label": _lt("%(title)s: the page shows no label in the middle of a scale."),
    "comment": _lt("%(title)s: a question of the bank has no comment field."),
    "no_options": _lt("%(title)s: the choice has fewer than two options."),
    "no_rows": _lt("%(title)s: the matrix has no rows."),
    "role_shape": _lt("%(title)s: a question with this role has the answers of its bank item: 0 to 10, or yes and no."),
    "bank_shape": _lt("%(title)s: type, scale or options differ from the bank item."),
    "bank_condition": _lt("%(title)s: a national question is asked of everybody, not under a condition."),
    "asked_twice": _lt("%(title)s: the set asks this twice."),
    "trigger_later": _lt("%(title)s: it depends on a question that comes later. Move it after that question."),
    "trigger_rotates": _lt("%(title)s: it depends on a statement that not everybody is asked."),
    "own_first": _lt("%(title)s: an own statement stands before a national one. Move it after them."),
    "rotate_few": _lt("At least two statements have to be asked at a time."),
    "statement_alone": _lt(
        "The set asks one statement. Ask two to seven of them, or none: one alone tells too little about a visit."
    ),
    "own_many": _lt("The set has more than seven own statements. Leave some out: long forms are not finished."),
    "terminal_kind": _lt("%(title)s: terminals ask by taps, so no number and no day can be asked. Make it a choice."),
    "variant_kind": _lt("%(title)s: only an open follow-up has wordings for promoters, passives and detractors."),
    "variant_score": _lt("%(title)s: its wordings follow the recommendation, which has to be asked before it."),
}


class SurveySurvey(models.Model):
    _inherit = "survey.survey"

    def _hva_problems(self):
        """Return [(code, question)] of what keeps this draft from being published; `question` may be empty."""
        self.ensure_one()
        nothing = self.env["survey.question"]
        if not self.question_ids:
            return [("no_questions", nothing)]
        problems = self._hva_order_problems()
        problems += [(code, nothing) for code in [self._hva_size_problem()] if code]
        for question in self.question_ids:
            problems += [(code, question) for code in question._hva_problem_codes()]
        return problems or ([] if self._hva_languages() else [("no_language", nothing)])

    def _hva_size_problem(self):
        statements = self.question_ids.filtered(lambda question: question.hva_role == "statement")
        national = len(statements.filtered(lambda question: question._hva_is_rotating()))
        return size_problem(national, len(statements) - national, self.hva_rotate_count)

    def _hva_order_problems(self):
        """What is wrong with how the questions follow one another."""
        problems, seen, before, own = [], set(), self.env["survey.question"], self.env["survey.question"]
        rotating = self.question_ids.filtered(lambda question: self.hva_rotate_count and question._hva_is_rotating())
        in_order = self._hva_in_order()
        followers = [*in_order[1:], self.env["survey.question"]]
        for question, following in zip(in_order, followers, strict=True):
            if question.is_page:
                problems += [("empty_section", question)] if not following or following.is_page else []
                continue
            marks = question._hva_once_marks()
            triggers = question.triggering_answer_ids.question_id
            own |= question.filtered(lambda one: one.hva_role == "statement" and not one._hva_is_rotating())
            problems += [("asked_twice", question)] if marks & seen else []
            problems += [("trigger_later", question)] if triggers - before else []
            problems += [("trigger_rotates", question)] if triggers & rotating else []
            problems += [("own_first", own[0])] if own and question._hva_is_rotating() else []
            has_score = "nps" in before.mapped("hva_role")
            problems += [("variant_score", question)] if question._hva_has_variants() and not has_score else []
            seen |= marks
            before |= question
        return problems

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
        self._hva_copy_heading(draft)
        pairs = zip(draft.question_and_page_ids.sorted("id"), self.question_and_page_ids.sorted("id"), strict=True)
        for origin, question in pairs:
            question.hva_origin_id = origin

    def _hva_date_wordings(self, day):
        """Return the wordings of this draft that becomes a version on `day`, with the day since which each is asked."""
        self.ensure_one()
        before = self.hva_set_id.current_survey_id
        return dated_wordings(self._hva_facts(), before.hva_wordings or {}, day.isoformat())

    @api.model
    def _hva_fill_wordings(self):
        """Let versions that were published before wordings were kept have them too. Safe to repeat."""
        old = self.search([("hva_version", ">", 0), ("hva_wordings", "=", False)], order="hva_set_id, hva_version")
        for version in old.filtered("hva_is_locked"):
            day = version.hva_published_on or version.create_date.date()
            earlier = version.hva_set_id.version_ids.filtered(
                lambda one, this=version: one.hva_version < this.hva_version
            )
            before = earlier.sorted("hva_version")[-1:].hva_wordings or {}
            version._hva_core_write(
                {
                    "hva_published_on": day,
                    "hva_wordings": dated_wordings(version._hva_facts(), before, day.isoformat()),
                }
            )

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
