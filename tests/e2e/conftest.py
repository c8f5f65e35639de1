"""Tests from outside: `tools.dev` starts the programs, and addons' pure parts are imported without Odoo."""

import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]

if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

for _addon in ("hva_feedback", "hva_sms", "hva_reports"):
    _package = ModuleType(_addon)
    _package.__path__ = [str(ROOT / "addons" / _addon)]
    sys.modules.setdefault(_addon, _package)
