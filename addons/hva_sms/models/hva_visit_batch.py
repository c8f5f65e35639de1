import hashlib

from odoo import api, fields, models

from ..tools import visit_rows
from ..tools.visit_rows import RowResult

COUNTED = visit_rows.RESULTS


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
    def _receive(self, source_system, name, data):
        """Take in a delivery and return (results, code): `RowResult`s, and why the whole file was refused or None.

        Repeating is safe: a batch that has come is not read again but gets its stored answer, and the same name with
        other content is refused with `conflict`. A batch that could not be read at all may be sent again corrected.

        :param data: the file as bytes
        :raises PersonKeyError: before anything is stored
        """
        secret = self.env["hva.person.key"]._secret()
        parsed = visit_rows.parse_csv(data)
        content_hash = self.env["hva.person.key"]._hmac("content", hashlib.sha256(data).hexdigest(), secret)
        batch = self.sudo().search([("source_system", "=", source_system), ("name", "=", name)])  # sudo: job
        if batch and batch.content_hash == content_hash:
            return batch._stored_results(parsed), batch.failure_code or None
        if batch and not batch.failure_code:
            return [RowResult(0, None, "rejected", "conflict")], "conflict"
        values = {
            "content_hash": content_hash,
            "received_at": self.env["hva.clock"]._now(),
            "failure_code": parsed.fatal,
        }
        if batch:
            batch.write(values)
        else:
            batch = self.sudo().create([{**values, "source_system": source_system, "name": name}])  # sudo: job
        return batch._take_in(parsed, secret), parsed.fatal

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

    def _stored_results(self, parsed):
        """Return the answer given before, with the event ids of the file that came again."""
        event_ids = {row.line: row.event_id for row in [*parsed.rows, *parsed.errors]}
        return [RowResult(line, event_ids.get(line), *rest) for line, *rest in self.results or []]
