import logging
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.hva_sms.tools.person_hash import PersonKeyError

from ..gateways.lake_files import NoFolder, NoParquet
from ..gateways.lake_put import BadAddress, PutRefused
from ..tools.lake_manifest import ManifestError

_logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
WAIT_MINUTES = 15
STATES = [
    ("waiting", "Waiting"),
    ("running", "Running"),
    ("done", "Done"),
    ("partly", "Partly done"),
    ("failed", "Failed"),
]
MOVES = {
    "waiting": {"running", "failed"},
    "running": {"done", "partly", "waiting", "failed"},
    "failed": {"waiting"},
    "done": set(),
    "partly": set(),
}
REASONS = [
    ("no_folder", "The folder is not set or not there"),
    ("disk", "The files could not be written"),
    ("no_key", "The key for pseudonyms is missing"),
    ("no_parquet", "Parquet is asked for and pyarrow is not installed"),
    ("address", "The address cannot be used"),
    ("not_taken", "The other end did not take the files"),
    ("strange_manifest", "The folder holds a manifest that is not ours"),
    ("not_made", "Something unexpected happened; the server's log says what"),
]
# what may go wrong, and the reason it is told by
FAILURES = [
    (NoFolder, "no_folder"),
    (PersonKeyError, "no_key"),
    (NoParquet, "no_parquet"),
    (BadAddress, "address"),
    (PutRefused, "not_taken"),
    (ManifestError, "strange_manifest"),
    (OSError, "disk"),
]
NEVER_BETTER = {"no_parquet", "strange_manifest"}  # trying again by itself changes nothing


class HvaExportRun(models.Model):
    """One delivery to a data lake.

    waiting -> running   the job took it
    running -> done      the manifest is in its place
            -> partly    the same, without a part that could not go; administrators and IT are told
            -> waiting   something went wrong; it is tried again, three times in all
            -> failed    administrators and IT are told
    failed -> waiting    by hand

    A run goes in steps, each in a transaction of its own. Whatever kills it, files that are made stay staged and the
    next run takes them over; until the new manifest is there the lake is what the old one says.
    """

    _name = "hva.export.run"
    _description = "Delivery to a data lake"
    _log_access = False
    _order = "id desc"

    definition_id = fields.Many2one(
        "hva.export", string="Export", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="definition_id.company_id", string="County")
    kind = fields.Selection([("schedule", "By schedule"), ("hand", "By hand")], "Run", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Started by", readonly=True, ondelete="set null")
    number = fields.Integer("Delivery", readonly=True, aggregator=None)
    state = fields.Selection(STATES, required=True, readonly=True, default="waiting")
    state_at = fields.Datetime("Since", readonly=True, default=lambda self: self.env["hva.clock"]._now())
    started_at = fields.Datetime("Started", readonly=True)
    next_try_at = fields.Datetime("Tried again", readonly=True)
    attempts = fields.Integer(readonly=True, default=0, aggregator=None)
    has_tables = fields.Boolean(readonly=True)
    reason = fields.Selection(REASONS, readonly=True)
    detail = fields.Char(readonly=True)
    row_count = fields.Integer("Rows", readonly=True, aggregator="sum")
    file_count = fields.Integer("New files", readonly=True, aggregator="sum")
    byte_count = fields.Integer("Bytes", readonly=True, aggregator="sum")
    left_count = fields.Integer("Still to do", readonly=True, aggregator=None)  # months to make, or files to hand over
    removed_count = fields.Integer("Files removed", readonly=True, aggregator="sum")
    manifest_sha256 = fields.Char("SHA-256 of the manifest", readonly=True)
    file_ids = fields.One2many("hva.export.file", "run_id", string="Files", readonly=True)

    _open_ix = models.Index("(id) WHERE state IN ('waiting', 'running')")

    @api.depends("number", "definition_id")
    def _compute_display_name(self):
        for run in self:
            name = run.definition_id.name or ""
            run.display_name = f"{name}, {run.number}" if run.number else name

    # ------------------------------------------------------------------ actions

    def action_try_again(self):
        """Let failed runs go on where they stopped."""
        self.check_access("read")
        self.definition_id.check_access("write")
        for run in self.sudo().filtered(lambda run: run.state == "failed"):  # sudo: runs are changed by their buttons
            run._move("waiting", attempts=0, next_try_at=False, reason=False, detail=False)
            run.definition_id._queue("hand")

    # ------------------------------------------------------------------ business

    def _move(self, target, **values):
        """Move to `target` where the order of states allows it, with other `values`."""
        movable = self.filtered(lambda run: target in MOVES[run.state])
        if ignored := self - movable:
            _logger.info("deliveries %s not moved to %s", ignored.ids, target)
        movable.write({"state": target, "state_at": self.env["hva.clock"]._now(), **values})
        return movable

    @api.model
    def _say_moved(self, why):
        _logger.warning("nothing goes to the data lake: this database may be a restored one (%s)", why)

    @api.model
    def _get_open(self):
        """Return the runs whose time it is, the oldest first. An archived export delivers nothing."""
        now = self.env["hva.clock"]._now()
        domain = [("state", "in", ("waiting", "running")), "|", ("next_try_at", "=", False), ("next_try_at", "<=", now)]
        return self.search([("definition_id.active", "=", True), *domain], order="id")

    def _step(self):
        """Do one step of this run, in the caller's transaction; return whether there is more to do.

        Whoever else works for the same export at this moment is not waited for. What goes wrong is written down.
        """
        self.ensure_one()
        if not self.definition_id.try_lock_for_update():
            return False
        try:
            with self.env.cr.savepoint():
                return self._do_next()
        except Exception as error:
            self.env.invalidate_all()
            reason = next((code for kind, code in FAILURES if isinstance(error, kind)), "not_made")
            if reason == "not_made":
                _logger.exception("delivery %s to the data lake could not be made", self.id)
            self._stumble(reason, _detail(reason, error))
            return False

    def _do_next(self):
        """Hook of the other files: one step; return whether there is more."""
        if self.state == "waiting":
            self._begin()
            return True
        return False

    def _begin(self):
        now = self.env["hva.clock"]._now()
        number = self.number or self._get_next_number()
        self._move("running", started_at=now, number=number, has_tables=False, reason=False, detail=False)

    def _stumble(self, reason, detail):
        """Note what went wrong: try again later, or give up and tell people."""
        attempts = self.attempts + 1
        if attempts < MOST_ATTEMPTS and reason not in NEVER_BETTER:
            later = self.env["hva.clock"]._now() + timedelta(minutes=WAIT_MINUTES)
            if self.state == "running":
                self._move("waiting", attempts=attempts, next_try_at=later, reason=reason, detail=detail)
            else:
                self.write({"attempts": attempts, "next_try_at": later, "reason": reason, "detail": detail})
            return
        self._move("failed", attempts=attempts, reason=reason, detail=detail)
        _logger.error("delivery %s to the data lake failed: %s", self.id, reason)
        definition = self.definition_id
        if not definition.failing_since:
            definition.failing_since = self.env["hva.clock"]._now()
            self._tell(lambda mine: mine.env._("A delivery to the data lake failed"))

    def _tell(self, get_subject):
        """Mail those who look after it; `get_subject` returns the subject in the language of the run it is given."""
        groups = self.env.ref("hva_feedback.hva_feedback_group_admin")
        groups |= self.env.ref("hva_feedback.hva_feedback_group_technical")
        people = groups.all_user_ids.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids
        )
        for lang, readers in people.grouped("lang").items():
            mine = self.with_context(lang=lang)
            readers.with_context(lang=lang)._hva_notice(
                get_subject(mine),
                [
                    mine.env._("Export %(name)s: %(why)s", name=mine.definition_id.name, why=mine.words),
                    mine.env._("Look under Feedback, Settings, Data lake, Deliveries."),
                ],
            )


def _detail(reason, error):
    """Return what may be shown of an error: never an address, a path or a value."""
    if reason == "disk":
        return error.strerror or type(error).__name__
    if reason in ("not_taken", "address", "strange_manifest"):
        return str(error)[:500]
    return False
