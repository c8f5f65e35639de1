from odoo import models, tools

from ..tools.answer_validation import Form, Option, Question
from ..tools.question_shape import LANG_CODES, LOCALES, complete_languages, missing_texts

FORM_KINDS = {
    "scale": "scale",
    "simple_choice": "choice",
    "multiple_choice": "choices",
    "text_box": "text",
    "char_box": "char",
    "numerical_box": "number",
    "date": "date",
}


class SurveySurvey(models.Model):
    """The texts of a set version per language, and the form that the public page shows.

    A text is addressed by a key: `title` (the survey's heading), `q<id>.title`, `q<id>.hint`, `q<id>.min`, `q<id>.max`
    and `o<id>` (an option).
    """

    _inherit = "survey.survey"

    def _hva_languages(self):
        """Language codes ('fi', 'sv', ...) in which every text of this version exists, in the bank's order.

        A published version answers from the texts that were frozen when it was published.
        """
        self.ensure_one()
        published = self._hva_published_languages()
        if published is not None:
            return published
        return complete_languages(self._hva_draft_texts(), self._hva_required_texts())

    def _hva_missing_texts(self, lang_code):
        """Keys of the texts that the draft lacks in `lang_code`."""
        return missing_texts(self._hva_draft_texts(), self._hva_required_texts(), lang_code)

    def _hva_form(self, lang_code):
        """Return the `Form` of this version in `lang_code`.

        A language that is not complete is not mixed with another: the form then comes in the first language that is
        complete (see `Form.lang_code`). A draft may come with gaps, for its preview. Published forms are cached.
        """
        self.ensure_one()
        if self._hva_published_languages() is not None:
            return self._hva_published_form(lang_code)
        texts = self._hva_draft_texts()
        languages = self._hva_languages()
        shown = lang_code if lang_code in languages or not languages else languages[0]
        return self._hva_build_form(
            shown, {key: by_lang.get(shown) or next(iter(by_lang.values()), "") for key, by_lang in texts.items()}
        )

    # What is published never changes, so a busy page asks the database for none of it. `_hva_move` clears the cache.

    @tools.ormcache("self.id")
    def _hva_published_languages(self):
        """Return the language codes of a published or retired version; None for a draft."""
        if not self.hva_is_locked:
            return None
        frozen = self._hva_frozen_texts()
        return tuple(code for code in LANG_CODES if code in frozen)

    @tools.ormcache("self.id", "lang_code")
    def _hva_published_form(self, lang_code):
        frozen = self._hva_frozen_texts()
        shown = lang_code if lang_code in frozen else next(code for code in LANG_CODES if code in frozen)
        return self._hva_build_form(shown, frozen[shown])

    def _hva_frozen_texts(self):
        return self.sudo().hva_texts or {}  # sudo: the public page may see what was published, and only that

    def _hva_build_form(self, lang_code, texts):
        survey = self.sudo()  # sudo: as above; nothing but the form leaves this method
        questions = survey.question_ids.sorted(lambda question: (question.sequence, question.id))
        return Form(
            survey_id=survey.id,
            version=survey.hva_version,
            lang_code=lang_code,
            title=texts.get("title", ""),
            questions=tuple(self._hva_build_question(question, texts) for question in questions),
        )

    def _hva_build_question(self, question, texts):
        key = f"q{question.id}"
        kind = FORM_KINDS.get(question.question_type, "text")
        low, high = question._hva_range()
        return Question(
            id=question.id,
            kind=kind,
            role=question.hva_role or "own",
            item_code=question.hva_item_id.code or "",
            title=texts.get(f"{key}.title", ""),
            hint=texts.get(f"{key}.hint", ""),
            # the page shows every question, also one that a trigger would hide: so it must be possible to pass it
            is_required=question.constr_mandatory and not question.triggering_answer_ids,
            options=tuple(
                Option(option.id, option.hva_value, texts.get(f"o{option.id}", ""))
                for option in question._hva_options()
            ),
            min_value=low,
            max_value=high,
            min_label=texts.get(f"{key}.min", ""),
            max_label=texts.get(f"{key}.max", ""),
            max_length=question.validation_length_max if question.validation_required and kind == "char" else None,
            sequence=question.sequence,
        )

    # ------------------------------------------------------------------ texts

    def _hva_collect_texts(self):
        """Return {lang_code: {key: text}} of the complete languages: what publishing freezes."""
        texts = self._hva_draft_texts()
        return {
            code: {key: by_lang[code] for key, by_lang in texts.items() if by_lang.get(code)}
            for code in complete_languages(texts, self._hva_required_texts())
        }

    def _hva_required_texts(self):
        questions = self.question_ids
        options = [f"o{option.id}" for question in questions for option in question._hva_options()]
        return ["title", *(f"q{question.id}.title" for question in questions), *options]

    def _hva_draft_texts(self):
        """Return {key: {lang_code: text}} with only the texts that exist, never a fallback.

        Texts of a bank item come from its rows; an own question's from what is stored for each language of its fields.
        """
        self.ensure_one()
        texts = {"title": self._hva_text(self, "title", self.hva_item_id, "title")}
        for question in self.question_ids:
            item, key = question.hva_item_id, f"q{question.id}"
            texts[f"{key}.title"] = self._hva_text(question, "title", item, "title")
            texts[f"{key}.hint"] = self._hva_text(question, "description", item, "hint")
            if question.question_type == "scale":
                low, high = question.scale_min, question.scale_max
                texts[f"{key}.min"] = self._hva_text(question, "scale_min_label", item, f"label_{low}")
                texts[f"{key}.max"] = self._hva_text(question, "scale_max_label", item, f"label_{high}")
            for option in question._hva_options():
                texts[f"o{option.id}"] = self._hva_text(option, "value", item, f"label_{option.hva_value}")
        return texts

    def _hva_text(self, record, field_name, item, part):
        return item._get_texts(part) if item else self._hva_stored_texts(record, field_name)

    def _hva_stored_texts(self, record, field_name):
        """Return {lang_code: text} of what a translatable field really stores.

        The source (en_US) counts as English only where no other language stores the same words: Odoo fills the source
        with whatever language the text was first typed in.
        """
        field = record._fields[field_name]
        stored = field._get_stored_translations(record) or {}
        as_text = tools.html2plaintext if field.type == "html" else str.strip
        texts = {code: as_text(stored[locale]) for code, locale in LOCALES.items() if stored.get(locale)}
        if texts.get("en") in [text for code, text in texts.items() if code != "en"]:
            del texts["en"]
        return {code: text for code, text in texts.items() if text}
