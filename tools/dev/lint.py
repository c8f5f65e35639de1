"""`./hva lint` and `./hva fmt`: what a machine can say about the style. The tools' settings are in pyproject.toml."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from . import install, paths
from .console import say

PYTHON_FOLDERS = ("addons", "tests", "tools")
TYPED_ROOMS = ("tools", "gateways")
NOT_OURS = (  # messages of pylint-odoo; its configuration file cannot take single ones out of a group
    "missing-readme",  # there is one README for all three addons
    "manifest-required-author",  # asks for OCA
    "consider-merging-classes-inherited",  # we split by purpose
    "missing-return",  # also asks it of computes, which return nothing
    "no-search-all",  # right for tables of settings
)
SPEAKS_TO_ODOO = "odoo_api.py"  # the one file in those rooms that needs Odoo, and so is not typed


def main_lint(argv: list[str]) -> int:
    """Run all checks, also after one has failed; the exit code says whether all passed."""
    install.ensure_for_use()
    failed = [name for name, command in _checks() if not _passes(name, command)]
    say(f"lint: {'failed: ' + ', '.join(failed) if failed else 'all passed'}")
    return 1 if failed else 0


def main_fmt(argv: list[str]) -> int:
    install.ensure_for_use()
    fixed = _run(["ruff", "check", "--fix", "--quiet", *_present()])
    return _run(["ruff", "format", *_present()]) or fixed


def _checks() -> Iterator[tuple[str, list[str]]]:
    yield "ruff", ["ruff", "check", *_present()]
    yield "format", ["ruff", "format", "--check", *_present()]
    if addons := [f"addons/{name}" for name in paths.OUR_ADDONS if (paths.ADDONS / name).is_dir()]:
        yield "pylint-odoo", ["pylint", "--rcfile=.pylintrc", f"--disable={','.join(NOT_OURS)}", *addons]
    if typed := typed_files():
        yield "mypy", ["mypy", *typed]
    if (paths.ROOT / "docker").is_dir():
        yield "docker", ["python", "-m", "tools.dev.docker_files"]
    yield "well-formed", ["python", "-m", "tools.dev.wellformed"]


def typed_files() -> list[str]:
    """Return the files that are pure enough to be checked strictly, without Odoo."""
    found = [path for room in TYPED_ROOMS for path in sorted(paths.ADDONS.glob(f"*/{room}/*.py"))]
    return [str(path.relative_to(paths.ROOT)) for path in found if path.name != SPEAKS_TO_ODOO]


def _passes(name: str, command: list[str]) -> bool:
    started = time.monotonic()
    code = _run(command)
    say(f"{name}: {'ok' if code == 0 else 'FAILED'} ({time.monotonic() - started:.0f} s)")
    return code == 0


def _run(command: list[str]) -> int:
    """Run a program of the environment from the root of the repository."""
    env = {**os.environ, "PATH": f"{paths.VENV / 'bin'}:{os.environ['PATH']}", "MYPYPATH": "addons"}
    program = Path(paths.VENV / "bin" / command[0])
    return subprocess.run([program, *command[1:]], cwd=paths.ROOT, env=env).returncode


def _present() -> list[str]:
    return [name for name in PYTHON_FOLDERS if (paths.ROOT / name).is_dir()]
