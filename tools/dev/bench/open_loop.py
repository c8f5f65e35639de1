"""Load that comes when it comes: each visit has its moment, whether or not the ones before are done.

A server that is slow is not given time by a client that waits for it, and a wait counts from the moment the visit was
due.
"""

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

MAX_LATE = 60.0  # seconds after the last moment until which answers are awaited


@dataclass
class Stream:
    """One kind of visit: `visit(number)` is called `per_second` times a second and raises when it fails."""

    name: str
    per_second: float
    visit: Callable[[int], None]
    latencies: list[float] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def run_one(self, number: int, due: float) -> None:
        try:
            self.visit(number)
        except Exception as error:  # noqa: BLE001  the edge: what went wrong is counted and shown
            self.errors.append(f"{type(error).__name__}: {error}")
        else:
            self.latencies.append(time.monotonic() - due)
            self.done.append(number)


def moments(streams: list[Stream], seconds: float) -> list[tuple[float, Stream, int]]:
    """Return (seconds from the start, stream, number) of every visit, in order."""
    planned = [
        (number / stream.per_second, stream, number)
        for stream in streams
        for number in range(int(seconds * stream.per_second))
    ]
    return sorted(planned, key=lambda visit: visit[0])


def run(streams: list[Stream], seconds: float, hands: int = 48) -> None:
    """Let all visits happen at their moments, by at most `hands` at once; return when they are over.

    What has not begun `MAX_LATE` after the last moment counts as an error.
    """
    is_over = threading.Event()
    waiting: queue.SimpleQueue[tuple[float, Stream, int] | None] = queue.SimpleQueue()

    def work() -> None:
        while visit := waiting.get():
            due, stream, number = visit
            if is_over.is_set():
                stream.errors.append("not served in time")
            else:
                stream.run_one(number, due)

    threads = [threading.Thread(target=work, daemon=True) for _each in range(hands)]
    for thread in threads:
        thread.start()
    started = time.monotonic()
    for moment, stream, number in moments(streams, seconds):
        due = started + moment
        if (ahead := due - time.monotonic()) > 0:
            time.sleep(ahead)
        waiting.put((due, stream, number))
    for _each in threads:
        waiting.put(None)
    deadline = time.monotonic() + MAX_LATE
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    is_over.set()
    for thread in threads:
        thread.join()
