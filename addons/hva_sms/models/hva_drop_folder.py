import logging
import os
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

from odoo import api, models

from ..tools import visit_rows
from ..tools.call_events import CALLS
from ..tools.person_hash import PersonKeyError
from ..tools.visit_contract import VISITS

_logger = logging.getLogger(__name__)

SETTLE_SECONDS = 2  # a file written this recently may not be whole; whoever renames from .tmp waits just as long
KEEP_HOURS = 72  # files hold phone numbers, so they go when the numbers in the database go
RESULT_SUFFIX = ".result.csv"
CHECKSUM_SUFFIX = ".sha256"
CHECKSUM_BYTES = 1000

DROPS = (("", VISITS, "drop_source", "csv"), (CALLS.name, CALLS, "calls_source", "calls"))
"""Folder under the drop folder, what its files hold, the setting that names their source, and its default."""


@dataclass(frozen=True)
class Drop:
    """A file that is ready to be read. `source` is the code under which its rows are known."""

    path: Path
    contract: Any
    source: str

    @property
    def checksum(self) -> Path:
        return self.path.with_name(self.path.name + CHECKSUM_SUFFIX)


class HvaDropFolder(models.AbstractModel):
    """The folder into which patient systems put files of visits (setting `hva_sms.drop_dir`), often over SFTP.

    Files of calls go to its folder `calls/`, where it is there. `name.csv` is read, checked against `name.csv.sha256`
    where there is one (setting `hva_sms.drop_needs_checksum`: a file waits for it), then moved to `done/` or, when it
    could not be read at all, to `failed/`, with `name.result.csv` beside it. The rows are committed first: a crash
    before the move only reads the file again, and the batch's stored answer is written then. Nothing of a file is
    logged, not even its name.
    """

    _name = "hva.drop.folder"
    _description = "Drop folder of visits"

    @api.model
    def _cron_read_drop(self):
        """Read the files that are ready, oldest first; wake the next job when something came."""
        folder = self._get_folder()
        if not folder:
            return
        try:
            self.env["hva.person.key"]._secret()
        except PersonKeyError as error:
            _logger.error("no file of visits is read: %s", error)
            return
        job = self.env["hva.sms.job"]
        files = self._get_drops(folder)
        for number, drop in enumerate(files, start=1):
            self._read_file(drop)
            if not job._commit(1, len(files) - number):
                break
        if files:
            job._wake("evaluate")

    @api.model
    def _get_folder(self):
        setting = self.env["hva.sms.job"]._param("drop_dir")
        if not setting:
            return None
        folder = Path(setting)
        if not folder.is_dir():
            _logger.error("the drop folder of setting hva_sms.drop_dir is not there")
            return None
        return folder

    @api.model
    def _get_source(self, contract):
        """Return the code under which rows of dropped files of a contract are known."""
        return next(
            self.env["hva.sms.job"]._param(setting, default)
            for _name, each, setting, default in DROPS
            if each is contract
        )

    @api.model
    def _get_drops(self, folder):
        """Return a `Drop` for each file that may be read, visits before calls."""
        job, drops = self.env["hva.sms.job"], []
        needs_checksum = job._param("drop_needs_checksum").strip().lower() in {"1", "true", "yes", "on"}
        for name, contract, *_setting in DROPS:
            if (folder / name).is_dir():
                source = self._get_source(contract)
                drops += [Drop(path, contract, source) for path in self._get_ready_files(folder / name)]
        return [drop for drop in drops if drop.checksum.is_file() or not needs_checksum]

    @api.model
    def _get_ready_files(self, folder):
        """Return the paths of whole, regular files, oldest first. Links are not followed."""
        now = self.env["hva.clock"]._now().replace(tzinfo=UTC).timestamp()
        ready = []
        for entry in os.scandir(folder):
            is_visits = entry.name.endswith(".csv") and not entry.name.endswith(RESULT_SUFFIX)
            if not is_visits or entry.name.startswith(".") or not entry.is_file(follow_symlinks=False):
                continue
            written = entry.stat(follow_symlinks=False).st_mtime
            if not 0 <= now - written < SETTLE_SECONDS:
                ready.append((written, entry.name))
        return [folder / name for _written, name in sorted(ready)]

    @api.model
    def _read_file(self, drop):
        """Read one file, commit, answer, move. What goes wrong stays in the folder and is tried again next time."""
        try:
            with self.env.cr.savepoint():
                parsed = self._parse(drop)
                receipt = self.env["hva.visit.batch"]._receive(drop.source, drop.path.stem, parsed)
            self.env["hva.sms.job"]._commit()
            self._answer(drop, receipt.results, receipt.failure)
        except Exception as error:  # edge of a batch: one file must not stop the others
            # neither traceback nor message: both can hold values of the file
            _logger.error("a file of visits was left in the drop folder: %s", type(error).__name__)
            return
        _logger.info("file of visits read: %s", receipt.summary)

    @api.model
    def _parse(self, drop):
        """Return what is in a file; a file that is not the one of its checksum file is refused as a whole."""
        with drop.path.open("rb") as file:
            data = file.read(visit_rows.MAX_BYTES + 1)
        parsed = visit_rows.parse_csv(data, drop.contract)
        if parsed.fatal or not drop.checksum.is_file():
            return parsed
        with drop.checksum.open("rb") as file:
            companion = file.read(CHECKSUM_BYTES).decode("utf-8", errors="replace")
        problem = visit_rows.companion_problem(companion, data, len(parsed.rows) + len(parsed.errors))
        # the hash is another one, so that the same file is read when it comes again with the right checksum
        return (
            replace(parsed, rows=[], errors=[], fatal=problem, digest=f"{parsed.digest} {companion}")
            if problem
            else parsed
        )

    @api.model
    def _answer(self, drop, results, failure):
        """Write the result file, whole or not at all, then move the visits beside it."""
        path = drop.path
        folder = path.parent / ("failed" if failure else "done")
        folder.mkdir(exist_ok=True)
        target = folder / path.name
        number = 1
        while failure and target.exists():
            number += 1
            target = folder / f"{path.stem}.{number}.csv"
        result = target.with_name(target.stem + RESULT_SUFFIX)
        draft = target.with_name(f".{result.name}.tmp")
        with draft.open("wb") as file:
            file.write(visit_rows.result_csv(results))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(result)
        path.replace(target)
        drop.checksum.unlink(missing_ok=True)

    @api.model
    def _erase(self):
        """Delete files of visits from `done/` and `failed/` after 72 hours. Result files stay."""
        folder = self._get_folder()
        oldest = (self.env["hva.clock"]._now().replace(tzinfo=UTC) - timedelta(hours=KEEP_HOURS)).timestamp()
        places = [folder / drop[0] / name for drop in DROPS for name in ("done", "failed")] if folder else []
        for place in places:
            for path in place.glob("*.csv"):
                if not path.name.endswith(RESULT_SUFFIX) and path.lstat().st_mtime < oldest:
                    path.unlink(missing_ok=True)
