import json
import logging
import os
from pathlib import Path

from odoo import api, fields, models
from odoo.tools import config
from odoo.tools.sql import table_exists

from ..tools import sending
from ..tools.sending import Mark

_logger = logging.getLogger(__name__)

FOLDER = "hva_sms"  # in Odoo's data directory, outside the database


class HvaSending(models.Model):
    """A restored backup sends nothing: what is due in it may have been sent since it was made (decision 0063).

    The database knows the place where it last sent: PostgreSQL's system identifier, its timeline and the database's
    oid. A dump that is restored has another oid or another server, a promoted standby or a point-in-time recovery
    another timeline. A disk that is put back has all three unchanged; that is seen by a mark outside the database,
    which counts claims and has come further than the database says.
    """

    _inherit = "hva.sending"

    place = fields.Char(readonly=True, groups="base.group_system")

    def init(self):
        """Make the counter of claims. It goes with the table.

        A sequence, because it is never locked by a sender, and never goes back by itself.
        """
        if table_exists(self.env.cr, self._table):  # not while only an addon above this one is updated
            self.env.cr.execute("CREATE SEQUENCE IF NOT EXISTS hva_sending_claims OWNED BY hva_sending.id")

    @api.model
    def _why_moved(self) -> str:
        """Return "elsewhere" or "earlier" when this is not the place and time of the last sending, else ""."""
        here = self._get_mark()
        # sudo: the place is a secret to nobody who could use it, and not for eyes
        return sending.moved(self._get().sudo().place or "", here, self._read_outside())

    @api.model
    def _get_mark(self) -> Mark:
        """Return where this database is, and how far its counter of claims has come."""
        # SQL: facts of the server. Every role may read them.
        self.env.cr.execute(
            """SELECT concat_ws('/', system_identifier, timeline_id, oid),
                      CASE WHEN is_called THEN last_value ELSE 0 END
                 FROM pg_control_system(), pg_control_checkpoint(), pg_database, hva_sending_claims
                WHERE datname = current_database()"""
        )
        return Mark(*self.env.cr.fetchone())

    @api.model
    def _count_claim(self):
        """Count a claim and remember the place where it was made. Call it in the transaction of the claim."""
        # SQL: a sequence waits for nobody
        self.env.cr.execute("SELECT nextval('hva_sending_claims')")
        page = self._get().sudo()  # sudo: as in _why_moved
        if not page.place:
            page.place = self._get_mark().place

    @api.model
    def _write_outside(self):
        """Write the mark outside the database. Call it when the claim is committed: it must never be ahead of that."""
        path = self._get_outside_path()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            mark = self._get_mark()
            draft = path.with_suffix(f".{os.getpid()}.tmp")
            draft.write_text(json.dumps({"place": mark.place, "claims": mark.claims}))
            draft.replace(path)
        except OSError as error:
            _logger.error("%s cannot be written, so a disk that is put back would not be seen: %s", path, error)

    @api.model
    def _read_outside(self) -> Mark:
        try:
            stored = json.loads(self._get_outside_path().read_text())
            return Mark(str(stored["place"]), int(stored["claims"]))
        except (OSError, ValueError, KeyError, TypeError):
            return Mark()

    @api.model
    def _get_outside_path(self) -> Path:
        return Path(config["data_dir"]) / FOLDER / f"{self.env.cr.dbname}.json"

    def _confirm_place(self, reason, send_waiting):
        """Let this database send from here on.

        :param send_waiting: whether what waits in it is sent; otherwise it is given up, because it may have been sent
            after the backup was made
        """
        self._check_role()
        why = self._why_moved()
        waiting = self.env["hva.invitation"].sudo().search([("state", "in", ("due", "claimed"))])  # sudo: the role
        visits = self.env["hva.visit"].sudo().search([("state", "=", "new")])
        details = {"why": why, "invitations": len(waiting), "visits": len(visits), "sent": bool(send_waiting)}
        if not send_waiting:
            waiting.filtered(lambda invitation: invitation.state == "due")._move("expired", "restored")
            visits._move_decided("restored")
        self.sudo().place = self._get_mark().place
        self._write_outside()
        self.env["hva.audit"]._record("sending_confirmed", self, reason, details)
        self.env["hva.sms.job"]._wake("dispatch")


class HvaVisit(models.Model):
    _inherit = "hva.visit"

    reason = fields.Selection(
        selection_add=[("restored", "It waited in a backup that was restored")], ondelete={"restored": "set null"}
    )

    @api.model
    def _cron_evaluate(self, *args, **kwargs):
        """Decide nothing in a restored database: its visits may have been decided, and asked about, elsewhere."""
        if why := self.env["hva.sending"]._why_moved():
            _logger.warning("no visit is decided: this database may be a restored one (%s)", why)
            return None
        return super()._cron_evaluate(*args, **kwargs)
