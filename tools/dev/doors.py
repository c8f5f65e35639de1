"""The ways into a test. Which door a file goes through is decided by its folder, so nobody has to know them.

    tests/unit, tests/house      plain pytest, no Odoo imported
    addons/*/tests               pytest-odoo with its web server, on a clone with the three addons installed; each
                                 process has a clone of its own
    tests/concurrency            plain pytest that opens real cursors by itself
    tests/guest                  plain pytest on databases of its own: somebody else's Odoo, with us and without us
    tests/e2e                    plain pytest around whole running systems

Many files are taken by several processes one after the other, see taking.py.

Addons, concurrency and e2e also get HVA_INSTALLED_DB, the name of a database with the addons installed that may be
cloned with `tools.dev.cluster.createdb(name, os.environ["HVA_INSTALLED_DB"])` but not changed, and libpq's PG*
variables.
"""

import os
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from . import cluster, odoo_command, paths, process, shards
from .console import say
from .tally import Tally, of_report, skipped_names

TIME_LIMIT = 45 * 60  # seconds for one door
CLONING = Lock()
WITHOUT_PLUGIN = ("-p", "no:odoo", "--import-mode=importlib")


@dataclass(frozen=True)
class Door:
    name: str
    folders: tuple[str, ...]
    with_odoo: bool = False  # Odoo inside pytest
    needs_database: bool = True
    enough_files: int = 2  # so many are worth several processes
    waiting: int = 0  # processes beyond the number of cores
    is_strict: bool = True  # a skip is a failure
    by_name: bool = False  # run only when its folder is named

    def opens(self, path: str) -> bool:
        return any(f"{path}/".startswith(f"{folder}/") for folder in self.folders)

    def targets(self) -> list[str]:
        """Return the folders of this door that hold tests in this checkout."""
        return [folder for folder in self.folders if any((paths.ROOT / folder).rglob("test_*.py"))]


ADDON_TESTS = tuple(f"addons/{addon}/tests" for addon in paths.OUR_ADDONS)
DOORS = (
    Door("unit", ("tests/unit", "tests/house"), needs_database=False, enough_files=20, is_strict=False),
    Door("addons", ADDON_TESTS, with_odoo=True, enough_files=20, waiting=1),
    Door("concurrency", ("tests/concurrency",)),
    Door("guest", ("tests/guest",), needs_database=False, enough_files=99, by_name=True),
    Door("e2e", ("tests/e2e",), waiting=1),
)


def run(door: Door, args: Sequence[str], installed_db: str) -> Tally:
    """Run pytest behind one door; say what was skipped where that is not allowed."""
    paths.RUN.mkdir(parents=True, exist_ok=True)
    tally = Tally()
    files, others = shards.in_order(args)
    with tempfile.TemporaryDirectory(prefix="pile-", dir=paths.RUN) as pile, ThreadPoolExecutor() as pool:
        count = 1 if "::" in " ".join(others) else shards.processes(files, door.enough_files, door.waiting)
        share = ["-p", "tools.dev.taking", f"--take-from={pile}", *files, *others] if count > 1 else args
        runs = [pool.submit(_run_share, door, share, number, installed_db) for number in range(count)]
        for running in runs:
            code, report, output = running.result()
            say(output)
            tally += _read(door, report, code)
    return tally


def _run_share(door: Door, args: Sequence[str], number: int, installed_db: str) -> tuple[int, Path, str]:
    """Run one share; return pytest's exit code, its report and what it said (the first share speaks at once)."""
    report = paths.RUN / f"junit-{os.getpid()}-{door.name}-{number}.xml"
    options = [f"--junitxml={report}", *args]
    said = paths.RUN / f"pytest-{os.getpid()}-{number}.txt" if number else None
    try:
        code = _run_behind(door, options, number, installed_db, said)
        return code, report, said.read_text(errors="replace") if said else ""
    finally:
        if said:
            said.unlink(missing_ok=True)


def _run_behind(door: Door, options: Sequence[str], number: int, installed_db: str, said: Path | None) -> int:
    if not door.with_odoo:
        return run_pytest(options, installed_db, said)
    db = f"{installed_db}_tests{number}"
    with CLONING:  # a database that is being cloned allows no second clone
        cluster.createdb(db, installed_db)
    try:
        return run_pytest_odoo(db, options, said)
    finally:
        cluster.dropdb(db)


def _read(door: Door, report: Path, code: int) -> Tally:
    tally, skips = of_report(report, code), skipped_names(report)
    report.unlink(missing_ok=True)
    if not door.is_strict:
        return tally
    for skip in skips:
        say(f"SKIPPED, which counts as failed here: {skip}")
    return tally.strict()


def run_pytest(args: Sequence[str], installed_db: str = "", said: Path | None = None) -> int:
    database = {"HVA_INSTALLED_DB": installed_db, **cluster.env()} if installed_db else {}
    return _pytest([*WITHOUT_PLUGIN, *args], database, said)


def run_pytest_odoo(db: str, args: Sequence[str], said: Path | None = None) -> int:
    """Run pytest with Odoo and its web server inside, on 127.0.0.1 and a free port of the plugin's choice.

    :param said: file for what pytest says, else it goes to the terminal
    """
    odoo = [
        "--odoo-http",
        f"--odoo-database={db}",
        f"--odoo-config={odoo_command.CONF}",
        f"--odoo-addons-path={paths.addons_path()}",
        "--odoo-log-level=error",
        "--odoo-extra=http-interface=127.0.0.1",
        "--odoo-extra=limit-memory-hard=0",  # the limit is for a worker; here DuckDB and Arrow run too
        f"--odoo-extra=screenshots={paths.LOG / 'screenshots'}",
        f"--odoo-extra=db-filter=^{db}$",
    ]
    return _pytest([*odoo, "-p", "tools.dev.lighter", *args], cluster.env(), said)


def _pytest(args: Sequence[str], env: dict[str, str], said: Path | None = None) -> int:
    """Run pytest from the root of the repository; a run that hangs is ended with all it started."""
    command = [str(paths.VENV_PYTHON), "-m", "pytest", "-p", "no:cacheprovider", *args]
    with said.open("wb") if said else nullcontext() as out:
        running = subprocess.Popen(
            command, cwd=paths.ROOT, env={**os.environ, **env}, start_new_session=True, stdout=out, stderr=out
        )
    try:
        return running.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired:
        say(f"The tests did not end within {TIME_LIMIT // 60} minutes and were stopped.")
        return 1
    finally:
        process.end_session(running)
