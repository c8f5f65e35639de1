import json

from odoo import api, models
from odoo.tools import SQL

from ..tools.closed_to_all import view_of_all
from ..tools.closed_view import COLUMNS
from ..tools.metric_registry import METRICS, NPS_COLUMNS
from ..tools.published import figures

LANGUAGE = "fi_FI"  # of names in the lake; English where there is none


class HvaExportSource(models.AbstractModel):
    """Sums as others see them, and what the numbers of units, services, sets and questions stand for."""

    _inherit = "hva.export.source"

    @api.model
    def _rows_sums(self, definition, month, _plan):
        """Yield the closed month, counted once, as every reader of results may see it: small numbers hidden.

        Whoever knows a unit of his own would take it away from what a reader without one is shown.
        """
        company = definition.company_id
        rows = self.env["hva.fact.closed"]._get_rows(month, company.ids)
        readers = self.env["hva.wall.month"]._get_readers(company)
        view = view_of_all(rows, readers, self.env["hva.query"]._get_limits())
        for kind, key in sorted(view.sums, key=repr):
            sums, reasons = view.at((kind, key))
            unit = key if kind in ("unit", "branch") else None
            channel = key if kind == "channel" else None
            counts = [None if name in reasons else sums[name] for name in NPS_COLUMNS]
            n = None if "n" in reasons else sum(sums.values())
            is_hidden = any(name in reasons for name in COLUMNS)
            score = None if is_hidden else METRICS["nps"].figure(sums)
            ends = (score.value, score.low, score.high) if score else (None, None, None)
            reason = next((reasons[name] for name in COLUMNS if name in reasons), None)
            yield (month, kind, unit, channel, n, *counts, *ends, reason)

    @api.model
    def _rows_public_periods(self, definition, _month, _plan):
        """Yield the four-week periods that everybody may see, as they are stored."""
        for one in self.env["hva.published"]._get_public(definition.company_id.id):
            shown = figures(one.content)
            days = (one.start_on, one.end_on)
            if score := shown["nps"]:
                yield (*days, "NPS", None, *_figure(score, "value"))
            for row in shown["statements"]:
                service = row["service"] if row["service"] > 0 else None
                measure = row["item"].upper() if row["service"] >= 0 else f"{row['item'].upper()} without a service"
                yield (*days, measure, service, *_figure(row, "share"))

    # ------------------------------------------------------------------ what numbers stand for

    @api.model
    def _rows_units(self, definition, _month, _plan):
        company = definition.company_id
        query = self.env["hva.query"].with_company(company).with_context(allowed_company_ids=company.ids, lang=LANGUAGE)
        tree = query._get_tree()
        # SQL: thousands of rows of plain facts
        rows = self.env.execute_query(
            SQL(
                "SELECT id, oid, valid_from, valid_to, producer FROM hva_unit WHERE company_id = %s ORDER BY id",
                company.id,
            )
        )
        for unit, oid, first, last, producer in rows:
            node = tree.nodes[unit]
            yield (unit, oid, node.label, node.level, node.parent, tree.current(unit), first, last, producer)

    @api.model
    def _rows_services(self, _definition, _month, _plan):
        services = self.env["hva.service"].with_context(active_test=False, lang=LANGUAGE).search([], order="id")
        for service in services:
            yield (service.id, service.code or None, service.name, service.domain)

    @api.model
    def _rows_set_versions(self, _definition, _month, _plan):
        versions = self.env["survey.survey"].with_context(active_test=False, lang=LANGUAGE)
        for version in versions.search([("survey_type", "=", "hva"), ("hva_version", ">", 0)], order="id"):
            # the key of each wording by item and language: what tells whether two versions asked the same
            keys = {
                code: {lang: wording["key"] for lang, wording in sorted(by_lang.items())}
                for code, by_lang in sorted((version.hva_wordings or {}).items())
            }
            words = json.dumps(keys, ensure_ascii=False)
            name = version.hva_set_id.name or version.title
            yield (version.id, name, version.hva_version, version.hva_published_on or None, words)

    @api.model
    def _rows_questions(self, _definition, _month, _plan):
        """Yield the coded questions of published sets: those of the table own_items are among them."""
        questions = self.env["survey.question"].with_context(active_test=False, lang=LANGUAGE)
        asked = [
            ("survey_id.survey_type", "=", "hva"),
            ("survey_id.hva_version", ">", 0),
            ("question_type", "in", ("simple_choice", "scale")),
        ]
        for question in questions.search(asked, order="id"):
            yield (question.id, question.survey_id.id, question.hva_item_id.code or None, question.title)


def _figure(row, name):
    if "hidden" in row:
        return (None, None, None, None, row["hidden"])
    return (row.get(name), row.get("low"), row.get("high"), row.get("n"), None)
