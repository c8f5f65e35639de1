import logging
import os
import secrets
from datetime import UTC, timedelta
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.orm.models import NO_ACCESS
from odoo.tools import config

from odoo.addons.hva_sms.gateways import http_call

from ..gateways import lake_files, lake_put
from ..tools import lake_manifest, lake_schema
from ..tools.lake_schedule import next_at
from .hva_export_run import STATES
from .hva_fact_closed import WAIT_DAYS

_logger = logging.getLogger(__name__)

FORMATS = {"csv": ("csv",), "parquet": ("parquet",), "both": ("csv", "parquet")}
# a change of one of these makes every file anew: of what is switched off nobody is told what changes
REMADE_BY = {"salt", "from_month", "to_month", "company_id", "has_answers", "has_national"}
LONGEST_RHYTHM = timedelta(days=32)
PLACED_BY = {"code", "target", "put_url"}
SETTINGS = {"active", "has_sums", "formats", "put_headers", "mapping_file", *PLACED_BY, *REMADE_BY}


class HvaExport(models.Model):
    """What goes to a data lake, where and how often. The files it holds now are `hva.export.file`.

    Answers go by whole months that are over, each as a file that is made anew when an answer of the month came late,
    was corrected or was erased (docs/decisions/0079). Only an administrator sees and changes it; the address of a store
    is for system administrators alone.
    """

    _name = "hva.export"
    _description = "Data lake export"
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", string="County", required=True, index=True, default=lambda self: self.env.company
    )
    code = fields.Char(
        "Name of the folder",
        required=True,
        copy=False,
        help="Small letters, digits and hyphens, such as lake. The folder is made when the first files come.",
    )
    has_answers = fields.Boolean(
        "Answers one by one",
        default=True,
        help="A row for each answer of months that are over, under a pseudonym: scores and statements, without open "
        "text. For analysts of the county.",
    )
    has_sums = fields.Boolean(
        "Sums by unit and month",
        default=True,
        help="Closed months of units as everybody in the county may see them, small numbers hidden, and the results "
        "for everybody where the county shows them.",
    )
    has_national = fields.Boolean(
        "Rows for a national delivery",
        help="A row for each answered question, with the national codes of a file that you bring.",
    )
    formats = fields.Selection(
        [("csv", "CSV"), ("parquet", "Parquet"), ("both", "CSV and Parquet")],
        "File format",
        required=True,
        default="csv",
        help="CSV opens anywhere. Parquet is smaller and keeps the types of columns.",
    )
    has_parquet = fields.Boolean(compute="_compute_has_parquet")
    from_month = fields.Date("From the month of", help="Empty: from the first answer.")
    to_month = fields.Date("To the month of", help="Empty: to the last month that is over.")
    target = fields.Selection(
        [("folder", "Folder on the server"), ("put", "Presigned address (HTTP PUT)")],
        "Where to",
        required=True,
        default="folder",
    )
    folder_path = fields.Char("Files are in", compute="_compute_folder_path")
    put_url = fields.Char(
        "Address",
        groups="base.group_system",
        copy=False,
        help="https://store.example.fi/lake/{name}?signature. With {name} each file goes to an address of its own; "
        "without it all of them go as one ZIP. Best as $NAME of an environment variable, so that it is in no dump.",
    )
    put_headers = fields.Text(
        "Headers as kept", groups=NO_ACCESS, copy=False
    )  # may hold a key: written by `new_headers`, read by none
    new_headers = fields.Text(
        "Headers",
        compute="_compute_new_headers",
        inverse="_inverse_new_headers",
        groups="base.group_system",
        help="One on a line, such as x-ms-blob-type: BlockBlob for Azure, or Authorization: $NAME of an environment "
        "variable. Written here and shown to nobody again; what you write replaces those that are set.",
    )
    header_names = fields.Char("Headers that are set", compute="_compute_header_names", compute_sudo=True)
    has_put_url = fields.Boolean("Address is set", compute="_compute_has_put_url", compute_sudo=True)
    rhythm = fields.Selection(
        [
            ("none", "Only by hand"),
            ("day", "Every day"),
            ("week", "Every Monday"),
            ("month", "On the 4th of each month"),
        ],
        "How often",
        required=True,
        default="day",
    )
    hour = fields.Integer(default=4, required=True, help="Local time of the county.")
    next_due_at = fields.Datetime("Next time", compute="_compute_next_due_at", store=True, index=True)
    salt = fields.Char(
        groups="base.group_system", copy=False, required=True, default=lambda self: secrets.token_hex(16)
    )
    delivery = fields.Integer("Latest delivery", readonly=True, copy=False, aggregator=None)
    failing_since = fields.Datetime("Failing since", readonly=True, copy=False)
    run_ids = fields.One2many("hva.export.run", "definition_id", string="Deliveries", readonly=True)
    last_state = fields.Selection(STATES, "How it went", compute="_compute_last_state")
    last_words = fields.Char("What happened", compute="_compute_last_state")

    _code_uniq = models.Constraint("UNIQUE(code)", "Each export has a folder of its own.")
    _hour_check = models.Constraint("CHECK(hour BETWEEN 0 AND 23)", "The hour is between 0 and 23.")

    def _compute_has_parquet(self):
        self.has_parquet = lake_files.has_parquet()

    @api.depends("code", "target")
    def _compute_folder_path(self):
        for definition in self:
            root = definition._get_root() if definition.target == "folder" else None
            version = lake_schema.version_folder(lake_schema.SCHEMA_VERSION)
            definition.folder_path = str(root / definition.code / version) if root and definition.code else False

    @api.depends("put_url")
    def _compute_has_put_url(self):
        for definition in self:
            definition.has_put_url = bool(definition.put_url)

    @api.depends("put_headers")
    def _compute_new_headers(self):
        self.new_headers = False

    def _inverse_new_headers(self):
        for definition in self.filtered("new_headers"):
            definition.sudo().put_headers = definition.new_headers  # sudo: nobody reads what is kept

    @api.depends("put_headers")
    def _compute_header_names(self):
        for definition in self:
            names = (line.partition(":")[0].strip() for line in (definition.put_headers or "").splitlines())
            definition.header_names = ", ".join(f"{name}: ••••••" for name in names if name) or False

    @api.depends("rhythm", "hour", "active")
    def _compute_next_due_at(self):
        clock = self.env["hva.clock"]
        for definition in self:
            is_on = definition.active and definition.rhythm not in (False, "none") and 0 <= definition.hour <= 23
            after = clock._now().replace(tzinfo=UTC)
            due = is_on and next_at(definition.rhythm, definition.hour, after, clock._zone())
            definition.next_due_at = due and due.replace(tzinfo=None)

    @api.depends("run_ids.state", "run_ids.words")
    def _compute_last_state(self):
        for definition in self:
            latest = definition.run_ids[:1]
            definition.last_state, definition.last_words = latest.state, latest.words

    # ------------------------------------------------------------------ checks

    @api.constrains("code")
    def _check_code(self):
        for definition in self:
            kept = definition.code.replace("-", "").replace("_", "")
            if not (kept.isascii() and kept.isalnum() and kept == kept.lower() and len(definition.code) <= 40):
                raise ValidationError(self.env._("A folder's name has small letters, digits and hyphens only."))

    @api.constrains("formats")
    def _check_formats(self):
        if not lake_files.has_parquet() and any(one.formats != "csv" for one in self):
            raise ValidationError(
                self.env._("This server writes CSV only. For Parquet, IT installs pyarrow (requirements-lake.txt).")
            )

    @api.constrains("from_month", "to_month")
    def _check_months(self):
        if any(one.from_month and one.to_month and one.from_month > one.to_month for one in self):
            raise ValidationError(self.env._("The last month is before the first."))

    @api.constrains("put_url", "put_headers")
    def _check_address(self):
        for definition in self:
            try:
                kept = definition.sudo()  # sudo: they are only looked at
                lake_put.read_headers(kept.put_headers or "")
                url = kept.put_url
                if url and not url.startswith("$"):
                    lake_put.check_address(url, http_call.checked_url)
            except lake_put.BadAddress as error:
                raise ValidationError(self.env._("This address cannot be used. %(why)s.", why=error)) from None

    # ------------------------------------------------------------------ changes leave a trace

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        made._note({"made": True})
        return made

    def write(self, vals):
        changed = SETTINGS & vals.keys()
        # sudo: the address is compared, and told to nobody
        placed = [(one, one._get_place()) for one in self.sudo()] if PLACED_BY & vals.keys() else []
        result = super().write(vals)
        for definition, before in placed:
            definition._move_from(*before)
        if vals.get("active") or REMADE_BY & vals.keys():
            self._forget_files()  # while it slept nobody told it of changes
        if changed:
            self._note({"changed": ", ".join(sorted(changed))})
        return result

    def unlink(self):
        self._note({"removed": True})
        for definition in self.filtered(lambda one: one.target == "put"):
            _empty(definition._get_base())
        return super().unlink()

    def _note(self, details):
        for definition in self:
            self.env["hva.audit"]._record("lake_setting", definition, details={"name": definition.name, **details})

    def _forget_files(self):
        """Let the next run make every file anew."""
        # sudo: files are kept by the runs, nobody writes them by hand
        self.env["hva.export.file"].sudo().search([
            ("definition_id", "in", self.ids), ("stage", "in", ("staged", "current")),
        ])._forget()  # fmt: skip

    def _get_place(self):
        """Return (base of our own copy or None, address without its signature)."""
        return self._get_base() if self.target == "put" else None, (self.put_url or "").partition("?")[0]

    def _move_from(self, folder, address):
        """Let another address get everything, and leave no copy behind in `folder`."""
        now = self._get_place()
        if folder and folder != now[0]:
            _empty(folder)
        if address != now[1]:
            self._get_files("staged", "current")._restage()

    # ------------------------------------------------------------------ actions

    def action_export_now(self):
        """Queue a run and wake the job that does it."""
        self.ensure_one()
        self.check_access("write")
        if self.env["hva.sending"]._why_moved():
            raise UserError(
                self.env._(
                    "This database may be a restored one, so nothing leaves it before that is confirmed under "
                    "Text messages, Sending."
                )
            )
        self._queue("hand")
        message = self.env._("The export has been queued. How it goes is shown under Deliveries.")
        return self._get_notice(message)

    def action_make_anew(self):
        """Make all files and all pseudonyms anew: answers in the lake can then not be tied to earlier deliveries."""
        self.check_access("write")
        for definition in self.sudo():  # sudo: the salt is for nobody's eyes
            definition.salt = secrets.token_hex(16)
        return self._get_notice(self.env._("The next delivery has all files anew, under new pseudonyms."))

    def action_drop_headers(self):
        """Send no headers of one's own any more."""
        self.check_access("write")
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("A system administrator sets the address and its headers."))
        self.sudo().put_headers = False  # sudo: nobody reads what is kept

    def action_open_runs(self):
        """Open the deliveries of this export."""
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_reports.hva_export_run_action")
        return {**action, "domain": [("definition_id", "in", self.ids)], "context": {}}

    def _get_notice(self, message):
        params = {"type": "success", "message": message, "next": {"type": "ir.actions.act_window_close"}}
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

    # ------------------------------------------------------------------ business

    def _queue(self, kind):
        """Return the run that waits or goes on, made where there is none, and wake the job."""
        runs = self.env["hva.export.run"].sudo()  # sudo: runs are made by the export, not by hand
        found = runs.search([("definition_id", "=", self.id), ("state", "in", ("waiting", "running"))], limit=1)
        if not found:
            found = runs.create({"definition_id": self.id, "kind": kind, "user_id": self.env.uid})
        found.next_try_at = False
        self.env.ref("hva_reports.ir_cron_hva_export").sudo()._trigger()  # sudo: waking a job is no secret
        return found

    @api.model
    def _queue_due(self):
        """Queue a run for each definition whose time has come."""
        now = self.env["hva.clock"]._now()
        for definition in self.search([("next_due_at", "<=", now)]):
            definition._queue("schedule")
            definition._compute_next_due_at()
        # a clock that was ahead for a while has put it off until then: no rhythm is as long
        self.search([("next_due_at", ">", now + LONGEST_RHYTHM)])._compute_next_due_at()

    @api.model
    def _cron_export(self):
        """Take what changed, queue what is due, and do as much of the waiting runs as there is time for."""
        if why := self.env["hva.sending"]._why_moved():
            self.env["hva.export.run"]._say_moved(why)
            return
        job, marks = self.env["hva.sms.job"], self.env["hva.export.mark"]
        while marks._take():
            if not job._commit(1):
                return
        self._queue_due()
        job._commit()
        for run in self.env["hva.export.run"]._get_open():
            while run._step():
                if not job._commit(1, remaining=1):
                    return
            job._commit(1)

    # ------------------------------------------------------------------ where

    @api.model
    def _get_root(self):
        """Return the folder in which exports have their folders, None where IT has not set one."""
        # sudo: the setting is no secret, parameters are readable by system administrators alone
        setting = self.env["ir.config_parameter"].sudo().get_param("hva_reports.lake_dir")
        setting = os.environ.get("HVA_LAKE_DIR") or setting
        return Path(setting) if setting else None

    def _get_folder(self, version=None):
        """Return where the files of a schema version are, the one that is written now where none is named.

        :raises lake_files.NoFolder: when IT has not named a folder, or it is not there
        """
        return self._get_base() / lake_schema.version_folder(version or lake_schema.SCHEMA_VERSION)

    def _get_base(self):
        """Return the folder of this export on the server, also of files that are handed over from there.

        :raises lake_files.NoFolder: when IT has not named a folder, or it is not there
        """
        if self.target == "put":
            return Path(config["data_dir"]) / "hva_lake" / self.env.cr.dbname / self.code
        root = self._get_root()
        if root is None or not root.is_dir():
            raise lake_files.NoFolder
        return root / self.code

    def _get_address(self):
        """Return (address, headers) to put files to.

        :raises lake_put.BadAddress: when there is none or it cannot be used
        """
        kept = self.sudo()  # sudo: for handing over alone
        url = _reveal(kept.put_url or "")
        if not url:
            raise lake_put.BadAddress("The address is not set")
        headers = {name: _reveal(value) for name, value in lake_put.read_headers(kept.put_headers or "").items()}
        # an environment may hold anything: read once more
        lake_put.read_headers("\n".join(f"{name}: {value}" for name, value in headers.items()))
        return lake_put.check_address(url, http_call.checked_url), headers

    def _get_last_closed(self):
        """Return the first day of the first month that is still open."""
        return (self.env["hva.clock"]._today() - timedelta(days=WAIT_DAYS)).replace(day=1)


def _reveal(value):
    """Return a setting's value, from the environment when it is written as `$NAME`; "" when it is not there."""
    return os.environ.get(value[1:], "") if value.startswith("$") else value


def _empty(folder):
    """Delete our own copy of files that are handed over, of all schema versions: nobody else knows of it."""
    for version in range(1, lake_schema.SCHEMA_VERSION + 1):
        place = folder / lake_schema.version_folder(version)
        try:
            lake_files.tidy(place, ())
            (place / lake_manifest.NAME).unlink(missing_ok=True)
        except OSError as error:
            _logger.warning("our copy of a data lake could not be deleted: %s", error.strerror)
