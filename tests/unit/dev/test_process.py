"""Background processes are found again, and a number that now belongs to somebody else is left alone."""

import os
import signal
import sys
import time

import pytest

from tools.dev import paths, process

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)",
]


@pytest.fixture(autouse=True)
def own_run(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "RUN", tmp_path / "run")
    yield
    for name in process.names():
        process.stop(name, patience=0)


def test_a_started_process_is_found_and_stopped(tmp_path):
    pid = process.start("one", SLEEP, tmp_path / "log")
    assert process.pid_of("one") == pid
    assert process.names() == ["one"]
    assert process.stop("one")
    assert process.pid_of("one") is None
    assert process.names() == []


def test_starting_twice_keeps_the_first(tmp_path):
    assert process.start("one", SLEEP, tmp_path / "log") == process.start("one", SLEEP, tmp_path / "log")


def test_a_reused_number_is_not_ours(tmp_path):
    paths.RUN.mkdir()
    process.pid_file("old").write_text(f"{os.getpid()} 1\n")
    assert process.pid_of("old") is None
    assert process.stop("old") is False, "else this test would have ended itself"
    assert not process.pid_file("old").exists()


def test_a_broken_pid_file_counts_as_not_running():
    paths.RUN.mkdir()
    process.pid_file("half").write_text("")
    assert process.pid_of("half") is None


def test_a_crashed_process_is_not_running(tmp_path):
    pid = process.start("one", SLEEP, tmp_path / "log")
    os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)
    assert process.pid_of("one") is None


def test_one_that_does_not_listen_is_made_to_end(tmp_path):
    log = tmp_path / "log"
    process.start("deaf", DEAF, log)
    while not log.read_text():
        time.sleep(0.05)
    assert process.stop("deaf", patience=0.3)
    assert process.pid_of("deaf") is None
