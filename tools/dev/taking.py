"""A plugin of pytest for processes that share one pile of test files: who is free takes the next one.

    pytest -p tools.dev.taking --take-from=FOLDER test_a.py test_b.py

Every process is given all files, in the same order, and an empty folder in which each leaves a mark of what it takes.
What a process took and did not finish is run by nobody else; its exit code says so.
"""

import os
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from tools.dev import paths, shards


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--take-from", metavar="FOLDER", help="share the files with others that have the same folder")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    folder = session.config.getoption("--take-from")
    if not folder or session.testsfailed or session.config.option.collectonly:
        return None  # pytest's own loop, which says what could not be collected
    items = taken(session.items, Path(folder))
    item = next(items, None)
    while item:
        following = next(items, None)  # known beforehand, for what is set up for both is kept between them
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)
        item = following
    return True


def taken(items: Iterable[pytest.Item], folder: Path) -> Iterator[pytest.Item]:
    """Yield the tests of each file, or bundle of files, that nobody else has taken yet."""
    for name, group in groupby(items, key=lambda item: _bundle(item.path)):
        if _is_first(folder / name.replace("/", "+")):
            yield from group


@cache
def _bundle(path: Path) -> str:
    return shards.bundle(str(path.relative_to(paths.ROOT)))


def _is_first(mark: Path) -> bool:
    try:
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True
