"""Sending under faults: real Odoo, PostgreSQL and Kannel, a simulated operator whose log is the truth.

Each run sends three messages and has one fault (fault_cases): the sender is killed, the gateway is unclear, reports
come wrongly, two senders meet, the database goes. Then the job runs on, as the scheduler would let it, until nothing
waits. Pauses after an unclear reply are not waited for, nor at the end the minute of the job that applies reports that
came too early; nothing else of the product is made faster but its patience with a call and with a claim
(fault_sender).

A whole run ends with one fault at the product's own pace: Odoo itself is killed while it hands a message over, started
again, and `max_recovery_s` is how long it takes until no message is unaccounted for. A quick one gives the longest of
the fast runs there.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .. import cluster, jobs, odoo_command, paths, process, template_db
from ..console import Stop, say
from ..free_port import free_port, is_listening
from ..kannel import Kannel
from ..odoo_server import OdooServer
from . import fault_cases
from .fault_cases import Case
from .fault_proxy import FaultProxy

RUNS, QUICK_RUNS = 300, 30
PATIENCE = 60.0
REPORT_PATIENCE = 200.0  # a report that came before its message was written waits for the job's next minute or two
RECOVERY_PATIENCE = 600.0
PERSON_KEY = "a key for faults that is long enough to be accepted"
WAITS = "state IN ('due', 'claimed')"

SET_UP = """
gateway = env["hva.sms.gateway"].create({"name": "Kannel", "kind": "kannel", "url": "http://127.0.0.1:9/",
    "username": "hva", "password": "hva-demo", "sender_id": "Faults", "rate_per_minute": 60000, "is_simulator": True,
    "most_in_a_row": 0, "most_percent": 0})
level = env["hva.unit.level"].create({"name": "Level"})
unit = env["hva.unit"].create({"name": "Clinic", "level_id": level.id})
rule = env.ref("hva_sms.hva_contact_rule_county")
rule.write({"window_start": 0, "window_end": 24, "is_sent_saturday": True, "is_sent_sunday": True,
    "is_sent_on_holidays": True})
crons = env["ir.cron"].search([]) - env.ref("hva_sms.ir_cron_hva_apply_reports")
crons.active = False
env.cr.commit()
print('{"gateway": %d, "unit": %d, "rule": %d, "cron": %d}' % (
    gateway.id, unit.id, rule.id, env.ref("hva_sms.ir_cron_hva_dispatch").id))
"""


def run(quick: bool, runs: int | None = None) -> dict[str, float | int]:
    """Run `runs` faults and return the figures of the RESULT line; quick: 30, and nothing at the product's own pace."""
    runs = runs or (QUICK_RUNS if quick else RUNS)
    with _world() as world:
        started = time.monotonic()
        slowest = world.play(runs)
        judged = world.judge()
        say(
            f"{runs} runs in {time.monotonic() - started:.0f} s; {judged.unsure} messages never reached the operator "
            "and are shown as not known"
        )
        for note in judged.notes[:10]:
            say(f"  {note}")
        recovery = slowest if quick else world.kill_odoo()
        if not quick:
            judged = world.judge()
    return {
        "runs": runs,
        "lost": judged.lost,
        "double": judged.double,
        "stuck": judged.stuck,
        "wrong": judged.wrong,
        "max_recovery_s": recovery,
    }


@contextlib.contextmanager
def _world() -> Iterator["_World"]:
    world = _World(f"bench_faults_{os.getpid()}")
    try:
        world.start()
        yield world
    finally:
        world.stop()


class _World:
    """Everything that runs, around one database."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.folder = Path(tempfile.mkdtemp(prefix="hva-faults-"))
        self.folder.chmod(0o711)  # Kannel's own user walks through it
        self.log = self.folder / "sent.jsonl"
        self.smsc_port = free_port()
        self.kannel = Kannel(
            self.folder / "kannel",
            self.smsc_port,
            name=f"{name}-kannel",
            throughput=200,
            resend_seconds=1,
            http_delay_seconds=1,
        )
        self.server = OdooServer(name, name, log=paths.LOG / f"{name}.log")
        self._ids: dict[str, int] = {}  # number: our row, which forgets the number when it is final
        self._made_numbers = 0
        self._open: dict[int, tuple[float, str]] = {}  # not settled: since when, by which fault
        self._slowest = 0.0
        self._undo = contextlib.ExitStack()

    def start(self) -> None:
        undo = self._undo.callback
        cluster.start()
        undo(shutil.rmtree, self.folder, ignore_errors=True)
        undo(cluster.dropdb, self.name)
        self._make_database()
        self.made = json.loads(odoo_command.shell(self.name, SET_UP).strip().splitlines()[-1])
        operator = self._start_operator()
        undo(operator.wait, 10)
        undo(operator.terminate)
        undo(self.kannel.kill)
        self.kannel.start()
        self.proxy = FaultProxy(self.kannel.url, self.server.url)
        undo(self.proxy.close)
        conf = odoo_command.write_conf(self.folder / "sender.conf", **self._conf, addons_path=paths.addons_path())
        self.sender = _Sender(conf, self.name)
        undo(self.sender.close)
        self._set_addresses()
        undo(self.server.stop)
        self.server.start(self._conf, {"HVA_PERSON_KEY": PERSON_KEY})

    def stop(self) -> None:
        self._undo.close()

    @property
    def _conf(self) -> dict[str, object]:
        return {"data_dir": self.folder / "data"}

    def _make_database(self) -> None:
        if given := os.environ.get("HVA_INSTALLED_DB"):  # a test clones what is there
            cluster.createdb(self.name, given)
            return
        template_db.clone(self.name)
        odoo_command.install(self.name, list(paths.OUR_ADDONS), paths.LOG / f"{self.name}-install.log")

    def _set_addresses(self) -> None:
        """Put the proxy between Odoo and Kannel, both ways."""
        self.sender.sql(
            f"UPDATE hva_sms_gateway SET url = '{self.proxy.sending_url}' WHERE id = {self.made['gateway']}"
        )
        self.sender.sql(
            f"""INSERT INTO ir_config_parameter (key, value)
                VALUES ('hva_sms.callback_base_url', '{self.proxy.reporting_url}')"""
        )

    # -- the runs -----------------------------------------------------------------------------------------------------

    def play(self, runs: int) -> float:
        """Play the cases in turn; return how long the slowest took until nothing of it waited any more.

        Nobody waits for what a dead sender has left: the senders of the next runs meet it, as in life.
        """
        cases = fault_cases.all_cases()
        for number in range(runs):
            self._play_one(cases[number % len(cases)])
            self._recover()
        deadline = time.monotonic() + PATIENCE
        while self._open and time.monotonic() < deadline:
            self._recover()
        self._wait_for_reports(is_hasty=True)
        return self._slowest

    def _play_one(self, case: Case) -> None:
        numbers = [self._number(fate) for fate in case.fates]
        self.proxy.plan = dict(zip(numbers, case.gateway, strict=False))
        self.proxy.reports = case.reports
        self.proxy.seen.clear()
        self._make_due(numbers)
        self.sender.begin(self.proxy, case.senders, case.dies, case.cut)
        if case.database:
            self.proxy.seen.wait(PATIENCE)
            self._take_database_away(case.database)
        self.sender.end()
        self._open |= {self._ids[number]: (time.monotonic(), case.name) for number in numbers}

    def _recover(self) -> None:
        """Let the time pass for which the product waits before it tries again, run the job, and see what is settled."""
        self.sender.sql("UPDATE hva_sms_gateway SET paused_until = NULL")
        self.sender.sql("UPDATE hva_invitation SET due_at = now() AT TIME ZONE 'UTC' WHERE state = 'due'")
        self.sender.begin(self.proxy, 1)
        self.sender.end()
        waiting = {row_id for [row_id] in self.sender.sql(f"SELECT id FROM hva_invitation WHERE {WAITS}")}
        for row_id in set(self._open) - waiting:
            since, name = self._open.pop(row_id)
            if (seconds := time.monotonic() - since) > self._slowest:
                self._slowest = seconds
                say(f"  settled after {seconds:.1f} s: {name}")

    def kill_odoo(self) -> float:
        """Kill Odoo while its own job hands messages over, at the product's own pace; return the seconds to recover."""
        say("Odoo is killed and started again; its claims are given up after three minutes")
        numbers = [self._number("00") for _each in range(30)]
        self.proxy.plan = {numbers[3]: "kill_sent"}
        self.proxy.victims = [process.pid_of(self.server.name) or 0]
        self.proxy.has_victims.set()
        self._make_due(numbers)
        self.sender.sql(
            f"UPDATE ir_cron SET active = TRUE, nextcall = now() AT TIME ZONE 'UTC' WHERE id = {self.made['cron']}"
        )
        deadline = time.monotonic() + RECOVERY_PATIENCE
        while self.server.is_running() and time.monotonic() < deadline:
            time.sleep(0.2)
        started = time.monotonic()
        self.server.start(self._conf, {"HVA_PERSON_KEY": PERSON_KEY})
        while self._is_waiting() and time.monotonic() < deadline:
            time.sleep(1)
        seconds = time.monotonic() - started
        self._wait_for_reports()
        return seconds

    def judge(self) -> fault_cases.Judgement:
        states = dict(self.sender.sql("SELECT id, state FROM hva_invitation"))
        rows = [(number, states[row_id]) for number, row_id in self._ids.items()]
        taken = [json.loads(line) for line in self.log.read_text().splitlines()]
        return fault_cases.judge(rows, taken)

    # -- steps --------------------------------------------------------------------------------------------------------

    def _number(self, fate: str) -> str:
        self._made_numbers += 1
        return f"+35844{self._made_numbers:05}{fate}"

    def _make_due(self, numbers: list[str]) -> None:
        """Put messages into the outbox as the decision about a visit does."""
        values = ", ".join(f"('{number}')" for number in numbers)
        rows = self.sender.sql(
            f"""INSERT INTO hva_invitation (kind, unit_id, rule_id, gateway_id, lang_code, state, due_on, due_at,
                                            state_at, give_up_at, phone, text)
                SELECT 'survey', {self.made["unit"]}, {self.made["rule"]}, {self.made["gateway"]}, 'fi', 'due',
                       CURRENT_DATE, moment, moment, moment + interval '72 hours', number, 'Hei!'
                  FROM (VALUES {values}) AS given (number), (SELECT now() AT TIME ZONE 'UTC' AS moment) AS clock
                RETURNING phone, id"""
        )
        self._ids |= dict(rows)

    def _is_waiting(self) -> bool:
        return bool(self.sender.sql(f"SELECT 1 FROM hva_invitation WHERE {WAITS} LIMIT 1"))

    def _wait_for_reports(self, is_hasty: bool = False) -> None:
        """Wait until the reports of all that the operator took have been applied, but those he never sends."""
        silent = {row_id for number, row_id in self._ids.items() if number.endswith(("18", "19"))}
        deadline = time.monotonic() + REPORT_PATIENCE
        while time.monotonic() < deadline:
            submitted = {
                row_id for [row_id] in self.sender.sql("SELECT id FROM hva_invitation WHERE state = 'submitted'")
            }
            if submitted <= silent:
                return
            if is_hasty:
                jobs.wake(self.name)
            time.sleep(0.5)

    def _take_database_away(self, seconds: float) -> None:
        """Let nobody reach the database for a while, and end who is connected."""
        cluster.psql("postgres", f"ALTER DATABASE {self.name} ALLOW_CONNECTIONS false")
        others = f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '{self.name}'"
        cluster.psql("postgres", others)
        time.sleep(seconds)
        cluster.psql("postgres", f"ALTER DATABASE {self.name} ALLOW_CONNECTIONS true")

    def _start_operator(self) -> "subprocess.Popen[bytes]":
        command = ["-m", "tools.dev.smsc", "--port", str(self.smsc_port), "--log", str(self.log)]
        operator = subprocess.Popen(
            [sys.executable, *command, "--receipt-delay", "0.2"], cwd=paths.ROOT, stdout=subprocess.DEVNULL
        )
        while not is_listening(self.smsc_port):
            time.sleep(0.05)
        return operator


class _Sender:
    """The process that forks senders (fault_sender)."""

    def __init__(self, conf: Path, database: str) -> None:
        environ = {**os.environ, **cluster.env(), "HVA_PERSON_KEY": PERSON_KEY}
        self._log = (paths.LOG / f"{database}-sender.log").open("wb")
        self._process: subprocess.Popen[Any] = subprocess.Popen(
            [str(paths.VENV_PYTHON), "-m", "tools.dev.bench.fault_sender", str(conf), database],
            cwd=paths.ROOT,
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def begin(self, proxy: FaultProxy, senders: int, dies: str = "", cut: str = "") -> None:
        proxy.has_victims.clear()
        proxy.victims = self._order({"senders": senders, "dies": dies, "cut": cut})
        proxy.has_victims.set()

    def end(self) -> None:
        self._read()

    def sql(self, query: str) -> list[list[Any]]:
        return list(self._order({"sql": query}))

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._log.close()

    def _order(self, order: dict[str, Any]) -> Any:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise Stop(f"The sending process ended. Read {self._log.name}")
        return json.loads(line)
