"""Let pure tools be imported as `hva_feedback.tools.x` without Odoo: each addon is a bare package here."""

import sys
from pathlib import Path
from types import ModuleType

from hypothesis import settings

# How long an example takes says something about the machine, not about the code. The same examples each time: what
# fails in somebody's run fails in everybody's. `--hypothesis-profile=search` looks for others.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile("house")

ADDONS = Path(__file__).resolve().parents[2] / "addons"


def _bare_package(name, folder):
    """Register `name` as a package over `folder` without running its `__init__`, which imports Odoo."""
    package = ModuleType(name)
    package.__path__ = [str(folder)]
    sys.modules.setdefault(name, package)


for _addon in ("hva_feedback", "hva_sms", "hva_reports"):
    _bare_package(_addon, ADDONS / _addon)
