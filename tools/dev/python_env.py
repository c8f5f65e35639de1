"""The Python environment: pinned packages, and Odoo beside them through a `.pth` file."""

import shutil
import subprocess
from pathlib import Path

from . import odoo_source, paths, stamps
from .console import run_logged

PIP = "pip==26.3"
ALONE = ("axe-playwright-python==0.1.8",)  # only for the axe-core file in it, so without the browsers it asks for
REQUIREMENTS = ("requirements.txt", "requirements-lake.txt", "requirements-test.txt", "constraints.txt")


def ensure() -> None:
    """Make or complete the environment. All of constraints.txt is installed: it is Odoo's needs and ours, pinned."""
    if stamps.is_done("python", _key()) and _works():
        return
    if not _works():
        shutil.rmtree(paths.VENV, ignore_errors=True)
    log = paths.LOG / "pip.log"
    advice = "Is there a network, and are gcc, python3-dev and libpq-dev installed?"
    run_logged([paths.SYSTEM_PYTHON, "-m", "venv", paths.VENV], log, "Is python3-venv installed?")
    _show_odoo()
    pip = [paths.VENV_PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
    run_logged([*pip, PIP], log, advice)
    files = [part for name in REQUIREMENTS for part in ("-r", paths.ROOT / name)]
    run_logged([*pip, *files], log, advice)
    run_logged([*pip, "--no-deps", *ALONE], log, advice)
    stamps.mark_done("python", _key())


def _key() -> str:
    version = subprocess.run([paths.SYSTEM_PYTHON, "-V"], capture_output=True, text=True).stdout
    files = [paths.ROOT / name for name in REQUIREMENTS]
    return stamps.fingerprint(PIP, *ALONE, version, odoo_source.NOTE, *files)


def _works() -> bool:
    try:
        return subprocess.run([paths.VENV_PYTHON, "-c", "import sys"]).returncode == 0
    except OSError:
        return False


def _show_odoo() -> None:
    """Let the environment see Odoo; tell pip it is there, where the source does not (a plain git checkout)."""
    site = next(Path(paths.VENV).glob("lib/python3*/site-packages"))
    parent = paths.odoo_parent()
    (site / "hva_odoo.pth").write_text(f"{parent}\n")
    shutil.rmtree(site / "odoo-19.0.dist-info", ignore_errors=True)
    if not list(parent.glob("odoo-*.*-info")):
        about = site / "odoo-19.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text("Metadata-Version: 2.1\nName: odoo\nVersion: 19.0\n")
