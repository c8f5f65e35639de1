from markupsafe import escape

from odoo import Command, api, models

from ..tools.question_shape import LOCALES
from ..tools.set_file import SETTINGS, BankItem, write


class HvaQuestionSet(models.Model):
    """A set to and from a file (`tools.set_file`): what is drafted, by codes that hold in every database."""

    _inherit = "hva.question.set"

    def _export_content(self):
        """Return the draft as the content of a file."""
        self.ensure_one()
        draft = self.draft_survey_id
        texts = draft._hva_draft_texts()
        in_order = draft._hva_in_order()
        places = {question: place for place, question in enumerate(in_order)}
        return {
            "name": self.name,
            "channel": self.channel or "",
            "respondent_group": self.respondent_group or "",
            "services": self.service_ids.mapped("code"),
            "rotate_count": draft.hva_rotate_count,
            "heading": {"item": draft.hva_item_id.code or "", "texts": {"title": texts["title"]}},
            "questions": [question._hva_export(texts, places) for question in in_order],
        }

    def action_export_file(self):
        """Give the drafted set as a file that another database reads."""
        self.ensure_one()
        self.check_access("read")
        attachment = self.env["ir.attachment"].create(
            {"name": f"{self.name}.json", "raw": write(self._export_content()), "mimetype": "application/json"}
        )
        return {"type": "ir.actions.act_url", "url": f"/web/content/{attachment.id}?download=1", "target": "download"}

    @api.model
    def _bank_items(self):
        items = self.env["hva.question.item"].with_context(active_test=False).search([])
        return {item.code: BankItem(item.scale or "", item._get_texts("title")) for item in items}

    @api.model
    def _kept_languages(self):
        """Return the codes of the languages in which own texts of a draft can be kept."""
        installed = {code for code, _name in self.env["res.lang"].get_installed()} | {"en_US"}
        return {code for code, locale in LOCALES.items() if locale in installed}

    @api.model
    def _import_content(self, content):
        """Make a new set of checked content and return it; it is a draft, and no set that is here changes."""
        services = self.env["hva.service"].search([("code", "in", content["services"])])
        question_set = self.create(
            {
                "name": content["name"],
                "channel": content["channel"] or False,
                "respondent_group": content["respondent_group"] or False,
                "service_ids": [Command.set(services.ids)],
            }
        )
        draft = question_set.draft_survey_id
        draft.hva_rotate_count = content["rotate_count"]
        items = {item.code: item for item in self.env["hva.question.item"].with_context(active_test=False).search([])}
        heading = content["heading"]
        if heading["item"]:
            draft.hva_item_id = items[heading["item"]]
        else:
            draft._hva_write_words("title", heading["texts"].get("title", {}))
        made = self.env["survey.question"]
        for place, question in enumerate(content["questions"]):
            made += self.env["survey.question"]._hva_import(draft, question, place, items, made)
        return question_set


class SurveySurvey(models.Model):
    _inherit = "survey.survey"

    def _hva_write_words(self, name, words):
        write_words(self, name, words)


class SurveyQuestion(models.Model):
    _inherit = "survey.question"

    def _hva_export(self, texts, places):
        """Return this question as the file says it. `places` is {question: number in the set}."""
        self.ensure_one()
        key, item = f"q{self.id}", self.hva_item_id
        settings = {} if item or self.is_page else {name: self._hva_setting(name) for name in SETTINGS if self[name]}
        options = self._hva_options()
        return {
            "type": "section" if self.is_page else self.question_type,
            "item": item.code or "",
            "scale": item.scale or "",
            "role": self.hva_role or "",
            "texts": {
                name.removeprefix(f"{key}."): words
                for name, words in texts.items()
                if name.startswith(f"{key}.") and words
            },
            "settings": {"constr_mandatory": True} if item and self.constr_mandatory else settings,
            "options": [
                # those of a bank item are the receiving bank's own: only how many there are is told
                {"value": option.hva_value, "texts": {} if item else texts[f"o{option.id}"]}
                for option in options
            ],
            "rows": [{"value": row.hva_value, "texts": texts[f"r{row.id}"]} for row in self._hva_rows()],
            "condition": [
                [places[option.question_id], list(option.question_id._hva_options()).index(option)]
                for option in self.triggering_answer_ids
                if option.question_id in places
            ],
        }

    def _hva_setting(self, name):
        value = self[name]
        return str(value) if self._fields[name].type in ("date", "datetime") else value

    @api.model
    def _hva_import(self, draft, given, place, items, made):
        vals = {"survey_id": draft.id, "sequence": 10 * (place + 1), "title": given["item"] or "…", **given["settings"]}
        if given["item"]:
            return self.create({**vals, "hva_item_id": items[given["item"]].id})
        is_page = given["type"] == "section"
        vals |= {"is_page": is_page, "question_type": False if is_page else given["type"]}
        if not is_page:
            vals["hva_role"] = given["role"] or "own"
            for name, part in (("suggested_answer_ids", "options"), ("matrix_row_ids", "rows")):
                vals[name] = [
                    Command.create({"value": "…", "hva_value": one["value"], "sequence": number})
                    for number, one in enumerate(given[part], start=1)
                ]
        question = self.create(vals)
        question._hva_write_texts(given)
        question.triggering_answer_ids = [
            Command.link(made[number]._hva_options()[option].id) for number, option in given["condition"]
        ]
        return question

    def _hva_write_texts(self, given):
        names = {
            key.partition(".")[2]: name for key, record, name, _p, _r in self._hva_text_sources() if record == self
        }
        for part, words in given["texts"].items():
            if part in names:
                write_words(self, names[part], words)
        for records, part in ((self._hva_options(), "options"), (self._hva_rows(), "rows")):
            for record, one in zip(records, given[part], strict=True):
                write_words(record, "value", one["texts"])


def write_words(record, name, words):
    """Write the words of each installed language into a translatable field; the source is English, else the first."""
    kept = record.env["hva.question.set"]._kept_languages()
    words = {code: text for code, text in words.items() if code in kept and text}
    if not words:
        return
    source = words.get("en") or next(iter(words.values()))
    others = {LOCALES[code]: text for code, text in words.items() if code != "en"}
    if record._fields[name].type == "html":
        # words are words: markup of a file is not markup here
        record.with_context(lang="en_US")[name] = escape(source)
        terms = {locale: {str(escape(source)): str(escape(text))} for locale, text in others.items()}
        record.update_field_translations(name, terms)
    else:
        record.with_context(lang="en_US")[name] = source
        record.update_field_translations(name, {"en_US": source, **others})
