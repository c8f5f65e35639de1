"""Remember that a step is done, for as long as what went into it stays the same."""

import contextlib
import fcntl
import hashlib
from collections.abc import Iterator
from pathlib import Path

from . import paths


def fingerprint(*inputs: str | Path) -> str:
    """Hash texts, and the contents of the files among `inputs`."""
    digest = hashlib.sha256()
    for item in inputs:
        digest.update(item.read_bytes() if isinstance(item, Path) else item.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def is_done(name: str, key: str) -> bool:
    stamp = paths.STAMPS / name
    return stamp.is_file() and stamp.read_text() == key


def mark_done(name: str, key: str) -> None:
    paths.STAMPS.mkdir(parents=True, exist_ok=True)
    (paths.STAMPS / name).write_text(key)


def forget(name: str) -> None:
    (paths.STAMPS / name).unlink(missing_ok=True)


@contextlib.contextmanager
def lock(name: str) -> Iterator[None]:
    """Let one process at a time into a part of HVA_HOME; others wait."""
    paths.LOCKS.mkdir(parents=True, exist_ok=True)
    with (paths.LOCKS / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def fingerprint_of_file(path: Path) -> str:
    """Return the plain sha256 of a file, as `sha256sum` would print it."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
