"""`./hva i18n`: bring the translation files in step with the sources and say which terms lack a translation.

./hva i18n              install the addons into a fresh database, export, write <addon>.pot and merge fi.po and sv.po
./hva i18n --check      write nothing; the exit code says whether the files are in step and complete
./hva i18n --db NAME    export from this database, which has the addons as they are now
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

from . import cluster, dbtest, install, odoo_command, paths
from .console import run_logged, say

EXPORT_LOG = paths.LOG / "i18n.log"


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="./hva i18n", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--db", metavar="NAME", help="a database with the addons installed and up to date")
    options = parser.parse_args(argv)
    install.ensure_for_use()
    db = options.db or dbtest.new_name()
    try:
        if not options.db:
            dbtest.prepare(db, list(paths.OUR_ADDONS))
        with tempfile.TemporaryDirectory() as folder:
            _export(db, Path(folder))
            return _catalogues("check" if options.check else "merge", folder)
    finally:
        if not options.db:
            cluster.dropdb(db)


def _export(db: str, folder: Path) -> None:
    """Write FOLDER/<addon>.pot for each addon with Odoo's own exporter."""
    EXPORT_LOG.unlink(missing_ok=True)
    # this subcommand takes no --addons-path, and its -c only after the second word
    conf = odoo_command.write_conf(folder / "odoo.conf", addons_path=paths.addons_path())
    for addon in paths.OUR_ADDONS:
        args = ["i18n", "export", "-c", str(conf), "-d", db, "-o", str(folder / f"{addon}.pot"), addon]
        run_logged(
            [paths.VENV_PYTHON, odoo_command.PROGRAM, *args],
            EXPORT_LOG,
            "Are the addons installed in that database?",
            env=cluster.env(),
        )
        say(f"{addon}: exported")


def _catalogues(action: str, folder: str) -> int:
    program = [str(paths.VENV_PYTHON), "-m", "tools.dev.catalogues", action, folder]
    return subprocess.run(program, cwd=paths.ROOT).returncode
