"""Where things are. One place, so that two checkouts can share one `.hva` through the HVA_HOME variable."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HVA_HOME = Path(os.environ.get("HVA_HOME") or ROOT / ".hva").resolve()
IS_SHARED = HVA_HOME != ROOT / ".hva"

SYSTEM_PYTHON = "/usr/bin/python3"
VENV = HVA_HOME / "venv"
VENV_PYTHON = VENV / "bin" / "python"
ODOO_UNPACKED = HVA_HOME / "odoo"
LOG = HVA_HOME / "log"
RUN = HVA_HOME / "run"
STAMPS = HVA_HOME / "stamps"
DATA = HVA_HOME / "data"

ADDONS = ROOT / "addons"
OUR_ADDONS = ("hva_feedback", "hva_sms", "hva_reports")


def home_key() -> str:
    """Short name of this HVA_HOME, for the things that cannot live inside it."""
    return hashlib.sha256(str(HVA_HOME).encode()).hexdigest()[:10]


def odoo_parent() -> Path:
    """Return the folder that holds the `odoo` package the environment was built on, as setup wrote it down."""
    return Path((HVA_HOME / "odoo-parent").read_text().strip())


def addons_path() -> str:
    """Return this checkout's addons; Odoo finds its own and pip-installed ones by itself."""
    return str(ADDONS)
