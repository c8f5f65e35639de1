"""The faults of `./hva bench faults`: where a sender dies, what the gateway says, how reports come. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

MESSAGES = 3
"""Messages of one run."""


@dataclass(frozen=True)
class Case:
    """One run.

    `dies`: event in the sender at which it kills itself, as "claimed:1" (fault_sender.EVENTS, and which time).
    `cut`: event at which the database closes the sender's connection instead. `gateway`: what the fault proxy does
    with the first tries to hand messages over, one word a message, then "ok". `reports`: what it does with all
    delivery reports of the run. `fates`: last digits of the numbers (tools/dev/smsc/behaviour.py). `senders`: how many
    at once. `database`: seconds for which nobody reaches the database once the first message is out.
    """

    name: str
    dies: str = ""
    cut: str = ""
    gateway: Sequence[str] = ()
    reports: str = "ok"
    fates: Sequence[str] = ("00", "00", "00")
    senders: int = 1
    database: float = 0


DEATHS = (
    *(f"{event}:{number}" for event in ("claim", "claimed") for number in (1,)),
    *(f"{event}:{number}" for event in ("call", "called", "result", "written") for number in (1, 2)),
)
CUTS = ("claim:1", "claimed:1", "called:1", "result:2")
GATEWAY = (
    "kill_unsent",
    "kill_sent",
    "slow_sent",
    "hang",
    "drop_unsent",
    "drop_sent",
    "reset_sent",
    "garbage_unsent",
    "garbage_sent",
    "partial_sent",
    "empty_sent",
    "busy",
    "report_first",
)
REPORTS = ("twice", "swapped", "refused")


def all_cases() -> list[Case]:
    """Return each case once, those of different kinds in turn, so that any first few are a mixture."""
    deaths = [Case(f"sender dies at {event}", dies=event) for event in DEATHS]
    gateway = [Case(f"gateway: {word}", gateway=("ok", word)) for word in GATEWAY]
    reports = [Case(f"reports: {word}", reports=word, fates=("00", "17", "05")) for word in REPORTS]
    others = [
        *(Case(f"database connection lost at {event}", cut=event) for event in CUTS),
        Case("two senders", senders=2, fates=("00", "12", "04")),
        Case("two senders, unclear replies", senders=2, gateway=("drop_sent", "slow_sent", "busy")),
        Case("two senders, one dies", senders=2, dies="called:1"),
        Case("operator: early, late and missing reports", fates=("19", "04", "18")),
        Case("operator: undelivered, expired, unknown number", fates=("01", "02", "11")),
        Case("database gone and back", database=1.0),
        Case("everything unclear", gateway=("drop_sent", "garbage_sent", "reset_sent"), reports="swapped"),
    ]
    mixed = zip_longest(deaths, gateway, others, reports)
    return [case for group in mixed for case in group if case]


@dataclass
class Judgement:
    """Counts over all runs. `unsure`: never reached the operator and shown to people as of unknown outcome."""

    lost: int = 0
    double: int = 0
    stuck: int = 0
    wrong: int = 0
    unsure: int = 0
    notes: list[str] = field(default_factory=list)


DONE = frozenset({"submitted", "delivered", "failed", "expired", "unknown"})
WORDS = {"DELIVRD": "delivered", "UNDELIV": "failed", "REJECTD": "failed", "EXPIRED": "expired"}
SAID = frozenset({"submitted", "delivered"})


def _expected(receipt: str | None) -> str:
    """Return the final state of the operator's last word, "never" when he says none, "" when it is not final."""
    return WORDS.get(receipt, "") if receipt else "never"


def judge(rows: Iterable[tuple[str, str]], taken: Iterable[Mapping[str, str | None]]) -> Judgement:
    """Compare what our database says with what the operator's log holds.

    - lost: we say that it went, and the operator never got it;
    - double: the operator got it twice;
    - stuck: not finished, and nobody is told;
    - wrong: a final state that the operator did not give.

    :param rows: (number, state) of each message, :param taken: lines of the simulator's log
    """
    judged = Judgement()
    arrived: dict[str, list[str | None]] = {}
    for line in taken:
        arrived.setdefault(str(line["to"]), []).append(line.get("receipt"))
    for number, state in rows:
        receipts = arrived.get(number, [])
        judged.double += len(receipts) > 1
        judged.stuck += state not in DONE
        judged.lost += state in SAID and not receipts
        judged.unsure += state == "unknown" and not receipts
        judged.wrong += bool(receipts) and state in WORDS.values() and _expected(receipts[0]) not in (state, "")
        if len(receipts) > 1 or state not in DONE or (state in SAID and not receipts):
            judged.notes.append(f"{number[-6:]} {state}, {len(receipts)} at the operator")
    return judged
