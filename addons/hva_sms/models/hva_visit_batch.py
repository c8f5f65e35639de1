from collections import Counter
from dataclasses import dataclass
from typing import Any

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from ..tools import visit_rows
from ..tools.visit_rows import RowResult

COUNTED = visit_rows.RESULTS


@dataclass(frozen=True)
class Receipt:
    """What a door answers. `failure`: why the whole delivery was refused, or None; `is_repeat`: it had come before.

    `batch` is empty when the name was taken by other content, which is failure `conflict`.
    """

    batch: Any
    results: list[RowResult]
    failure: str | None = None
    is_repeat: bool = False

    @property
    def summary(self) -> str:
        """How many rows had which result, for a log."""
        counts = Counter(each.result for each in self.results)
        words = ", ".join(f"{counts[name]} {name}" for name in COUNTED)
        return f"{words} ({self.failure})" if self.failure else words


class HvaVisitBatch(models.Model):
    """One delivery of visits: what came, and the answer that was given row by row.

    The answer is kept without event ids, which are in the file: the same file again gets the same answer.
    """

    _name = "hva.visit.batch"
    _description = "Delivery of visits"
    _log_access = False
    _order = "received_at desc, id desc"

    name = fields.Char("Batch", required=True, readonly=True, help="The source's name of the batch; a file's name.")
    source_system = fields.Char(required=True, readonly=True)
    content_hash = fields.Char(required=True, readonly=True, groups="base.group_system")
    received_at = fields.Datetime(required=True, readonly=True)
    failure_code = fields.Selection(list(visit_rows.FATALS.items()), string="Could not be read", readonly=True)
    row_count = fields.Integer("Rows", readonly=True)
    accepted_count = fields.Integer("Accepted", readonly=True)
    updated_count = fields.Integer("Updated", readonly=True)
    duplicate_count = fields.Integer("Come before", readonly=True)
    skipped_count = fields.Integer("Skipped", readonly=True)
    rejected_count = fields.Integer("Rejected", readonly=True)
    non_disclosure_count = fields.Integer("Non-disclosure", readonly=True, help="Counted, and nothing else is kept.")
    results = fields.Json(readonly=True, groups="base.group_system")  # [[line, result, code, field]]

    _batch_uniq = models.UniqueIndex("(source_system, name)", "This batch has already come.")

    @api.model
    def _receive(self, source_system, name, parsed):
        """Take in a delivery from whichever door and return a `Receipt`.

        Repeating is safe: a batch that has come is not read again but gets its stored answer, and the same name with
        other content is refused with `conflict`. A batch that could not be read at all may be sent again corrected.

        :param parsed: `tools.visit_rows.ParsedFile`
        :raises PersonKeyError: before anything is stored
        :raises psycopg2.errors.SerializationFailure: when the same name arrives at two doors in the same moment; the
            second try finds what the other one stored
        """
        secret = self.env["hva.person.key"]._secret()
        content_hash = self.env["hva.person.key"]._hmac("content", parsed.digest, secret)
        batch = self.sudo()._find(source_system, name)  # sudo: the door has checked who brings it
        if batch and batch.content_hash == content_hash:
            return Receipt(batch, batch._stored_results(parsed), batch.failure_code or None, is_repeat=True)
        if batch and not batch.failure_code:
            return Receipt(self.browse(), [RowResult(0, None, "rejected", "conflict")], "conflict")
        values = {
            "content_hash": content_hash,
            "received_at": self.env["hva.clock"]._now(),
            "failure_code": parsed.fatal,
        }
        if batch:
            batch.write(values)
        else:
            batch = self.sudo()._open({**values, "source_system": source_system, "name": name})  # sudo: as above
        return Receipt(batch, batch._take_in(parsed, secret), parsed.fatal)

    @api.model
    def _find(self, source_system, name):
        """Return the batch of that name from that source, which may be empty."""
        return self.search([("source_system", "=", source_system), ("name", "=", name)])

    @api.model
    def _open(self, values):
        """Create a batch, or find out that another transaction is just creating it.

        A plain insert would end in an error of uniqueness, which nobody tries again.
        """
        self.env["hva.sms.job"]._execute_unlogged(
            SQL(
                """INSERT INTO hva_visit_batch (source_system, name, content_hash, received_at, failure_code)
                   VALUES (%(source_system)s, %(name)s, %(content_hash)s, %(received_at)s, %(failure_code)s)
                   ON CONFLICT (source_system, name) DO NOTHING RETURNING id""",
                **values,
            )
        )
        if not self.env.cr.rowcount:
            raise ConcurrencyError("this batch is being received elsewhere")
        return self.browse(self.env.cr.fetchone()[0])

    def _take_in(self, parsed, secret):
        """Store the rows of a parsed file and count what became of them."""
        if parsed.fatal:
            results = [RowResult(0, None, "rejected", parsed.fatal, parsed.fatal_field)]
        else:
            refused = [RowResult(each.line, each.event_id, "rejected", each.code, each.field) for each in parsed.errors]
            taken = self.env["hva.visit"]._take_in(self, parsed.rows, secret)
            results = sorted(refused + taken, key=lambda result: result.line)
        counts = {f"{name}_count": sum(result.result == name for result in results) for name in COUNTED}
        self.write(
            {
                **counts,
                "row_count": len(parsed.rows) + len(parsed.errors),
                "non_disclosure_count": sum(result.code == "non_disclosure" for result in results),
                "results": [[result.line, result.result, result.code, result.field] for result in results],
            }
        )
        return results

    def _stored_results(self, parsed=None):
        """Return the answer given before; with event ids only when what came is at hand again as `parsed`."""
        event_ids = {row.line: row.event_id for row in [*parsed.rows, *parsed.errors]} if parsed else {}
        return [RowResult(line, event_ids.get(line), *rest) for line, *rest in self.results or []]
