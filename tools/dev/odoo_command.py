"""How to call the unpacked Odoo: one configuration file, one command line, always with this checkout's addons."""

import subprocess
from pathlib import Path

from . import cluster, paths
from .console import run_logged

CONF = paths.HVA_HOME / "odoo.conf"
PROGRAM = Path(__file__).parent / "bin" / "odoo"

SETTINGS = {
    "data_dir": str(paths.DATA),
    "http_interface": "127.0.0.1",
    "proxy_mode": "False",
    "list_db": "False",
    "workers": "0",
    "max_cron_threads": "1",
    "limit_time_real": "600",
    "limit_time_real_cron": "900",
    "geoip_city_db": "",
    "geoip_country_db": "",
    "db_maxconn": "24",
    "publisher_warranty_url": "",
}


def write_conf(path: Path = CONF, **more: object) -> Path:
    """Write the configuration file; `more` adds to it or replaces."""
    variables = cluster.env()
    settings = {
        **SETTINGS,
        "db_host": variables["PGHOST"],
        "db_port": variables["PGPORT"],
        "db_user": variables["PGUSER"],
        **more,
    }
    paths.DATA.mkdir(parents=True, exist_ok=True)
    lines = ["[options]", *(f"{name} = {value}" for name, value in settings.items())]
    path.write_text("\n".join(lines) + "\n")
    return path


def command(*args: str, conf: Path = CONF) -> list[str]:
    """Return the command line of `odoo <args>`; a leading subcommand (shell, i18n, ...) is understood."""
    start = [str(paths.VENV_PYTHON), str(PROGRAM)]
    sub = list(args[:1]) if args and not args[0].startswith("-") else []
    common = ["-c", str(conf)]
    if paths.ADDONS.is_dir():
        common.append(f"--addons-path={paths.addons_path()}")
    return [*start, *sub, *common, *args[len(sub) :]]


def install(db: str, modules: list[str], log: Path, *more: str, demo: bool = False) -> None:
    """Install modules into an existing database, adding none on its own account (no auto-install).

    Odoo loads a module's demo data when all it depends on have theirs. The template has none, so for `demo` its modules
    are first said to have it: ours then load their own and nothing else.
    """
    if demo:
        cluster.psql(db, "UPDATE ir_module_module SET demo = true WHERE state = 'installed'")
    args = ("-d", db, "-i", ",".join(modules), "--skip-auto-install", "--no-http", "--stop-after-init", *more)
    run_logged(command(*args), log, f"Read the log, then drop the database with: ./hva psql --drop {db}")


def update(db: str, modules: list[str], log: Path) -> None:
    """Bring modules of an existing database up to what the files say, installing what is not there yet."""
    names = ",".join(modules)
    args = ("-d", db, "-i", names, "-u", names, "--skip-auto-install", "--no-http", "--stop-after-init")
    run_logged(command(*args), log, "Read the log above; a kept database can also be dropped and made anew.")


def shell(db: str, script: str) -> str:
    """Run Python text inside `odoo shell`, as superuser; return what it printed. The text must commit by itself."""
    args = command("shell", "-d", db, "--no-http", "--log-level=warn")
    done = subprocess.run(args, input=script, capture_output=True, text=True)
    if done.returncode or "Traceback (most recent call last)" in done.stderr:
        raise RuntimeError(f"odoo shell failed on {db}:\n{done.stderr[-4000:]}")
    return done.stdout
