"""The ways into a test. Which door a file goes through is decided by its folder, so nobody has to know them.

    tests/unit, tests/house      plain pytest, no Odoo imported
    addons/*/tests               pytest-odoo with its web server, on a clone with the three addons installed
    tests/concurrency            plain pytest that opens real cursors by itself
    tests/guest                  plain pytest on databases of its own: somebody else's Odoo, with us and without us
    tests/e2e                    plain pytest around a whole running system

Addons, concurrency and e2e also get HVA_INSTALLED_DB, the name of a database with the addons installed that may be
cloned with `tools.dev.cluster.createdb(name, os.environ["HVA_INSTALLED_DB"])` but not changed, and libpq's PG*
variables.
"""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

from . import cluster, odoo_command, paths, process
from .console import say
from .tally import Tally, of_report, skipped_names

TIME_LIMIT = 30 * 60  # seconds for one door
WITHOUT_PLUGIN = ("-p", "no:odoo", "--import-mode=importlib")


@dataclass(frozen=True)
class Door:
    name: str
    folders: tuple[str, ...]
    with_odoo: bool = False  # Odoo inside pytest
    needs_database: bool = True
    is_strict: bool = True  # a skip is a failure
    by_name: bool = False  # run only when its folder is named

    def opens(self, path: str) -> bool:
        return any(f"{path}/".startswith(f"{folder}/") for folder in self.folders)

    def targets(self) -> list[str]:
        """Return the folders of this door that hold tests in this checkout."""
        return [folder for folder in self.folders if any((paths.ROOT / folder).rglob("test_*.py"))]


ADDON_TESTS = tuple(f"addons/{addon}/tests" for addon in paths.OUR_ADDONS)
DOORS = (
    Door("unit", ("tests/unit", "tests/house"), needs_database=False, is_strict=False),
    Door("addons", ADDON_TESTS, with_odoo=True),
    Door("concurrency", ("tests/concurrency",)),
    Door("guest", ("tests/guest",), needs_database=False, by_name=True),
    Door("e2e", ("tests/e2e",)),
)


def run(door: Door, args: Sequence[str], installed_db: str) -> Tally:
    """Run pytest behind one door; say what was skipped where that is not allowed."""
    report = paths.RUN / f"junit-{os.getpid()}-{door.name}.xml"
    paths.RUN.mkdir(parents=True, exist_ok=True)
    options = [f"--junitxml={report}", *args]
    if door.with_odoo:
        db = f"{installed_db}_tests"
        cluster.createdb(db, installed_db)
        code = run_pytest_odoo(db, options)
        cluster.dropdb(db)
    else:
        code = run_pytest(options, installed_db)
    tally, skips = of_report(report, code), skipped_names(report)
    report.unlink(missing_ok=True)
    if not door.is_strict:
        return tally
    for skip in skips:
        say(f"SKIPPED, which counts as failed here: {skip}")
    return tally.strict()


def run_pytest(args: Sequence[str], installed_db: str = "") -> int:
    database = {"HVA_INSTALLED_DB": installed_db, **cluster.env()} if installed_db else {}
    return _pytest([*WITHOUT_PLUGIN, *args], database)


def run_pytest_odoo(db: str, args: Sequence[str]) -> int:
    """Run pytest with Odoo and its web server inside, on 127.0.0.1 and a free port of the plugin's choice."""
    odoo = [
        "--odoo-http",
        f"--odoo-database={db}",
        f"--odoo-config={odoo_command.CONF}",
        f"--odoo-addons-path={paths.addons_path()}",
        "--odoo-log-level=error",
        "--odoo-extra=http-interface=127.0.0.1",
        f"--odoo-extra=screenshots={paths.LOG / 'screenshots'}",
        f"--odoo-extra=db-filter=^{db}$",
    ]
    return _pytest([*odoo, *args], cluster.env())


def _pytest(args: Sequence[str], env: dict[str, str]) -> int:
    """Run pytest from the root of the repository; a run that hangs is ended with all it started."""
    command = [str(paths.VENV_PYTHON), "-m", "pytest", "-p", "no:cacheprovider", *args]
    running = subprocess.Popen(command, cwd=paths.ROOT, env={**os.environ, **env}, start_new_session=True)
    try:
        return running.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired:
        say(f"The tests did not end within {TIME_LIMIT // 60} minutes and were stopped.")
        return 1
    finally:
        process.end_session(running)
