import re

from lxml import html

from odoo import fields, models, tools

from ..tools.form_shape import Form, Heading
from ..tools.question_shape import LANG_CODES, LOCALES, complete_languages, missing_texts


class SurveySurvey(models.Model):
    """The texts of a set version per language, and the form that the public page shows.

    A text is addressed by a key: `title` (the survey's heading), `q<id>.title` and other parts of a question or section
    (see `survey.question._hva_text_sources`), `o<id>` (an option) and `r<id>` (a row of a grid).
    """

    _inherit = "survey.survey"

    hva_rotate_count = fields.Integer(
        string="Statements asked at a time",
        help="How many of the national statements one person is asked. Each gets another choice of them, and each "
        "statement is asked equally often. 0: all of them.",
    )

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
        return Form(
            survey_id=survey.id,
            version=survey.hva_version,
            lang_code=lang_code,
            title=texts.get("title", ""),
            questions=tuple(question._hva_build(texts) for question in survey._hva_in_order() if not question.is_page),
            headings=survey._hva_headings(texts),
            rotate_count=survey.hva_rotate_count,
        )

    def _hva_in_order(self):
        return self.question_and_page_ids.sorted(lambda question: (question.sequence, question.id))

    def _hva_headings(self, texts):
        headings, waiting = [], None
        for question in self._hva_in_order():
            if question.is_page:
                waiting = question
            elif waiting:
                key = f"q{waiting.id}"
                headings.append(Heading(question.id, texts.get(f"{key}.title", ""), texts.get(f"{key}.hint", "")))
                waiting = None
        return tuple(headings)

    # ------------------------------------------------------------------ texts

    def _hva_collect_texts(self):
        """Return {lang_code: {key: text}} of the complete languages: what publishing freezes."""
        texts = self._hva_draft_texts()
        return {
            code: {key: by_lang[code] for key, by_lang in texts.items() if by_lang.get(code)}
            for code in complete_languages(texts, self._hva_required_texts())
        }

    def _hva_required_texts(self):
        sources = [source for question in self.question_and_page_ids for source in question._hva_text_sources()]
        return ["title", *(key for key, _record, _name, _part, is_required in sources if is_required)]

    def _hva_draft_texts(self):
        """Return {key: {lang_code: text}} with only the texts that exist, never a fallback.

        Texts of a bank item come from its rows; an own question's from what is stored for each language of its fields.
        """
        self.ensure_one()
        texts = {"title": self._hva_text(self, "title", self.hva_item_id, "title")}
        for question in self.question_and_page_ids:
            for key, record, name, part, _is_required in question._hva_text_sources():
                texts[key] = self._hva_text(record, name, question.hva_item_id, part)
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
        as_text = plain_text if field.type == "html" else str.strip
        texts = {code: as_text(stored[locale]) for code, locale in LOCALES.items() if stored.get(locale)}
        if texts.get("en") in [text for code, text in texts.items() if code != "en"]:
            del texts["en"]
        return {code: text for code, text in texts.items() if text}


def plain_text(markup):
    """Return the words of an editor's HTML in one line. Odoo's own way of it would put asterisks around bold ones."""
    spaced = re.sub(r"(?i)<(br|/p|/div|/li|/h[1-6])\b", r" <\1", str(markup))
    return " ".join(html.fromstring(f"<div>{spaced}</div>").text_content().split()) if spaced.strip() else ""
