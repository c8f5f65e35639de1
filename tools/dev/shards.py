"""Dividing the test files of the addons among processes that run side by side, each on a database of its own.

A file is never divided: its tests may lean on what their class has set up.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from . import paths

ENOUGH_FILES = 20  # for fewer, loading Odoo once more costs what is gained
MOST = 4
SHARED_WORLD = re.compile(r"^def \w+\([^)]*\b(office)\b", re.MULTILINE)  # a fixture of several files, slow to build
TEST = re.compile(r"^(?:    )?def test_", re.MULTILINE)
BROWSER_TEST = 8  # a test in a browser takes about as long as so many others


def divide(args: Sequence[str], enough_files: int = ENOUGH_FILES) -> list[list[str]]:
    """Return the arguments of each process: one list when there is little to do or one core to do it.

    :param args: pytest's arguments, of which those that are folders or files of the repository are divided
    :param enough_files: how many files are worth a second process
    """
    files = [file for arg in args for file in _files(arg)]
    options = [arg for arg in args if not _files(arg)]
    count = min(len(os.sched_getaffinity(0)), MOST)
    if count < 2 or len(files) < enough_files:
        return [list(args)]
    bundles = _bundles(files)
    shares = share_out({name: sum(map(weight, bundle)) for name, bundle in bundles.items()}, min(count, len(bundles)))
    return [[*sorted(file for name in share for file in bundles[name]), *options] for share in shares]


def share_out(weights: dict[str, int], count: int) -> list[list[str]]:
    """Divide the keys of `weights` into `count` lists of about the same weight, each in alphabetical order."""
    shares: list[list[str]] = [[] for _share in range(count)]
    loads = [0] * count
    for name in sorted(weights, key=lambda name: (-weights[name], name)):
        lightest = loads.index(min(loads))
        shares[lightest].append(name)
        loads[lightest] += weights[name]
    return [sorted(share) for share in shares]


def weight(file: str) -> int:
    """Return about how long the file takes, in tests without a browser."""
    text = (paths.ROOT / file).read_text(encoding="utf-8")
    return 1 + len(TEST.findall(text)) * (BROWSER_TEST if "Browser" in text else 1)


def _bundles(files: Sequence[str]) -> dict[str, list[str]]:
    """Return name -> files that stay together because they share a running system; most files are alone."""
    bundles: dict[str, list[str]] = {}
    for file in files:
        shared = SHARED_WORLD.search((paths.ROOT / file).read_text(encoding="utf-8"))
        bundles.setdefault(shared[1] if shared else file, []).append(file)
    return bundles


def _files(arg: str) -> list[str]:
    """Return the test files that `arg` names, itself or below it; none for an option or the id of a single test."""
    path = paths.ROOT / arg
    if arg.startswith("-") or "::" in arg or not path.exists():
        return []
    found: list[Path] = sorted(path.rglob("test_*.py")) if path.is_dir() else [path]
    return [str(file.relative_to(paths.ROOT)) for file in found]
