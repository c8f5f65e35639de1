from odoo import models

from ..tools.question_shape import LANG_CODES


class SurveySurvey(models.Model):
    """What the preview shows: every language that has any text, finished or not, and what it lacks."""

    _inherit = "survey.survey"

    def _hva_preview_languages(self):
        """Return {lang_code: words for each missing text, empty where nothing is missing} in the bank's order."""
        self.ensure_one()
        complete = self._hva_languages()
        if self.hva_is_locked:
            return dict.fromkeys(complete, ())
        texts = self._hva_draft_texts()
        begun = {code for by_lang in texts.values() for code, text in by_lang.items() if text}
        names = self._hva_text_names()
        return {
            code: [] if code in complete else [names.get(key, key) for key in self._hva_missing_texts(code)]
            for code in LANG_CODES
            if code in begun
        }

    def _hva_preview_form(self, lang_code):
        """Return the form in a language that may be unfinished: a gap shows another language in brackets."""
        self.ensure_one()
        if self.hva_is_locked or lang_code in self._hva_languages():
            return self._hva_form(lang_code)
        missing = set(self._hva_missing_texts(lang_code))
        texts = {}
        for key, by_lang in self._hva_draft_texts().items():
            texts[key] = by_lang.get(lang_code, "")
            if key in missing:
                other = next((by_lang[code] for code in LANG_CODES if by_lang.get(code)), "")
                texts[key] = self.env._("[missing: %(text)s]", text=other)
        return self._hva_build_form(lang_code, texts)

    def _hva_text_names(self):
        """Return {key: words by which a person finds the text in the editor}."""
        names = {"title": self.env._("Heading")}
        for question in self.question_and_page_ids:
            for key, record, name, _part, _is_required in question._hva_text_sources():
                label = record._fields[name]._description_string(self.env)
                where = question.hva_item_id.code or question.title
                names[key] = f"{where}: {label}" + (f" ({record.value})" if record._name != question._name else "")
        return names
