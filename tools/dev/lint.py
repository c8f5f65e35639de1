"""`./hva lint` and `./hva fmt`: what a machine can say about the style. The tools' settings are in pyproject.toml."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

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
    """Run all checks side by side, also after one has failed; the exit code says whether all passed."""
    install.ensure_for_use()
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        passed = list(pool.map(lambda check: (check[0], _passes(*check)), _checks()))
    failed = [name for name, is_passed in passed if not is_passed]
    say(f"lint: {'failed: ' + ', '.join(failed) if failed else 'all passed'}")
    return 1 if failed else 0


def main_fmt(argv: list[str]) -> int:
    install.ensure_for_use()
    fixed = _run(["ruff", "check", "--fix", "--quiet", *_present()])
    return _run(["ruff", "format", *_present()]) or fixed


def _checks() -> Iterator[tuple[str, list[str]]]:
    """Yield (name, command), what takes longest first."""
    if addons := [f"addons/{name}" for name in paths.OUR_ADDONS if (paths.ADDONS / name).is_dir()]:
        yield "pylint-odoo", ["pylint", "--rcfile=.pylintrc", f"--disable={','.join(NOT_OURS)}", *addons]
    if typed := typed_files():
        yield "mypy", ["mypy", *typed]
    yield "ruff", ["ruff", "check", *_present()]
    yield "format", ["ruff", "format", "--check", *_present()]
    if (paths.ROOT / "docker").is_dir():
        yield "docker", ["python", "-m", "tools.dev.docker_files"]
    yield "well-formed", ["python", "-m", "tools.dev.wellformed"]


def typed_files() -> list[str]:
    """Return the files that are pure enough to be checked strictly, without Odoo."""
    found = [path for room in TYPED_ROOMS for path in sorted(paths.ADDONS.glob(f"*/{room}/*.py"))]
    return [str(path.relative_to(paths.ROOT)) for path in found if path.name != SPEAKS_TO_ODOO]


def _passes(name: str, command: list[str]) -> bool:
    """Run a check and show what it says once it has ended, for others speak meanwhile."""
    started = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        code = _run(command, said)
        said.seek(0)
        say(f"{said.read()}{name}: {'ok' if code == 0 else 'FAILED'} ({time.monotonic() - started:.0f} s)")
    return code == 0


def _run(command: list[str], said: IO[str] | None = None) -> int:
    """Run a program of the environment from the root of the repository; `said` takes what it says."""
    env = {**os.environ, "PATH": f"{paths.VENV / 'bin'}:{os.environ['PATH']}", "MYPYPATH": "addons"}
    program = Path(paths.VENV / "bin" / command[0])
    return subprocess.run([program, *command[1:]], cwd=paths.ROOT, env=env, stdout=said, stderr=said).returncode


def _present() -> list[str]:
    return [name for name in PYTHON_FOLDERS if (paths.ROOT / name).is_dir()]
