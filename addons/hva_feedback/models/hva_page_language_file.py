from odoo import models

from ..controllers.page_texts import OWN_LOCALES, TEXTS, own_texts
from ..tools.languages import base_of
from ..tools.page_language_file import Wording


class HvaPageLanguage(models.Model):
    """What a language needs as texts addressed by (place, key), and the door through which they come from a file."""

    _inherit = "hva.page.language"

    def action_file(self):
        """Open the dialog in which a language is taken along and brought back."""
        self.ensure_one()
        wizard = self.env["hva.language.file"].create({"language_id": self.id})
        return wizard._show()

    def _get_known_texts(self):
        """Return {(place, key): {lang_code: text}} of all that can be translated, in the order of the page."""
        self.ensure_one()
        own = {code: own_texts(code) for code in OWN_LOCALES}
        known = {("word", key): {code: own[code][key] for code in own} for key in TEXTS}
        for row in self.env["hva.page.text"].search([("company_id", "=", False)]):
            known.setdefault(("text", row.code), {})[row.lang_code] = row.text
        known = {address: texts for address, texts in known.items() if address[0] != "text" or "fi" in texts}
        for row in self._get_bank_rows():
            known.setdefault(("question", f"{row.item_id.code}/{row.part}"), {})[row.lang_code] = row.text
        return known

    def _get_bank_rows(self):
        """Return the bank's texts that this language may word: for a variant not those that are somebody else's."""
        rows = self.env["hva.question.text"].search([("item_id.active", "=", True)])
        rows = rows.sorted(lambda row: (row.item_id.sequence, row.item_id.id, row.part))
        if base_of(self.lang_code) == self.lang_code:
            return rows
        return rows.filtered(lambda row: not row.item_id._is_quoted())

    def _get_stored_texts(self):
        """Return {(place, key): `Wording`} of what this language has."""
        self.ensure_one()
        mine = [("lang_code", "=", self.lang_code)]
        words = self.env["hva.page.word"].search(mine)
        stored = {("word", row.key): Wording(row.text, row.source, row.official) for row in words}
        for row in self.env["hva.page.text"].search([*mine, ("company_id", "=", False)]):
            stored["text", row.code] = Wording(row.text, row.source or "", row.official)
        for row in self.env["hva.question.text"].search(mine):
            stored["question", f"{row.item_id.code}/{row.part}"] = Wording(row.text, row.source, row.official)
        return stored

    def _bring(self, changes):
        """Store the texts of these rows of a file (`page_language_file.Change`), new or in place of what is there."""
        self.ensure_one()
        doors = {"word": self._bring_word, "text": self._bring_text, "question": self._bring_question}
        for change in changes:
            place, key = change.address
            new = change.new
            doors[place](key, {"text": new.text, "source": new.source, "official": new.official})
        self.env["hva.audit"]._record(
            "language_brought", self, details={"lang_code": self.lang_code, "texts": len(changes)}
        )

    def _bring_word(self, key, values):
        self._put("hva.page.word", {"key": key, "lang_code": self.lang_code}, values)

    def _bring_text(self, code, values):
        self._put("hva.page.text", {"code": code, "lang_code": self.lang_code, "company_id": False}, values)

    def _bring_question(self, key, values):
        item_code, _slash, part = key.partition("/")
        item = self.env["hva.question.item"].search([("code", "=", item_code)], limit=1)
        level = {"source_level": "brought by file"}
        self._put(
            "hva.question.text", {"item_id": item.id, "lang_code": self.lang_code, "part": part}, {**values, **level}
        )

    def _put(self, model, address, values):
        rows = self.env[model].search([(name, "=", value) for name, value in address.items()])
        if rows:
            rows.write(values)
        else:
            rows.create({**address, **values})
