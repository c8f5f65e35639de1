"""`./hva dbtest`: an addon's tests on a database of their own, many at a time side by side.

./hva dbtest hva_sms                         fresh clone, install, all tests of the addon, drop
./hva dbtest hva_sms -k quarantine           anything after the addons goes to pytest
./hva dbtest --keep mine hva_sms             keep the database as `mine`; run again: only -u, then the tests
./hva dbtest --keep mine --no-update hva_sms addons/hva_sms/tests/test_x.py   Python-only change: tests at once
"""

import argparse
import os
import re
import time
from pathlib import Path

from . import cluster, doors, install, odoo_command, paths, template_db
from .console import Stop, say


def main(argv: list[str]) -> int:
    options, pytest_args = _parse(argv)
    install.ensure_for_use()
    addons = options.addons.split(",")
    db = options.keep or new_name()
    try:
        prepare(db, addons, update=not options.no_update)
        if not any(arg.startswith("addons/") for arg in pytest_args):
            pytest_args = [*pytest_args, *(f"addons/{addon}/tests" for addon in addons)]
        return doors.run_pytest_odoo(db, pytest_args)
    finally:
        if not options.keep:
            cluster.dropdb(db)


def new_name() -> str:
    """Return a name nobody else uses, after removing what runs that were killed left behind."""
    for name in cluster.psql("postgres", "SELECT datname FROM pg_database").split():
        owner = re.fullmatch(r"test_(\d+)_\d+(_tests)?", name)
        if owner and not Path(f"/proc/{owner[1]}").exists():
            cluster.dropdb(name)
    return f"test_{os.getpid()}_{int(time.time()) % 100000}"


def prepare(db: str, addons: list[str], update: bool = True) -> Path:
    """Make `db` from the template with the addons installed, or bring an existing one up to date; return the log."""
    log = paths.LOG / f"{db}.log"
    log.unlink(missing_ok=True)
    started = time.monotonic()
    if not cluster.exists(db) or not _installed(db):
        cluster.dropdb(db)
        template_db.clone(db)
        odoo_command.install(db, addons, log)
    elif update:
        odoo_command.update(db, addons, log)
    if missing := set(addons) - _installed(db):
        raise Stop(f"Not installed in {db}: {', '.join(sorted(missing))}. Read {log}")
    say(f"database {db} ready in {time.monotonic() - started:.0f} s (log: {log})")
    return log


def _installed(db: str) -> set[str]:
    return set(cluster.psql(db, "SELECT name FROM ir_module_module WHERE state = 'installed'").split())


def _parse(argv: list[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        prog="./hva dbtest", description=__doc__, formatter_class=argparse.RawTextHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--keep", "--db", metavar="NAME", help="use this database and leave it there")
    parser.add_argument("--no-update", action="store_true", help="with --keep: do not update the addons first")
    parser.add_argument("addons", help="addons to install and test, comma-separated")
    return parser.parse_known_args(argv)
