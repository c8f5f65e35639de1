import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.hva_feedback.tools import table_file

from ..tools import national_mapping
from ..tools.lake_crowd import NOT_TOLD
from ..tools.lake_schema import CIRCUMSTANCES
from ..tools.metric_registry import ITEMS
from ..tools.national_mapping import MappingError, NationalCodes
from .hva_export_source import FACT_COUNT

ITEM_CODES = ("NPS", *(item.upper() for item in ITEMS))
# where among what is told of an answer (lake_schema.CIRCUMSTANCES, without the unit) these stand
VERSION, SERVICE, LANGUAGE = (CIRCUMSTANCES.index(name) for name in ("set_version_id", "service_id", "lang_code"))
NAMES = {"unit_id": "unit_oid", "service_id": "service_code", "lang_code": "lang_code"}  # what not_told calls them here


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
            try:
                codes = definition._get_codes() if definition.mapping_file else None
                definition.mapping_words = codes and definition._get_mapping_words(codes)
            except ValidationError as error:  # it was read once; the form opens all the same
                definition.mapping_words = str(error)

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
            shown = plan[tuple(rest[:FACT_COUNT])]
            unit, told, missing = self._tell(shown)
            oid, service, lang = units.get(unit), services.get(told[SERVICE]), told[LANGUAGE]
            names = " ".join(NAMES[name] for name in (missing or "").split() if name in NAMES) or None
            place = (oid, codes.units.get(oid), service, codes.services.get(service), lang, names)
            is_set_told = shown[1][1 + VERSION] is not NOT_TOLD  # a question of the county's own tells the set
            own = rest[-1] or {} if is_set_told else {}
            values = [*zip(ITEM_CODES, rest[FACT_COUNT:-1], strict=True), *sorted(own.items())]
            for item, value in values:
                if value is not None and value >= 0 and (item in ITEM_CODES or item in codes.items):
                    yield (name(answer_id), month, *place, item, codes.items.get(item), value)


def _asked():
    """SQL: the values of the national items in the order of ITEM_CODES, then those of own items as {code: value}."""
    items = SQL(", ").join(SQL.identifier("f", f"item_{item}") for item in ITEMS)
    return SQL(
        """f.nps, %s, (SELECT jsonb_object_agg(i.code, x.value) FROM hva_fact_item x
                        JOIN hva_question_item i ON i.id = x.item_id WHERE x.fact_id = f.id)""",
        items,
    )
