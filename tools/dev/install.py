"""`./hva setup`: from a bare machine to a database that can be cloned. Done steps are skipped."""

import sys

from . import apt, cluster, odoo_command, odoo_source, paths, python_env, stamps, template_db
from .console import Stop, say, step

OLDEST_PYTHON = (3, 11)
STEPS = (
    ("packages of the operating system", apt.install_packages),
    ("Odoo 19", odoo_source.ensure),
    ("Python environment", python_env.ensure),
    ("PostgreSQL", cluster.start),
    ("template database", template_db.ensure),
)


def main(argv: list[str]) -> int:
    if argv:
        raise Stop("./hva setup takes no arguments. HVA_HOME and ODOO_HOME are read from the environment.")
    ensure()
    say(f"Ready: {paths.HVA_HOME}")
    return 0


def ensure() -> None:
    """Bring everything up; what is done already takes no time."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        raise Stop(f"{paths.SYSTEM_PYTHON} is older than 3.11: Debian 12 or newer is needed.")
    paths.HVA_HOME.mkdir(parents=True, exist_ok=True)
    with stamps.lock("setup"):
        for number, (what, run) in enumerate(STEPS, 1):
            with step(number, len(STEPS), what):
                run()
    odoo_command.write_conf()


def ensure_for_use() -> None:
    """Same, for commands that only use the environment: one shared by several checkouts is not changed from here."""
    if not paths.IS_SHARED:
        ensure()
        return
    if not paths.VENV_PYTHON.exists():
        raise Stop(f"Nothing is installed in {paths.HVA_HOME} yet: run ./hva setup")
    cluster.start()
