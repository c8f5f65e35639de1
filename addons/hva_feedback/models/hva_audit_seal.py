from collections import defaultdict
from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.seals import FIELDS, START, Seal, find_breaks, row_digest, rows_digest, seal

MOST_DAYS = 400  # sealed in one go, when the job has not run for long
GRACE = timedelta(minutes=5)  # by which clocks of two servers may differ


class HvaAuditSeal(models.Model):
    """One sealed day of the audit trail (UTC), which holds the seal of the day before: `tools.seals` says how.

    Made by the nightly job, never changed. Retention of the trail takes the rows of a day away and leaves its seal,
    marked; the chain can be followed for ever.
    """

    _name = "hva.audit.seal"
    _description = "Seal of the audit trail"
    _log_access = False
    _order = "day desc"

    day = fields.Date("Day (UTC)", required=True, readonly=True)
    row_count = fields.Integer("Rows", required=True, readonly=True, aggregator=None)
    rows_digest = fields.Char("Digest of the rows", required=True, readonly=True)
    previous_digest = fields.Char("Seal before", required=True, readonly=True)
    digest = fields.Char("Seal", required=True, readonly=True)
    sealed_at = fields.Datetime("Sealed", required=True, readonly=True)
    purged_on = fields.Date("Rows taken away", readonly=True)

    _day_uniq = models.UniqueIndex("(day)", "A day is sealed once.")

    @api.depends("day")
    def _compute_display_name(self):
        for each in self:
            each.display_name = str(each.day or "")

    # ------------------------------------------------------------------ sealing

    @api.model
    def _cron_seal(self):
        """Nightly: seal the days that are over."""
        self._seal_days()

    @api.model
    def _seal_days(self):
        """Seal every day up to yesterday that has no seal, in order, and return the new seals.

        A day whose last writers may still be at work is left for the next run: a row that a long transaction commits
        afterwards would break the chain.
        """
        today = self.env["hva.clock"]._now().date()
        if self._has_writers_before(datetime.combine(today, time.min)):
            return self.browse()
        last = self.search([], limit=1)
        day = last.day + timedelta(days=1) if last else self._first_day(today)
        previous = last.digest or START
        values = []
        found = self._found_digests(day, today)
        while day < today and len(values) < MOST_DAYS:
            count, digest = found.get(day, rows_digest(()))
            values.append({
                "day": day, "row_count": count, "rows_digest": digest, "previous_digest": previous,
                "digest": seal(previous, day, count, digest), "sealed_at": self.env["hva.clock"]._now(),
            })  # fmt: skip
            previous, day = values[-1]["digest"], day + timedelta(days=1)
        return self.sudo().create(values)  # sudo: nobody makes seals by hand

    @api.model
    def _first_day(self, today):
        [(first,)] = self.env.execute_query(SQL("SELECT min(at)::date FROM hva_audit"))
        return first or today

    @api.model
    def _has_writers_before(self, moment):
        """Tell whether a transaction is open that began before `moment`, UTC, and may still write to that day."""
        # SQL: what PostgreSQL alone knows. Of this database only, and not of us who ask.
        [(is_so,)] = self.env.execute_query(
            SQL(
                """SELECT EXISTS (SELECT FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
                      AND xact_start < %s AT TIME ZONE 'UTC')""",
                moment + GRACE,
            )
        )
        return is_so

    @api.model
    def _found_digests(self, first, before):
        """Return day -> (count, digest) of the rows that are there, from `first` to the day before `before`."""
        digests = defaultdict(list)
        for row in self._rows(first, before):
            digests[row["at"][:10]].append(row_digest(row))
        return {fields.Date.to_date(day): rows_digest(each) for day, each in digests.items()}

    @api.model
    def _rows(self, first, before):
        """Yield the rows of the days from `first` to before `before` in the order of their ids, as they are sealed."""
        self.env["hva.audit"].flush_model()
        columns = SQL(", ").join(SQL.identifier(name) for name in FIELDS)
        for number in range((before - first).days):  # day by day: a year may be a million rows
            day = first + timedelta(days=number)
            query = SQL(
                "SELECT %s FROM hva_audit WHERE at >= %s AND at < %s ORDER BY id", columns, day, day + timedelta(days=1)
            )
            for row in self.env.execute_query(query):  # SQL: as stored, whoever asks
                values = dict(zip(FIELDS, row, strict=True))
                yield values | {"at": fields.Datetime.to_string(values["at"])}

    # ------------------------------------------------------------------ checking

    @api.model
    def _check(self):
        """Return where the chain breaks: list of (day, code of `tools.seals.Break`), oldest first."""
        # sudo: the check looks at all, whoever may start it
        rows = self.sudo().search([], order="day")
        if not rows:
            return []
        seals = [
            Seal(row.day, row.row_count, row.rows_digest, row.previous_digest, row.digest, bool(row.purged_on))
            for row in rows
        ]
        found = self._found_digests(seals[0].day, seals[-1].day + timedelta(days=1))
        return find_breaks(seals, found, self._proven_until())

    @api.model
    def _proven_until(self):
        """Return the last day of which the trail itself says that retention took its rows away, or None."""
        rows = self.env["hva.audit"].sudo().search([("action", "=", "audit_purge")])  # sudo: as in _check
        days = [row.details["until"] for row in rows if (row.details or {}).get("until")]
        return fields.Date.to_date(max(days)) if days else None

    def _break_in_words(self, code):
        return {
            "rows_changed": self.env._("rows were changed"),
            "count_changed": self.env._("rows were removed or added"),
            "seal_changed": self.env._("the seal was changed"),
            "chain_broken": self.env._("it does not follow from the seal before"),
            "day_missing": self.env._("the seal of the day before is missing"),
            "gone_without_proof": self.env._("rows were taken away, and nothing on the trail says why"),
        }[code]

    def action_check(self):
        """Check the whole chain, whichever days are chosen, say where it breaks, and leave the result on the trail."""
        self.check_access("read")
        breaks = self._check()
        count = self.search_count([])
        details = {"days": count, "breaks": ", ".join(f"{day} {code}" for day, code in breaks[:20]) or "none"}
        self.env["hva.audit"]._record("audit_check", self.browse(), details=details)
        if breaks:
            places = "\n".join(f"{day}: {self._break_in_words(code)}" for day, code in breaks[:20])
            message = self.env._("The audit trail does not match its seals:\n%(places)s", places=places)
        elif count:
            message = self.env._("All %(count)s sealed days are as they were sealed.", count=str(count))
        else:
            message = self.env._("No day is sealed yet")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if breaks else "success", "message": message, "sticky": bool(breaks),
            },
        }  # fmt: skip

    # ------------------------------------------------------------------ retention

    @api.model
    def _purge(self, until, limit=31):
        """Take away the rows of sealed days up to `until`, at most `limit` days at a time. Return how many rows went.

        The seals stay and say so, and a row of the trail, sealed in its turn, says up to when and how many.
        """
        # sudo: nobody marks seals by hand
        seals = self.sudo().search([("day", "<=", until), ("purged_on", "=", False)], order="day", limit=limit)
        if not seals:
            return 0
        seals.purged_on = self.env["hva.clock"]._today()
        self.env.flush_all()
        # SQL: the ORM deletes nothing from the trail; the trigger lets pass what the seals have just released
        self.env.cr.execute(SQL("DELETE FROM hva_audit WHERE at < %s AND at >= %s", *_span(seals)))
        count = self.env.cr.rowcount
        self.env["hva.audit"].invalidate_model()
        details = {"until": str(seals[-1].day), "rows": count}
        self.env["hva.audit"]._record("audit_purge", self.browse(), details=details)
        return count

    # ------------------------------------------------------------------ the lock

    def write(self, vals):
        if self and set(vals) != {"purged_on"}:
            raise UserError(self.env._("The audit trail cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        if self:
            raise UserError(self.env._("The audit trail cannot be changed."))

    def init(self):
        """Let the database refuse it too: a seal only ever learns that its rows were taken away."""
        # SQL: Odoo knows no triggers
        self._drop_lock()
        self.env.cr.execute(
            """
            CREATE FUNCTION hva_audit_seal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    IF OLD.purged_on IS NULL AND NEW.purged_on IS NOT NULL AND (
                        NEW.id, NEW.day, NEW.row_count, NEW.rows_digest, NEW.previous_digest, NEW.digest, NEW.sealed_at
                    ) = (
                        OLD.id, OLD.day, OLD.row_count, OLD.rows_digest, OLD.previous_digest, OLD.digest, OLD.sealed_at
                    ) THEN RETURN NEW; END IF;
                END IF;
                RAISE EXCEPTION 'the audit trail cannot be changed' USING ERRCODE = 'integrity_constraint_violation';
            END $$;
            CREATE TRIGGER hva_audit_seal_rows BEFORE UPDATE OR DELETE ON hva_audit_seal
                FOR EACH ROW EXECUTE FUNCTION hva_audit_seal_refuse();
            CREATE TRIGGER hva_audit_seal_table BEFORE TRUNCATE ON hva_audit_seal
                FOR EACH STATEMENT EXECUTE FUNCTION hva_audit_seal_refuse();
            """
        )

    @api.model
    def _drop_lock(self):
        # SQL: as in init
        self.env.cr.execute(SQL("DROP FUNCTION IF EXISTS hva_audit_seal_refuse() CASCADE"))


def _span(seals):
    """Return the end and the beginning of the time of `seals`, which follow each other."""
    return seals[-1].day + timedelta(days=1), seals[0].day
