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
LOCKS = HVA_HOME / "run"
RUN = LOCKS / hashlib.sha256(str(ROOT).encode()).hexdigest()[:10] if IS_SHARED else LOCKS  # pid files of this checkout
STAMPS = HVA_HOME / "stamps"
DATA = HVA_HOME / "data"

ADDONS = ROOT / "addons"
OUR_ADDONS = ("hva_feedback", "hva_sms", "hva_reports")


def home_key() -> str:
    """Short name of this HVA_HOME, for the things that cannot live inside it."""
    return hashlib.sha256(str(HVA_HOME).encode()).hexdigest()[:10]


def is_open_to_others(place: Path) -> bool:
    """Tell whether a user without our rights may walk down to `place`, as a service that gave up root must."""
    return all(each.stat().st_mode & 0o001 for each in (place, *place.parents) if each.exists())


def service_home() -> Path:
    """Return a folder that services under another user can reach: HVA_HOME, or one in /var/lib for a closed home.

    Only root has to do with other users; everybody else's services run under the same user and stay in HVA_HOME.
    """
    if os.geteuid() != 0 or is_open_to_others(HVA_HOME):
        return HVA_HOME
    return Path(f"/var/lib/hva-feedback-{home_key()}")


def odoo_parent() -> Path:
    """Return the folder that holds the `odoo` package the environment was built on, as setup wrote it down."""
    return Path((HVA_HOME / "odoo-parent").read_text().strip())


def addons_path() -> str:
    """Return this checkout's addons; Odoo finds its own and pip-installed ones by itself."""
    return str(ADDONS)
