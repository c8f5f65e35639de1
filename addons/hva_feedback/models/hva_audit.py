from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.codes_tables import AUDIT_ACTIONS, codes
from ..tools.redaction import redact


class HvaAudit(models.Model):
    """The audit trail: who did what to which record, when and why. Rows are added and never changed.

    Writing and deleting are refused here and, for whoever comes by another door, by a trigger in the database; only
    retention takes away days that are sealed (`hva.audit.seal`). People and units that the trail names cannot be
    deleted: archive them.
    """

    _name = "hva.audit"
    _description = "Audit trail"
    _log_access = False  # `at` and `user_id` say it, by the house clock
    _order = "id desc"

    at = fields.Datetime("Time", required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", "Person", required=True, readonly=True, index=True, ondelete="restrict")
    action = fields.Selection(list(AUDIT_ACTIONS), "Act", required=True, readonly=True, index=True)
    model = fields.Char("Kind of record", required=True, readonly=True)
    res_id = fields.Many2oneReference("Number of the record", model_field="model", readonly=True)
    record_name = fields.Char("Record", compute="_compute_record_name")
    unit_id = fields.Many2one("hva.unit", readonly=True, index=True, ondelete="restrict")
    reason = fields.Char(readonly=True)
    details = fields.Json("Facts", readonly=True)
    details_text = fields.Text("Details", compute="_compute_details_text")

    _record_index = models.Index("(model, res_id)")

    @api.depends("model", "res_id")
    def _compute_record_name(self):
        """Name the record as far as the reader may see it, else its kind and number."""
        for model, rows in self.grouped("model").items():
            known = model in self.env
            label = self.env["ir.model"]._get(model).name if known else model  # an addon may be gone
            records = self.env[model].browse(rows.mapped("res_id")).exists() if known else self.browse()
            names = {record.id: record.display_name for record in records._filtered_access("read")}
            for row in rows:
                number = f"{label} {row.res_id}" if row.res_id else label
                row.record_name = names.get(row.res_id, number)

    @api.depends("details")
    def _compute_details_text(self):
        for row in self:
            row.details_text = "\n".join(f"{name}: {value}" for name, value in (row.details or {}).items())

    @api.model
    def _record(self, action, records, reason="", details=None):
        """Add one row per record of `records`; for an act without a record, pass the empty model and get one row.

        `action` is a code of `tools.codes_tables.AUDIT_ACTIONS` (ValueError otherwise). `details` is a flat dict of
        JSON values, the same for all rows, or {record id: such a dict}. Neither it nor `reason` may hold personal data
        or a giver's words; what looks like an identity code, a phone number or an address in `reason` is masked.
        The unit is the record itself, its unit visited, or its unit. Works for any user, public ones too.
        """
        if action not in codes(AUDIT_ACTIONS):
            raise ValueError(f"{action} is not an act of the audit trail")
        details = details or {}
        of_each = details if details and all(isinstance(key, int) for key in details) else {}
        common = {
            "at": self.env["hva.clock"]._now(),
            "user_id": self.env.uid,
            "action": action,
            "model": records._name,
            "reason": redact(reason or "").text or False,
        }
        units = self._get_units(records)
        # sudo: nobody writes here by hand, and everybody's acts are written
        return self.sudo().create(
            [
                common
                | {
                    "res_id": record_id,
                    "unit_id": units.get(record_id),
                    "details": (of_each.get(record_id) if of_each else details) or False,
                }
                for record_id in records.ids or [False]
            ]
        )

    @api.model
    def _get_units(self, records):
        """Return {record id: unit id or False}."""
        if records._name == "hva.unit":
            return {record.id: record.id for record in records}
        name = next((name for name in ("hva_unit_id", "unit_id") if name in records._fields), None)
        return {record.id: record[name].id for record in records.sudo()} if name else {}  # sudo: as in _record

    def write(self, vals):
        self._refuse()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        self._refuse()

    def _refuse(self):
        if self:
            raise UserError(self.env._("The audit trail cannot be changed."))

    def action_open_record(self):
        """Open the record that the row is about, by the reader's own rights."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------------ the lock in the database

    def init(self):
        """Let the database itself refuse what the ORM refuses, whoever asks."""
        # SQL: Odoo knows no triggers. Rows one by one: an update that meets no row (a new column) is no change.
        self._drop_lock()
        self.env.cr.execute(
            """
            CREATE FUNCTION hva_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    -- retention: the seal of the day says that its rows are taken away, and stays
                    IF EXISTS (SELECT FROM hva_audit_seal s WHERE s.day = OLD.at::date AND s.purged_on IS NOT NULL) THEN
                        RETURN OLD;
                    END IF;
                END IF;
                RAISE EXCEPTION 'the audit trail cannot be changed' USING ERRCODE = 'integrity_constraint_violation';
            END $$;
            CREATE TRIGGER hva_audit_rows BEFORE UPDATE OR DELETE ON hva_audit
                FOR EACH ROW EXECUTE FUNCTION hva_audit_refuse();
            CREATE TRIGGER hva_audit_table BEFORE TRUNCATE ON hva_audit
                FOR EACH STATEMENT EXECUTE FUNCTION hva_audit_refuse();
            """
        )

    @api.model
    def _drop_lock(self):
        """Take function and triggers away: before they are made anew, and for good when the addon goes."""
        # SQL: as in init
        self.env.cr.execute(SQL("DROP FUNCTION IF EXISTS hva_audit_refuse() CASCADE"))
