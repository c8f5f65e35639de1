"""Dividing test files among processes that run side by side: all know all files, who is free takes the next (taking).

A file is never divided: its tests may lean on what their class has set up.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from . import paths

SHARED_WORLD = re.compile(r"^def \w+\([^)]*\b(office)\b", re.MULTILINE)  # a fixture of several files, slow to build
TEST = re.compile(r"^(?:    )?def test_", re.MULTILINE)
BROWSER_TEST = 4  # a test in a browser takes about as long as so many others
LONG = {  # what takes much longer than its text tells, in tests without a browser: begun early, nobody waits for it
    "tests/e2e/test_way_of_one_feedback.py": 400,
    "tests/e2e/test_faults.py": 200,
    "addons/hva_feedback/tests/test_pages_axe.py": 250,
    "addons/hva_feedback/tests/test_staff_browser.py": 100,
    "addons/hva_feedback/tests/test_unit_finder_browser.py": 80,
    "addons/hva_reports/tests/test_dashboard_browser.py": 80,
    "addons/hva_feedback/tests/test_paper.py": 60,
    "addons/hva_feedback/tests/test_door_matrix.py": 60,
    "addons/hva_feedback/tests/test_inbox_browser.py": 40,
}


def processes(files: Sequence[str], enough_files: int, waiting: int = 0) -> int:
    """Return how many processes are worth while.

    :param enough_files: for fewer, loading everything once more costs what is gained
    :param waiting: processes beyond the number of cores, for tests that mostly wait for something else
    """
    cores = len(os.sched_getaffinity(0))
    if cores < 2 or len(files) < enough_files:
        return 1
    return min(cores + waiting, len(set(map(bundle, files))))


def in_order(args: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return (test files below the arguments, all other arguments), what takes longest first.

    A single test, `file::Class::test`, is another argument.
    """
    files = list(dict.fromkeys(file for arg in args for file in _files(arg)))
    weights: dict[str, int] = {}
    for file in files:
        weights[bundle(file)] = weights.get(bundle(file), 0) + weight(file)
    files.sort(key=lambda file: (-weights[bundle(file)], bundle(file), file))
    return files, [arg for arg in args if not _files(arg)]


def weight(file: str) -> int:
    """Return about how long the file takes, in tests without a browser."""
    text = (paths.ROOT / file).read_text(encoding="utf-8")
    return LONG.get(file) or 1 + len(TEST.findall(text)) * (BROWSER_TEST if "Browser" in text else 1)


def bundle(file: str) -> str:
    """Return the name of what a file is taken with: a running system that several files share, or itself."""
    shared = SHARED_WORLD.search((paths.ROOT / file).read_text(encoding="utf-8"))
    return shared[1] if shared else file


def _files(arg: str) -> list[str]:
    """Return the test files that `arg` names, itself or below it; none for an option or the id of a single test."""
    path = paths.ROOT / arg
    if arg.startswith("-") or "::" in arg or not path.exists():
        return []
    found: list[Path] = sorted(path.rglob("test_*.py")) if path.is_dir() else [path]
    return [str(file.relative_to(paths.ROOT)) for file in found]
