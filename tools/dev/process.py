"""Background processes known by a pid file, so that `./hva stop` finds every one of them.

A pid alone is not proof: numbers are reused after a crash or a reboot. The file therefore also holds the time the
kernel says the process started, and a process with another start time is not ours.
"""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import paths


def pid_file(name: str) -> Path:
    return paths.RUN / f"{name}.pid"


def start(name: str, command: Sequence[str | Path], log: Path, env: Mapping[str, str] | None = None) -> int:
    """Start `command` in a session of its own, output appended to `log`; return its pid. A running one is kept."""
    if running := pid_of(name):
        return running
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as out:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=paths.ROOT,
            env={**os.environ, **(env or {})},
            start_new_session=True,
        )
    pid_file(name).parent.mkdir(parents=True, exist_ok=True)
    pid_file(name).write_text(f"{process.pid} {_started_at(process.pid)}\n")
    return process.pid


def pid_of(name: str) -> int | None:
    """Return the pid of the running process `name`; a stale file counts as not running and is removed."""
    path = pid_file(name)
    try:
        pid, started_at = path.read_text().split()
    except (FileNotFoundError, ValueError):
        return None
    if _started_at(int(pid)) != started_at:
        path.unlink(missing_ok=True)
        return None
    return int(pid)


def stop(name: str, patience: float = 20) -> bool:
    """Ask the process and all it started to end, then make them; return whether there was anything to stop."""
    pid = pid_of(name)
    if pid is None:
        return False
    _signal_session(pid, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while pid_of(name) and time.monotonic() < deadline:
        time.sleep(0.1)
    if pid_of(name):
        _signal_session(pid, signal.SIGKILL)
        time.sleep(0.2)
    pid_file(name).unlink(missing_ok=True)
    return True


def end_session(process: "subprocess.Popen[bytes]") -> None:
    """End what is left of a session that was started with `start_new_session=True`, its leader included."""
    _signal_session(process.pid, signal.SIGTERM)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        _signal_session(process.pid, signal.SIGKILL)
        process.wait()


def names() -> list[str]:
    """Return the names of all processes that have a pid file, in the order they were started."""
    return [path.stem for path in sorted(paths.RUN.glob("*.pid"), key=lambda path: path.stat().st_mtime)]


def _signal_session(pid: int, number: int) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        pass


def _started_at(pid: int) -> str | None:
    """Return the start time of a live process in kernel ticks; None when it is gone or only waits to be reaped."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    fields = stat.rpartition(")")[2].split()  # the name in brackets may hold spaces
    return None if fields[0] == "Z" else fields[19]
