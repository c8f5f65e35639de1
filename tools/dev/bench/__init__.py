"""`./hva bench NAME [--quick]`: how fast we are beside plain Odoo, both in the same run on the same machine.

    answers     a person reads the page and answers: ours and Odoo Survey's own page, side by side
    load        ten answers a second beside fifty delivery reports a second, for ten minutes: nothing may be lost
    faults      sending while senders are killed, replies are lost and reports come wrongly: nothing twice, nothing lost
    reports     the dashboard's questions over ten years of a county's feedback, ten million answers
    lake        the data lake's files of a county with two thousand readers, beside a plain COPY TO of the same rows
    inbox       a manager of 40 units reads lists and forms among 200 000 cases
    sms         visits in by REST, messages out of the outbox, and through a real Kannel to a simulated operator

Two runs on a shared machine differ by a factor of two, two halves of one run by little: read the ratios. The last
line is `RESULT key=value ...`. A benchmark is never a test and has no pass or fail of its own. See docs/performance.md.
"""

import argparse
import importlib

from .. import install
from ..console import say
from .figures import result_line

NAMES = (
    "answers",
    "load",
    "faults",
    "inbox",
    "lake",
    "reports",
    "sms",
)


def main(argv: list[str]) -> int:
    """Run one benchmark: its module's `run(quick)` returns the figures of the RESULT line."""
    parser = argparse.ArgumentParser(
        prog="./hva bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--quick", action="store_true", help="about a minute, for a first impression")
    parser.add_argument("--runs", type=int, help="how many faults (faults only)")
    options = parser.parse_args(argv)
    install.ensure_for_use()
    module = importlib.import_module(f"{__name__}.{options.name}")
    more = {"runs": options.runs} if options.runs else {}
    say(result_line(module.run(options.quick, **more)))
    return 0
