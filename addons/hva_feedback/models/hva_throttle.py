import hashlib
import hmac
import secrets

from odoo import api, fields, models, tools
from odoo.tools import SQL

from ..tools.throttle import KEPT


class HvaThrottle(models.Model):
    """What came to the public page a moment ago, one row each, counted under a keyed hash and gone after minutes.

    Rows are only added, because two workers that raised one counter would make each other's feedback wait and start
    again. The table is not logged by PostgreSQL (no write-ahead log, empty after a crash, not on a replica), for losing
    it loses nothing.
    No address is stored: the hash's key is made anew each day and forgotten after it.
    """

    _name = "hva.throttle"
    _description = "Recent requests of the public page"
    _log_access = False

    key_hash = fields.Char(required=True)
    at = fields.Datetime(required=True, index=True)

    _key_at_ix = models.Index("(key_hash, at)")

    def init(self):
        result = super().init()
        make_unlogged(self.env.cr, self._table)
        return result

    @api.model
    def _note(self, what, within):
        """Add one row for `what` and return the moments of those before it within the timedelta, oldest first."""
        now = self.env["hva.clock"]._now()
        rows = self.env.execute_query(  # SQL: a sent form waits for it, so one statement does both
            SQL(
                """WITH noted AS (INSERT INTO hva_throttle (key_hash, at) VALUES (%(key)s, %(now)s))
                   SELECT at FROM hva_throttle WHERE key_hash = %(key)s AND at > %(since)s ORDER BY at""",
                key=self._hash(what),
                now=now,
                since=now - within,
            )
        )
        return [at for (at,) in rows]

    @api.model
    def _moments(self, what, within):
        """Return the moments of the rows of `what` within the timedelta, oldest first."""
        since = self.env["hva.clock"]._now() - within
        return self.search([("key_hash", "=", self._hash(what)), ("at", ">", since)], order="at").mapped("at")

    @api.model
    def _count(self, what, within):
        """Return how many rows there are of `what` within the timedelta; on a replica, which has none of them, 0."""
        if self._is_on_replica():
            return 0
        since = self.env["hva.clock"]._now() - within
        return self.search_count([("key_hash", "=", self._hash(what)), ("at", ">", since)])

    @api.model
    def _is_on_replica(self):
        # SQL: an unlogged table cannot even be asked there
        return self.env.cr.readonly and self.env.execute_query(SQL("SELECT pg_is_in_recovery()"))[0][0]

    @api.model
    def _add(self, whats):
        """Add a row for each."""
        now = self.env["hva.clock"]._now()
        return self.create([{"key_hash": self._hash(what), "at": now} for what in whats])

    @api.model
    def _hash(self, what):
        """Return what stands for `what` today. Where only reading is possible and today has no secret yet: ""."""
        secret = self._day_secret(self.env["hva.clock"]._now().date())
        return hmac.new(secret.encode(), what.encode(), hashlib.sha256).hexdigest()[:32] if secret else ""

    @api.model
    def _day_secret(self, day):
        """Return the secret of a day, the same for all workers: whoever first has to write makes it."""
        known = self._known_secrets()
        if day not in known:
            if not self.env.cr.readonly:
                with self.env.registry.cursor() as cr:  # at once, so that a form that is refused does not take it back
                    cr.execute(
                        "INSERT INTO hva_throttle_key (day, secret) VALUES (%s, %s) ON CONFLICT (day) DO NOTHING",
                        [day, secrets.token_hex(32)],
                    )
            with self.env.registry.cursor(readonly=self.env.cr.readonly) as cr:
                cr.execute("SELECT secret FROM hva_throttle_key WHERE day = %s", [day])
                row = cr.fetchone()
            if not row:
                return ""
            known[day] = row[0]
        return known[day]

    @api.model
    @tools.ormcache()
    def _known_secrets(self):
        return {}

    @api.model
    def _cron_forget(self):
        """Delete what is older than anything looks back, and the keys of days that are over."""
        now = self.env["hva.clock"]._now()
        self.search([("at", "<", now - KEPT)]).unlink()
        self.env["hva.throttle.key"].search([("day", "<", now.date())]).unlink()


class HvaThrottleKey(models.Model):
    """The secret of one day (UTC) under which requests are counted. Without it yesterday's hashes say nothing."""

    _name = "hva.throttle.key"
    _description = "Secret of a day"
    _log_access = False

    day = fields.Date(required=True)
    secret = fields.Char(required=True)

    _day_uniq = models.UniqueIndex("(day)")

    def init(self):
        result = super().init()
        make_unlogged(self.env.cr, self._table)
        return result


def make_unlogged(cr, table):
    """Take a table out of PostgreSQL's write-ahead log."""
    cr.execute("SELECT relpersistence FROM pg_class WHERE oid = %s::regclass", [table])
    if cr.fetchone()[0] != "u":
        cr.execute(SQL("ALTER TABLE %s SET UNLOGGED", SQL.identifier(table)))
