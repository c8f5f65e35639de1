import logging
import os
from datetime import UTC, timedelta
from pathlib import Path

from odoo import api, models

from ..tools import visit_rows
from ..tools.person_hash import PersonKeyError

_logger = logging.getLogger(__name__)

SETTLE_SECONDS = 2  # a file written this recently may not be whole; whoever renames from .tmp waits just as long
KEEP_HOURS = 72  # files hold phone numbers, so they go when the numbers in the database go
RESULT_SUFFIX = ".result.csv"


class HvaDropFolder(models.AbstractModel):
    """The folder into which patient systems put files of visits (setting `hva_sms.drop_dir`), often over SFTP.

    `name.csv` is read, then moved to `done/` or, when it could not be read at all, to `failed/`, with
    `name.result.csv` beside it. The rows are committed first: a crash before the move only reads the file again, and
    the batch's stored answer is written then. Nothing of a file is logged, not even its name.
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
        files = self._get_ready_files(folder)
        for number, path in enumerate(files, start=1):
            self._read_file(path)
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
    def _read_file(self, path):
        """Read one file, commit, answer, move. What goes wrong stays in the folder and is tried again next time."""
        try:
            with self.env.cr.savepoint():
                with path.open("rb") as file:
                    data = file.read(visit_rows.MAX_BYTES + 1)
                source = self.env["hva.sms.job"]._param("drop_source", "csv")
                receipt = self.env["hva.visit.batch"]._receive(source, path.stem, visit_rows.parse_csv(data))
            self.env["hva.sms.job"]._commit()
            self._answer(path, receipt.results, receipt.failure)
        except Exception as error:  # edge of a batch: one file must not stop the others
            # neither traceback nor message: both can hold values of the file
            _logger.error("a file of visits was left in the drop folder: %s", type(error).__name__)
            return
        _logger.info("file of visits read: %s", receipt.summary)

    @api.model
    def _answer(self, path, results, failure):
        """Write the result file, whole or not at all, then move the visits beside it."""
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

    @api.model
    def _erase(self):
        """Delete files of visits from `done/` and `failed/` after 72 hours. Result files stay."""
        folder = self._get_folder()
        oldest = (self.env["hva.clock"]._now().replace(tzinfo=UTC) - timedelta(hours=KEEP_HOURS)).timestamp()
        for name in ("done", "failed") if folder else ():
            for path in (folder / name).glob("*.csv"):
                if not path.name.endswith(RESULT_SUFFIX) and path.lstat().st_mtime < oldest:
                    path.unlink(missing_ok=True)
