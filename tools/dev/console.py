"""What the person at the keyboard sees: numbered steps with times, and failures that say what to do."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path


class Stop(Exception):
    """The work cannot go on; the text says why and what to do about it."""


def say(text: str) -> None:
    print(text, flush=True)


@contextlib.contextmanager
def step(number: int, total: int, what: str) -> Iterator[None]:
    """Announce a step that may take long and say afterwards how long it took, if it did."""
    say(f"[{number}/{total}] {what} ...")
    started = time.monotonic()
    yield
    if (seconds := time.monotonic() - started) >= 1:
        say(f"[{number}/{total}] done in {seconds:.0f} s")


def run_logged(
    command: Sequence[str | Path],
    log: Path,
    advice: str,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
) -> None:
    """Run a chatty command with its output in `log`; on failure show the end of it and the advice."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(env or {})},
            cwd=cwd,
        )
    if done.returncode:
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-25:])
        raise Stop(
            f"{tail}\n\n{Path(str(command[0])).name} failed (exit {done.returncode}). {advice}\nWhole log: {log}"
        )


def fail(error: Stop) -> int:
    print(f"\nhva: {error}", file=sys.stderr, flush=True)
    return 1
