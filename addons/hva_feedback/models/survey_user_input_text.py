from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.excerpt import excerpt
from ..tools.text_search import prefix_query, words

TEXT_TYPES = ("text_box", "char_box")
EXCERPT = 180  # characters: four lines of a card on a phone
# Each language's own endings, and the word as it stands. An answer may be in any of them, or in another.
STEMMERS = ("finnish", "swedish", "english")
VECTOR = " || ".join(
    f"to_tsvector('{config}'::regconfig, coalesce(%(text)s, %(char)s, ''))" for config in ("simple", *STEMMERS)
)
# A word as it is typed, of which the rest may follow, or the same word with another ending.
WORD = " || ".join(
    (
        "to_tsquery('simple'::regconfig, %(prefix)s)",
        *(f"plainto_tsquery('{config}'::regconfig, %(word)s)" for config in STEMMERS),
    )
)
INDEXED = "%(unit)s IS NOT NULL AND (%(text)s IS NOT NULL OR %(char)s IS NOT NULL)"
COLUMNS = {"text": "value_text_box", "char": "value_char_box", "unit": "hva_unit_id"}


class SurveyUserInputLine(models.Model):
    _inherit = "survey.user_input.line"

    # Of our lines alone: other surveys pay nothing for it, and it goes with the column `hva_unit_id`.
    _hva_words_ix = models.Index(f"USING gin (({VECTOR % COLUMNS})) WHERE {INDEXED % COLUMNS}")


class SurveyUserInput(models.Model):
    """The giver's own words: shown, and found by PostgreSQL's full text search. Always as they are stored: masked."""

    _inherit = "survey.user_input"

    hva_text = fields.Text(string="Open text", compute="_compute_hva_text", search="_search_hva_text")
    hva_excerpt = fields.Text(string="Beginning of the text", compute="_compute_hva_excerpt")

    @api.depends("user_input_line_ids.value_text_box", "user_input_line_ids.value_char_box")
    def _compute_hva_text(self):
        # sudo: whoever reads an answer reads its lines; here without asking once more for each of them
        lines = self.env["survey.user_input.line"].sudo()
        domain = [("user_input_id", "in", self.ids), ("answer_type", "in", TEXT_TYPES)]
        texts = {}
        for line in lines.search_fetch(domain, ["user_input_id", "value_text_box", "value_char_box"]):
            text = line.value_text_box or line.value_char_box
            if text:
                texts.setdefault(line.user_input_id.id, []).append(text)
        for answer in self:
            answer.hva_text = "\n\n".join(texts.get(answer.id, ()))

    @api.depends("hva_text")
    def _compute_hva_excerpt(self):
        for answer in self:
            answer.hva_excerpt = excerpt(answer.hva_text or "", EXCERPT)

    @api.model
    def _search_hva_text(self, operator, value):
        """Find feedback in which every typed word occurs: as a beginning of a word, or in another form of it.

        Which rows are found is decided by the rules of the answer, as in every search. Equal to nothing is without
        open text.
        """
        if operator == "in":
            exact = [text for text in value if text]
            found = Domain("user_input_line_ids", "any!", _any_of(exact)) if exact else Domain.FALSE
            return found | Domain("hva_has_text", "=", False) if len(exact) < len(value) else found
        if operator not in ("ilike", "like") or not isinstance(value, str):
            return NotImplemented
        typed = words(value)
        if not typed:
            return Domain.FALSE
        # "any!": whoever may read the answer may read its lines, so the rules of lines would only ask the same again.
        # Near: a common word is in many thousand lines, of which the database then joins only those within reach.
        near = self._hva_near("hva_unit_id", "user_input_id")
        return Domain("user_input_line_ids", "any!", near & Domain.custom(to_sql=_matches(typed)))


def _any_of(texts):
    return Domain("value_text_box", "in", texts) | Domain("value_char_box", "in", texts)


def _matches(typed):
    """Return what says in SQL that a line has all the words of `typed`, in the very words of the index."""

    def to_sql(model, alias, query):
        names = {key: model._field_to_sql(alias, name, query) for key, name in COLUMNS.items()}
        vector = SQL(VECTOR, **names)
        queries = [SQL(WORD, prefix=prefix_query(word), word=word) for word in typed]
        conditions = [SQL("(%s) @@ (%s)", vector, each) for each in queries]
        return SQL("(%s)", SQL(" AND ").join([SQL(INDEXED, **names), *conditions]))

    return to_sql
