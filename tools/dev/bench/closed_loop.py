"""Rounds of load: so many clients, each answering again and again, for so many seconds."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Round:
    """What happened in one round. `seconds` ends with the last answer that was begun in time."""

    clients: int
    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    odoo_cpu: float = 0.0
    database_cpu: float = 0.0

    @property
    def count(self) -> int:
        return len(self.latencies)

    @property
    def per_second(self) -> float:
        return self.count / self.seconds if self.seconds else 0.0

    def cpu_ms(self) -> float:
        """Processor time per answer in milliseconds, application and database."""
        return 1000 * (self.odoo_cpu + self.database_cpu) / max(self.count, 1)


def run(flow: Callable[[], None], clients: int, seconds: float) -> Round:
    """Let `clients` threads run the flow until the time is over; a flow that fails is counted as an error."""
    result = Round(clients)
    started = time.monotonic()

    def work() -> None:
        while time.monotonic() < started + seconds:
            began = time.monotonic()
            try:
                flow()
            except Exception as error:  # noqa: BLE001  the edge: what went wrong is shown with the round
                result.errors.append(f"{type(error).__name__}: {error}")
                time.sleep(0.1)  # a server that is down is not asked a thousand times
            else:
                result.latencies.append(time.monotonic() - began)

    threads = [threading.Thread(target=work, daemon=True) for _each in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result.seconds = time.monotonic() - started
    return result
