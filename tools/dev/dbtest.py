"""`./hva dbtest`: an addon's tests on a database of their own, many at a time side by side.

    ./hva dbtest hva_sms                         fresh clone, install, all tests of the addon, drop
    ./hva dbtest hva_sms -k quarantine           anything after the addons goes to pytest
    ./hva dbtest --keep mine hva_sms             keep the database as `mine`; run again: only -u, then the tests
    ./hva dbtest --keep mine --no-update hva_sms addons/hva_sms/tests/test_x.py   Python-only change: tests at once
"""

import argparse
import os
import subprocess
import time

from . import cluster, odoo_command, paths, template_db
from .console import Stop, say

PYTEST_ODOO = ("-p", "no:cacheprovider", "--odoo-http", "--odoo-extra", "http-interface=127.0.0.1")


def main(argv: list[str]) -> int:
    options, pytest_args = _parse(argv)
    addons = options.addons.split(",")
    db = options.keep or f"test_{os.getpid()}_{int(time.time()) % 100000}"
    prepare(db, addons, update=not options.no_update)
    targets = [arg for arg in pytest_args if arg.startswith("addons/")]
    if not targets:
        pytest_args = [*pytest_args, *(f"addons/{addon}/tests" for addon in addons)]
    try:
        return run_pytest(db, pytest_args)
    finally:
        if not options.keep:
            cluster.dropdb(db)


def prepare(db: str, addons: list[str], update: bool = True) -> None:
    """Make `db` from the template with the addons installed; an existing one is brought up to date instead."""
    cluster.start()
    log = paths.LOG / f"{db}.log"
    log.unlink(missing_ok=True)
    started = time.monotonic()
    installed = cluster.exists(db) and _installed(db)
    if not installed:
        cluster.dropdb(db)
        template_db.clone(db)
        odoo_command.install(db, addons, log)
    elif update:
        odoo_command.update(db, addons, log)
    missing = set(addons) - _installed(db)
    if missing:
        raise Stop(f"Not installed in {db}: {', '.join(sorted(missing))}. Read {log}")
    say(f"database {db} ready in {time.monotonic() - started:.0f} s (log: {log})")


def run_pytest(db: str, args: list[str]) -> int:
    """Run pytest with Odoo and its web server inside, on 127.0.0.1 and a free port of pytest-odoo's choice."""
    command = [
        str(paths.VENV_PYTHON),
        "-m",
        "pytest",
        *PYTEST_ODOO,
        f"--odoo-database={db}",
        f"--odoo-config={odoo_command.CONF}",
        f"--odoo-addons-path={paths.addons_path()}",
        "--odoo-log-level=error",
        *args,
    ]
    return subprocess.run(command, cwd=paths.ROOT, env={**os.environ, **cluster.env()}).returncode


def _installed(db: str) -> set[str]:
    rows = cluster.psql(db, "SELECT name FROM ir_module_module WHERE state = 'installed'")
    return set(rows.split())


def _parse(argv: list[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(prog="./hva dbtest", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--keep", "--db", metavar="NAME", help="use this database and leave it there")
    parser.add_argument("--no-update", action="store_true", help="with --keep: do not update the addons first")
    parser.add_argument("addons", help="addons to install and test, comma-separated")
    return parser.parse_known_args(argv)
