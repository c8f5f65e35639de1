"""Run the simulated operator until it is told to stop."""

import argparse
import asyncio
import signal
from pathlib import Path

from . import phones
from .server import HOST, Smsc


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.dev.smsc", description="Simulated operator (SMPP 3.4).")
    parser.add_argument("--port", type=int, required=True, help=f"port on {HOST}")
    parser.add_argument("--log", type=Path, required=True, help="file of sent messages, one line of JSON each")
    parser.add_argument("--receipt-delay", type=float, default=1.0, help="seconds before each delivery report")
    parser.add_argument("--phones", type=Path, help="file to which lines are added that phones write back (see phones)")
    return parser.parse_args()


async def _run(arguments: argparse.Namespace) -> None:
    smsc = Smsc(arguments.port, arguments.log, arguments.receipt_delay)
    await smsc.start()
    if arguments.phones:
        smsc.spawn(phones.follow(arguments.phones, smsc.deliver))
    print(f"listening on {HOST}:{arguments.port}", flush=True)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await stopped.wait()
    await smsc.stop()


if __name__ == "__main__":
    asyncio.run(_run(_arguments()))
