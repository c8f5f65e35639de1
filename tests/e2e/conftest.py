"""Tests from outside: `tools.dev` starts the programs, and addons' pure parts are imported without Odoo."""

import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]

for _folder in (ROOT, ROOT / "tests" / "e2e"):
    if str(_folder) not in sys.path:
        sys.path.insert(0, str(_folder))

for _addon in ("hva_feedback", "hva_sms", "hva_reports"):
    _package = ModuleType(_addon)
    _package.__path__ = [str(ROOT / "addons" / _addon)]
    sys.modules.setdefault(_addon, _package)

from tools.dev import paths  # noqa: E402
from tools.dev.demo.world import World  # noqa: E402

ADDRESS = """
env["ir.config_parameter"].set_param("web.base.url", "{url}")
env["ir.config_parameter"].set_param("web.base.url.freeze", "True")
env.cr.commit()
"""


@pytest.fixture(scope="session")
def office():
    """The demo's county with its pages up, for stories of people at their desks; each makes what it needs."""
    name = f"office_{os.getpid()}"  # of this run alone: several checkouts may share one home
    office = World(name, paths.HVA_HOME / name)
    try:
        office.build()
        office.odoo.shell(ADDRESS.format(url=office.url))
        office.start_pages()
        yield office
    finally:
        office.remove()


@pytest.fixture(scope="session")
def pictures(office):
    """The folder of pictures: docs/guide/pictures where somebody asked for it, else one that goes away."""
    return Path(os.environ.get("HVA_GUIDE_PICTURES") or office.directory / "pictures").resolve()
