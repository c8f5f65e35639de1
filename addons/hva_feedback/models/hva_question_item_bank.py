import json
import logging

from odoo import api, models
from odoo.tools import file_open

_logger = logging.getLogger(__name__)

BANK_FILE = "hva_feedback/data/thl_question_bank.json"
CHILDREN_FILE = "hva_feedback/data/children_sample.json"
PROJECT_FILE = "hva_feedback/data/project_question_bank.json"  # what this project wrote for its ready sets
ITEM_FIELDS = (
    "code",
    "kind",
    "dimension",
    "service_domain",
    "scale",
    "is_national",
    "is_active_default",
    "version",
)


class HvaQuestionItem(models.Model):
    _inherit = "hva.question.item"

    @api.model
    def _load_bank(self, bank=None):
        """Load the item bank; safe to repeat at every update of the module.

        Missing items and missing texts are added. A row that differs from the file (somebody edited it) is left as it
        is and named in the log, so nobody's work is overwritten silently. `bank` is the parsed file, for tests.
        Return the codes of the kept rows as "ST1/fi/title".
        """
        if bank is None:
            with file_open(BANK_FILE) as source, file_open(PROJECT_FILE) as project:
                bank = json.load(source)
                bank["items"] += json.load(project)["items"]
        by_code = {item.code: item for item in self.with_context(active_test=False).search([])}
        fresh = [spec for spec in bank["items"] if spec["code"] not in by_code]
        sequence = {spec["code"]: 10 * number for number, spec in enumerate(bank["items"], start=1)}
        for item in self.create([self._get_bank_vals(spec, sequence[spec["code"]]) for spec in fresh]):
            by_code[item.code] = item
        kept = []
        for spec in bank["items"]:
            scale_texts = bank["scales"][spec["scale"]]["texts"] if spec["scale"] else []
            kept += by_code[spec["code"]]._load_texts(spec["texts"] + scale_texts)
        if kept:
            _logger.info("item bank: %s rows differ from the file and were left as they are: %s", len(kept), kept)
        return kept

    @api.model
    def _load_children_sample(self):
        """Add the sample statements for children: this project's own words, national in nothing."""
        with file_open(CHILDREN_FILE) as source:
            self._load_bank(json.load(source))

    @api.model
    def _get_bank_vals(self, spec, sequence):
        note = "\n".join(
            [spec["note"]]
            + [
                f"Other wording ({v['lang']}, {v['level']}): {v['text']} [{v['source']}]"
                for v in spec.get("variants", [])
            ]
        )
        vals = {name: spec[name] for name in ITEM_FIELDS}
        return {**vals, "note": note, "sequence": sequence, "active": spec["is_active_default"]}

    def _load_texts(self, rows):
        """Add the rows this item lacks; return codes of those that differ and were kept."""
        self.ensure_one()
        have = {(row.lang_code, row.part): row for row in self.text_ids}
        missing = [row for row in rows if (row["lang"], row["part"]) not in have]
        self.env["hva.question.text"].create(
            [
                {
                    "item_id": self.id,
                    "lang_code": row["lang"],
                    "part": row["part"],
                    "text": row["text"],
                    "source": row["source"],
                    "source_level": row["level"],
                    "verbatim": row["verbatim"],
                    "official": False,
                }
                for row in missing
            ]
        )
        return [
            f"{self.code}/{row['lang']}/{row['part']}"
            for row in rows
            if (old := have.get((row["lang"], row["part"]))) and (old.text, old.source) != (row["text"], row["source"])
        ]
