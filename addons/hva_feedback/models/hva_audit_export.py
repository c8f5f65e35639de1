import json

from odoo import api, models

from ..tools.seals import FIELDS, row_digest
from ..tools.table_file import write_csv

SEAL = ("day", "row_count", "rows_digest", "previous_digest", "digest")
COLUMNS = ("kind", *FIELDS, "login", *SEAL)


class HvaAudit(models.Model):
    """The trail as a file: a copy elsewhere is what stands against somebody who owns this database."""

    _inherit = "hva.audit"

    @api.model
    def _export_file(self, first, before, kind):
        """Return rows and seals of the days from `first` to before `before` as "jsonl" or "csv", and note it here.

        Each row is {"kind": "row", its fields, "login", "digest"}, each sealed day {"kind": "seal", ...}: `tools.seals`
        says how one follows from the other. Of a row of another county only number, time and digest are given.
        """
        lines = [*self._export_rows_of(first, before), *self._export_seals_of(first, before)]
        count = sum(line["kind"] == "row" for line in lines)
        details = {"first": str(first), "before": str(before), "rows": count, "kind": kind}
        self._record("audit_export", self.browse(), details=details)
        if kind == "csv":
            return write_csv(COLUMNS, [[_cell(line.get(name)) for name in COLUMNS] for line in lines])
        return "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines).encode()

    @api.model
    def _export_rows_of(self, first, before):
        readable = set(self.search([("at", ">=", first), ("at", "<", before)]).ids)
        people = {}
        for row in self.env["hva.audit.seal"]._rows(first, before):
            line = {"kind": "row", "digest": row_digest(row)}
            if row["id"] not in readable:
                yield line | {"id": row["id"], "at": row["at"]}
                continue
            user_id = row["user_id"]
            if user_id not in people:
                people[user_id] = self.env["res.users"].sudo().browse(user_id).login  # sudo: also who has left
            yield line | row | {"login": people[user_id]}

    @api.model
    def _export_seals_of(self, first, before):
        for seal in self.env["hva.audit.seal"].search([("day", ">=", first), ("day", "<", before)], order="day"):
            yield {"kind": "seal"} | {name: seal[name] for name in SEAL} | {"day": str(seal.day)}


def _cell(value):
    if value is None or value is False:
        return ""
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if isinstance(value, dict) else str(value)
