import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.hva_feedback.tools import table_file

from ..tools import national_mapping
from ..tools.lake_crowd import NOT_TOLD
from ..tools.metric_registry import ITEMS
from ..tools.national_mapping import MappingError, MixedWords, NationalCodes, NoMapping
from ..tools.periods import add_months
from ..tools.wording_parts import column_keys
from .hva_export_source import FACT_COUNT

ITEM_CODES = ("NPS", *(item.upper() for item in ITEMS))
SERVICE, LANGUAGE = 3, 5  # places among the facts of lake_crowd: unit, set version, channel, service, mode, language


class HvaExport(models.Model):
    """National codes for a delivery of which nobody knows the format yet.

    THL has published no format, interface or calendar (docs/lake.md), so a file that somebody fills in says which of
    our codes have a national one. What it does not name stays empty.
    """

    _inherit = "hva.export"

    mapping_file = fields.Binary("Mapping file", attachment=True, copy=False)
    mapping_name = fields.Char("Name of the mapping file")
    mapping_words = fields.Char("Codes", compute="_compute_mapping_words")
    template_file = fields.Binary("Our codes to fill in", compute="_compute_template_file")
    template_name = fields.Char(compute="_compute_template_file")

    @api.depends("mapping_file", "company_id")
    def _compute_mapping_words(self):
        for definition in self:
            codes = definition._get_codes() if definition.mapping_file else None
            definition.mapping_words = codes and definition._get_mapping_words(codes)

    def _get_mapping_words(self, codes):
        counts = {}
        for kind, ours in self._get_our_codes().items():
            known = getattr(codes, kind)
            strange = ", ".join(sorted(known.keys() - ours)[:5])
            if strange:
                return self.env._("The file names codes that are not ours: %(codes)s.", codes=strange)
            counts[kind] = f"{len(known)}/{len(ours)}"
        return self.env._(
            "With a national code: items %(items)s, units %(units)s, services %(services)s. The others stay empty.",
            **counts,
        )

    def _get_our_codes(self):
        """Return {"items": codes of the bank, "units": OIDs, "services": codes}."""
        own = self.env["hva.question.item"].search([("kind", "=", "own"), ("scale", "!=", False)]).mapped("code")
        # sudo: numbers of units and services are no secret
        units = self.env["hva.unit"].sudo().with_context(active_test=False).search([
            ("company_id", "=", self.company_id.id), ("oid", "!=", False),
        ])  # fmt: skip
        services = self.env["hva.service"].sudo().with_context(active_test=False).search([("code", "!=", False)])
        return {
            "items": {*ITEM_CODES, *own},
            "units": set(units.mapped("oid")),
            "services": set(services.mapped("code")),
        }

    @api.depends("company_id")
    def _compute_template_file(self):
        for definition in self:
            rows = national_mapping.template(*definition._get_our_codes().values())
            data = table_file.write_csv(national_mapping.HEADER, rows)
            definition.template_file = base64.b64encode(data)
            definition.template_name = "national-codes.csv"

    @api.constrains("mapping_file")
    def _check_mapping(self):
        for definition in self.filtered("mapping_file"):
            definition._get_codes()

    def _get_codes(self):
        """Return the `NationalCodes` of the mapping file.

        :raises ValidationError: in words, when it cannot be used
        """
        data = base64.b64decode(self.with_context(bin_size=False).mapping_file)
        try:
            if data.lstrip()[:1] == b"{":
                return national_mapping.from_json(data)
            table = table_file.read_table(data, self.mapping_name or "", max_rows=national_mapping.MOST_ROWS)
            return national_mapping.from_rows(table.header, table.rows)
        except (MappingError, table_file.TableError) as error:
            raise ValidationError(self.env._("The mapping file cannot be used: %(why)s.", why=error)) from None

    def _get_mapping_key(self):
        if not self.has_national or not self.mapping_file:
            return super()._get_mapping_key()
        return hashlib.sha256(self.with_context(bin_size=False).mapping_file).hexdigest()


class HvaExportSource(models.AbstractModel):
    """Rows of the national delivery: one for each answered question."""

    _inherit = "hva.export.source"

    @api.model
    def _rows_national(self, definition, month, plan):
        codes = definition._get_codes() if definition.mapping_file else NationalCodes()
        units = dict(self.env.execute_query(SQL("SELECT id, oid FROM hva_unit WHERE oid IS NOT NULL")))
        services = dict(self.env.execute_query(SQL("SELECT id, code FROM hva_service WHERE code IS NOT NULL")))
        name = self._get_pseudonym(definition)
        for answer_id, *rest in self._stream(definition, month, _asked(), plan):
            _is_exact, told = plan[tuple(rest[:FACT_COUNT])]
            plain = [None if value is NOT_TOLD else value for value in told]
            oid, service, lang = units.get(plain[0]), services.get(plain[SERVICE]), plain[LANGUAGE]
            place = (oid, codes.units.get(oid), service, codes.services.get(service), lang)
            own = rest[-1] or {}
            values = [*zip(ITEM_CODES, rest[FACT_COUNT:-1], strict=True), *sorted(own.items())]
            for item, value in values:
                if value is not None and value >= 0 and (item in ITEM_CODES or item in codes.items):
                    yield (name(answer_id), month, *place, item, codes.items.get(item), value)

    @api.model
    def _check_words(self, definition):
        """Refuse to deliver when it cannot be said what was asked.

        :raises NoMapping: without a mapping file
        :raises MixedWords: when a question had two wordings in one language among all the answers of the delivery
        """
        if not definition.mapping_file:
            raise NoMapping
        months = [month for month in definition._get_months() if month < definition._get_last_closed()]
        if not months:
            return
        # SQL: which versions were answered in which languages, by an index of the facts' months
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT f.survey_id, f.lang_code FROM hva_fact f JOIN hva_unit u ON u.id = f.unit_id
                    WHERE u.company_id = %s AND f.day >= %s AND f.day < %s ORDER BY 1, 2""",
                definition.company_id.id,
                months[0],
                add_months(months[-1], 1),
            )
        )
        versions = self.env["survey.survey"].browse({survey for survey, _lang in rows})
        names = {one.id: f"{one.hva_set_id.name or one.title} {one.hva_version}" for one in versions}
        keys = {one.id: column_keys(one.hva_wordings or {}) for one in versions}
        uses = [(names[survey], lang, keys[survey].get(lang, {})) for survey, lang in rows]
        if found := national_mapping.mixed(uses):
            raise MixedWords(
                "; ".join(
                    f"{question.removeprefix('item_').upper()} ({lang}): {', '.join(versions)}"
                    for question, lang, versions in found
                )
            )


def _asked():
    """SQL: the values of the national items in the order of ITEM_CODES, then those of own items as {code: value}."""
    items = SQL(", ").join(SQL.identifier("f", f"item_{item}") for item in ITEMS)
    return SQL(
        """f.nps, %s, (SELECT jsonb_object_agg(i.code, x.value) FROM hva_fact_item x
                        JOIN hva_question_item i ON i.id = x.item_id WHERE x.fact_id = f.id)""",
        items,
    )
