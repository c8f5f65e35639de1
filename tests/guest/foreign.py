"""Databases for these tests. Everything foreign is built once and kept as a template; each step works on a clone."""

import json
import os
import re
import subprocess
from pathlib import Path

from tools.dev import checklog, cluster, free_port, odoo_command, paths, stamps, template_db

HERE = Path(__file__).parent
NAME = "hva_guest"
MODULES = ("website", "mass_mailing", "hr_recruitment_survey", "portal")
FINNISH = paths.ADDONS / "hva_feedback" / "i18n_extra" / "fi.po"  # our words for Helpdesk, which has none in Finnish
WORLD = ("house.py", "world.py", "world_survey.py")
TIME_LIMIT = 600  # seconds for one step


def ensure() -> None:
    """Make the foreign house's template where there is none for its present content."""
    key = stamps.fingerprint(template_db.key(), *MODULES, FINNISH, *(HERE / "inside" / name for name in WORLD))
    cluster.start()
    with stamps.lock(NAME):
        if stamps.is_done(NAME, key) and cluster.exists(NAME):
            return
        making = f"{NAME}_new"
        cluster.dropdb(making)
        template_db.clone(making)
        odoo_command.install(making, list(MODULES), paths.LOG / "guest-template.log")
        run(making, "world:build", finnish=str(FINNISH))
        cluster.dropdb(NAME)
        cluster.psql("postgres", f'ALTER DATABASE "{making}" RENAME TO "{NAME}"')
        stamps.mark_done(NAME, key)


def clone(name: str, template: str) -> str:
    """Make a database of this run and return its name."""
    db = f"test_guest_{os.getpid()}_{name}"
    cluster.dropdb(db)
    cluster.createdb(db, template)
    return db


def drop_all() -> None:
    """Remove the databases of this run, and those of runs that were killed."""
    for db in cluster.psql("postgres", "SELECT datname FROM pg_database").split():
        owner = re.fullmatch(r"test_guest_(\d+)_\w+", db)
        if owner and (int(owner[1]) == os.getpid() or not Path(f"/proc/{owner[1]}").exists()):
            cluster.dropdb(db)


def install(db: str) -> list[str]:
    """Install our addons; return what the log complains about."""
    log = paths.LOG / "guest" / f"{db}-install.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    odoo_command.install(db, list(paths.OUR_ADDONS), log)
    return complaints(log)


def complaints(log: Path) -> list[str]:
    """Return the warnings and errors of a log, but for a library that only reads text out of PDF files."""
    return [line for line in checklog.complaints(log.read_text(errors="replace")) if "pdfminer" not in line]


def run(db: str, function: str, log: Path | None = None, **arguments: object) -> object:
    """Run `inside.<function>` in an Odoo process of its own on `db`; return its answer."""
    folder = paths.LOG / "guest"
    folder.mkdir(parents=True, exist_ok=True)
    stem = folder / f"{db}-{function.replace(':', '-')}"
    conf = odoo_command.write_conf(
        stem.with_suffix(".conf"),
        http_port=free_port.free_port(),
        addons_path=paths.addons_path(),
        db_name=db,
        logfile=log or stem.with_suffix(".log"),
        log_level="info" if log else "warn",
    )
    result = stem.with_suffix(".json")
    result.unlink(missing_ok=True)
    done = subprocess.run(
        [str(paths.VENV_PYTHON), "-m", "inside", db, function, str(result)],
        input=json.dumps(arguments),
        env={**os.environ, **cluster.env(), "PYTHONPATH": f"{HERE}:{paths.ROOT}", "GUEST_CONF": str(conf)},
        capture_output=True,
        text=True,
        timeout=TIME_LIMIT,
    )
    if done.returncode:
        raise RuntimeError(f"{function} failed on {db}:\n{done.stderr[-6000:]}")
    return json.loads(result.read_text())
