from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.codes_tables import LANGUAGES
from ..tools.languages import with_variants

SCALE = "likert5_na"
MODEL_ITEM = "ST1"  # own statements are answered in the words of the first national one
FIELDS = {"fi": "text_fi", "fi-simple": "text_plain", "sv": "text_sv", "en": "text_en"}


class HvaSetStatement(models.TransientModel):
    """Add a statement to the draft of a set: one of the bank's, or a new own one with the national answers.

    A new one becomes an item of the bank, so that other sets can ask it and results can be compared.
    """

    _name = "hva.set.statement"
    _description = "Add a statement to a question set"

    set_id = fields.Many2one("hva.question.set", string="Question set", required=True, ondelete="cascade")
    item_id = fields.Many2one("hva.question.item", string="From the bank", ondelete="cascade")
    known_item_ids = fields.Many2many("hva.question.item", compute="_compute_known_item_ids")
    text_fi = fields.Char("In Finnish")
    text_plain = fields.Char("In plain Finnish", help="Where the Finnish words are hard. Empty: they are plain enough.")
    text_sv = fields.Char("In Swedish")
    text_en = fields.Char("In English")
    missing = fields.Char("Languages without the statement", compute="_compute_missing")

    @api.depends("set_id")
    def _compute_known_item_ids(self):
        """Offer the statements that the set does not ask yet."""
        for wizard in self:
            asked = wizard.set_id.draft_survey_id.question_ids.hva_item_id
            domain = [("kind", "=", "statement"), ("scale", "=", SCALE), ("id", "not in", asked.ids)]
            wizard.known_item_ids = self.env["hva.question.item"].search(domain)

    @api.depends("set_id", "item_id", *FIELDS.values())
    def _compute_missing(self):
        names = dict(LANGUAGES)
        for wizard in self:
            offered = wizard.set_id.draft_survey_id._hva_languages()
            texts = wizard.item_id._get_texts("title") if wizard.item_id else with_variants(wizard._get_texts())
            lacking = [names.get(code, code) for code in offered if not texts.get(code)]
            wizard.missing = ", ".join(lacking) if texts else False

    def _get_texts(self):
        texts = {code: (self[name] or "").strip() for code, name in FIELDS.items()}
        return {code: text for code, text in texts.items() if text}

    # ------------------------------------------------------------------ actions

    def action_add(self):
        """Put the statement after the others of its kind."""
        self._add()
        return {"type": "ir.actions.act_window_close"}

    def action_add_another(self):
        """Put the statement into the set, and open the dialog for one more."""
        self._add()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add a statement"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {"default_set_id": self.set_id.id},
        }

    def _add(self):
        self.ensure_one()
        item = self.item_id or self._make_item()
        draft = self.set_id.draft_survey_id
        made = self.env["survey.question"].create({"survey_id": draft.id, **item._get_question_vals()})
        before = [question for question in draft._hva_in_order() if question != made]
        place = _place(before, made._hva_is_rotating())
        for number, question in enumerate([*before[:place], made, *before[place:]], start=1):
            question.sequence = 10 * number

    def _make_item(self):
        """Return a new own item of the bank with these words, and with the national answers in every language."""
        texts = self._get_texts()
        if not texts:
            raise UserError(self.env._("Write the statement, or choose one from the bank."))
        county = self.env.company.name
        titles = [{"lang_code": code, "text": text, "source": county} for code, text in texts.items()]
        return self.env["hva.question.item"].create(
            {
                "code": self._get_next_code(),
                "kind": "statement",
                "scale": SCALE,
                "text_ids": [Command.create(row) for row in [*titles, *self._get_label_rows()]],
            }
        )

    @api.model
    def _get_label_rows(self):
        bank = self.env["hva.question.item"].with_context(active_test=False)
        labels = bank.search([("code", "=", MODEL_ITEM)]).text_ids.filtered(lambda row: row.part.startswith("label_"))
        names = ("lang_code", "part", "text", "source", "source_level", "verbatim")
        return [{name: row[name] for name in names} for row in labels]

    @api.model
    def _get_next_code(self):
        bank = self.env["hva.question.item"].with_context(active_test=False)
        numbers = [code.removeprefix("OWN") for code in bank.search([("code", "=like", "OWN%")]).mapped("code")]
        return f"OWN{max((int(number) for number in numbers if number.isdecimal()), default=0) + 1}"


def _place(questions, is_national):
    """Return where a statement goes: after the last national one, or after the last statement; else at the end."""
    places = [
        place
        for place, question in enumerate(questions, start=1)
        if question.hva_role == "statement" and (question._hva_is_rotating() or not is_national)
    ]
    return places[-1] if places else len(questions)
