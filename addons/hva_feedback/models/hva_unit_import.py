import json

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from ..tools.unit_import import Unit
from ..tools.unit_rows import COLUMNS, Words, fold
from .hva_unit import Act

LANGS = {"name_fi": "fi_FI", "name_sv": "sv_SE", "name_en": "en_US"}
# field of the unit -> code of `unit_rows.COLUMNS`, where the value is written as it is
PLAIN = {
    "oid": "oid",
    "ptv_id": "ptv_id",
    "level_id": "level",
    "municipality_id": "municipality",
    "producer": "producer",
    "valid_from": "valid_from",
    "valid_to": "valid_to",
}


class HvaUnit(models.Model):
    """The import of a tree: facts for `tools.unit_import.plan`, and its steps applied in bulk."""

    _inherit = "hva.unit"

    @api.model
    def _import_words(self):
        """Return the `Words` that a file may use: levels, municipalities and services of the house in any language."""
        return Words(
            levels=self._import_names("hva.unit.level"),
            municipalities=self._import_names("hva.municipality", "code"),
            services=self._import_names("hva.service", "code"),
            county_root=self.env.company.sudo().hva_oid_root or "",  # sudo: the county's own OID is public
        )

    @api.model
    def _import_names(self, model, code=None):
        records = self.env[model].with_context(active_test=False).search([])
        found = {}
        for lang, _name in self.env["res.lang"].get_installed():
            found |= {fold(record.name): record.id for record in records.with_context(lang=lang)}
        return found | ({fold(record[code]): record.id for record in records} if code else {})

    @api.model
    def _import_units(self):
        """Return a `tools.unit_import.Unit` for each unit of the company, in one query and one for the services."""
        # SQL: two thousand units in three languages; the ORM reads one language at a time
        self.env.flush_all()
        today = self.env["hva.clock"]._today()
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT u.id, COALESCE(u.parent_id, 0) AS parent, u.oid, u.ptv_id, u.level_id AS level,
                       u.municipality_id AS municipality, u.producer, u.valid_from, u.valid_to,
                       COALESCE(u.name->>%(fi)s, u.name->>'en_US') AS name_fi, u.name->>'sv_SE' AS name_sv,
                       NULLIF(u.name->>'en_US', COALESCE(u.name->>%(fi)s, u.name->>'en_US')) AS name_en,
                       ARRAY(SELECT s.hva_service_id FROM hva_service_hva_unit_rel s
                              WHERE s.hva_unit_id = u.id ORDER BY 1) AS services,
                       u.active AND u.merged_into_id IS NULL AND COALESCE(u.valid_to >= %(today)s, TRUE) AS is_current
                  FROM hva_unit u
                 WHERE u.company_id = %(county)s
                 ORDER BY u.parent_path
                """,
                fi=self._import_langs()["name_fi"],
                today=today,
                county=self.env.company.id,
            )
        )
        return [
            Unit(row.pop("id"), row.pop("parent"), row | {"services": tuple(row["services"])}, row.pop("is_current"))
            for row in rows
        ]

    @api.model
    def _import_apply(self, steps, reason, end_on=None):
        """Apply new, changed and ended `steps` (`tools.unit_import.Step`), all or none. Return the units touched.

        :param end_on: the last day of units whose step is “ended”
        :raises UserError: when a new unit's place is not among what is applied
        """
        units = self.with_context(hva_act=Act(None, is_bulk=True))
        by_row = units._import_create([step for step in steps if step.kind == "new"])
        changed = [step for step in steps if step.kind == "changed"]
        units._import_write(changed, by_row)
        by_step = [(by_row[step.row] if step.kind == "new" else units.browse(step.unit), step) for step in steps]
        units._import_write_names([(unit, step) for unit, step in by_step if step.kind != "ended"])
        units._import_end(steps, end_on, reason)
        self.env["hva.unit.access"]._rebuild_reach()
        touched = {unit.id: step for unit, step in by_step if step.kind != "ended"}
        details = {unit_id: _in_brief(step) for unit_id, step in touched.items()}
        if details:
            self.env["hva.audit"]._record("unit_import", self.browse(touched), reason, details)
        return self.browse([unit.id for unit, _step in by_step])

    @api.model
    def _import_create(self, steps):
        """Create level by level, so that every parent is there. Return {row: unit}."""
        by_row, waiting = {}, list(steps)
        while waiting:
            ready = [s for s in waiting if not s.parent or s.parent[0] == "unit" or s.parent[1] in by_row]
            if not ready:
                raise UserError(
                    self.env._(
                        "Choose also the row of the unit above row %(row)s, or leave it out.", row=waiting[0].row
                    )
                )
            # the source language, or the Finnish name would also become the Swedish one of a Swedish-speaking admin
            made = self.with_context(lang="en_US").create([self._import_vals(step, by_row) for step in ready])
            by_row |= {step.row: unit for step, unit in zip(ready, made, strict=True)}
            waiting = [step for step in waiting if step.row not in by_row]
        return by_row

    @api.model
    def _import_vals(self, step, by_row):
        vals = {field: step.values[code] for field, code in PLAIN.items() if code in step.values}
        return vals | {
            "name": step.values["name_fi"],
            "parent_id": _place(step, by_row),
            "company_id": self.env.company.id,
            "service_ids": [Command.set(step.values.get("services") or [])],
        }

    @api.model
    def _import_write(self, steps, by_row):
        """Write what changes, the same for many at once where it is the same for many."""
        groups = {}
        for step in steps:
            vals = {field: step.values[code] for field, code in PLAIN.items() if code in step.values}
            if vals:
                groups.setdefault(tuple(vals.items()), []).append(step.unit)
            if "services" in step.values:
                groups.setdefault((("service_ids", step.values["services"]),), []).append(step.unit)
            if step.parent:
                groups.setdefault((("parent_id", _place(step, by_row)),), []).append(step.unit)
        for pairs, ids in groups.items():
            vals = {field: [Command.set(value)] if field == "service_ids" else value for field, value in pairs}
            self.browse(ids).write(vals)

    @api.model
    def _import_end(self, steps, end_on, reason):
        """Let units end, also those to whom the file gives a last day: their cases go to the owner of the area."""
        ended = self.browse([step.unit for step in steps if step.kind == "ended"])
        dated = self.browse([step.unit for step in steps if step.kind == "changed" and step.values.get("valid_to")])
        heir_by_parent = {
            parent: units[0]._get_heir() for parent, units in (ended | dated).grouped("parent_id").items()
        }
        for parent, units in (ended | dated).grouped("parent_id").items():
            units.write({"cases_to_id": heir_by_parent[parent].id, "handed_over_on": False})
        if ended:
            ended.write({"valid_to": end_on})
            self.env["hva.audit"]._record("unit_end", ended, reason, {"valid_to": str(end_on)})
        self._hand_over_ended()

    @api.model
    def _import_langs(self):
        """Return {name column: language it is kept in}. Without Finnish in the house, its names are the source ones."""
        has_finnish = "fi_FI" in dict(self.env["res.lang"].get_installed())
        return LANGS if has_finnish else {"name_fi": "en_US", "name_sv": "sv_SE"}

    @api.model
    def _import_write_names(self, pairs):
        """Write the names in every language of the file, one statement for all units."""
        values, langs = [], self._import_langs()
        for unit, step in pairs:
            names = {lang: step.values[name] for name, lang in langs.items() if step.values.get(name)}
            if names:
                # where nobody gave an English name, English shows the Finnish one
                values.append((unit.id, step.values.get("name_fi"), SQL("%s::jsonb", json.dumps(names))))
        if not values:
            return
        # SQL: the ORM writes a translated field one language of one record at a time
        self.env.flush_all()
        rows = SQL(", ").join(SQL("(%s, %s::text, %s)", *value) for value in values)
        self.env.cr.execute(
            SQL(
                """
                UPDATE hva_unit u
                   SET name = CASE WHEN u.name->>'en_US' = COALESCE(u.name->>%(fi)s, u.name->>'en_US')
                                        AND v.fi IS NOT NULL
                                   THEN u.name || jsonb_build_object('en_US', v.fi) ELSE u.name END || v.names
                  FROM (VALUES %(rows)s) AS v(id, fi, names)
                 WHERE u.id = v.id
                """,
                fi=langs["name_fi"],
                rows=rows,
            )
        )
        self.invalidate_model(["name", "display_name", "complete_name"])

    @api.model
    def _export_table(self, units):
        """Return (header, rows) of `units` in the layout that the import reads: texts, parents by number."""
        names = {
            "level": self._export_words("hva.unit.level", "name"),
            "municipality": self._export_words("hva.municipality", "code"),
            "services": self._export_words("hva.service", "code"),
        }
        header = [code for code, _label in COLUMNS if code not in ("business_id", "sector")]
        chosen = set(units.ids)
        rows = [_export_row(unit, header, names) for unit in self._import_units() if unit.id in chosen]
        return header, rows

    @api.model
    def _export_words(self, model, field):
        records = self.env[model].with_context(active_test=False, lang="en_US").search([])
        return {record.id: record[field] for record in records}


def _export_row(unit, header, names):
    values = unit.values | {"number": unit.id, "parent": unit.parent or ""}
    services = " ".join(names["services"][service] + ";" for service in unit.values["services"])
    values["services"] = services.removesuffix(";")
    for code in ("level", "municipality"):
        values[code] = names[code].get(values[code], "")
    return [str(values[code] or "") for code in header]


def _place(step, by_row):
    if not step.parent:
        return False
    kind, number = step.parent
    return by_row[number].id if kind == "row" else number or False


def _in_brief(step):
    """Return what the trail says of a step: field names and new values as they are stored."""
    if step.kind == "new":
        return {"row": step.row, "new": True}
    return {"row": step.row} | {column: f"{old or '-'} → {new or '-'}" for column, old, new in step.changes}
