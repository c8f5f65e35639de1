"""Text messages from a patient system to the operator: what each part takes, on a real server with its own jobs.

    intake   20 000 visits by REST in batches of a thousand, two at a time, as the two workers of the server can
    outbox   due messages through the job that sends, to a gateway that answers at once and reaches nobody
    kannel   due messages through a real Kannel to a simulated operator, until the delivery reports are applied

Every figure is checked in the database: a visit that was answered for is stored, a message that was counted is final.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from .. import cluster, paths
from ..console import Stop, say
from ..free_port import free_port, is_listening
from ..kannel import Kannel
from ..odoo_server import OdooServer
from . import cpu
from .stage import session, stage

VISITS, QUICK_VISITS = 20_000, 4_000
MESSAGES, QUICK_MESSAGES = 2_000, 600
BATCH = 1_000  # the most that a request may bring
PATIENCE = 600.0
CONF = {"max_cron_threads": 1}
ENVIRON = {"HVA_PERSON_KEY": "a key for benchmarks that is long enough"}
OID = "1.2.246.10.1234567.10."

SCRIPT = f"""
import json, os
os.environ.update({ENVIRON!r})
level = env["hva.unit.level"].create({{"name": "Level"}})
units = env["hva.unit"].create([
    {{"name": "Unit %d" % n, "level_id": level.id, "oid": "{OID}%d" % n}} for n in range(50, 90)])
rule = env.ref("hva_sms.hva_contact_rule_county")
rule.write({{"window_start": 0, "window_end": 24, "is_sent_saturday": True, "is_sent_sunday": True,
    "is_sent_on_holidays": True, "is_next_working_day": False}})
many = {{"rate_per_minute": 600000, "sender_id": "Bench"}}
dry = env["hva.sms.gateway"].create({{"name": "Dry", "kind": "dry_run", **many}})
kannel = env["hva.sms.gateway"].create({{"name": "Kannel", "kind": "kannel", "url": "http://127.0.0.1:9/",
    "username": "hva", "password": "hva-demo", "is_simulator": True, **many}})
source = env["hva.visit.source"].create({{"name": "Bench", "code": "bench"}})
key = source.action_make_key()["context"]["default_key"]
env["ir.cron"].search([]).active = False
env.cr.commit()
print(json.dumps({{"key": key, "unit": units[0].id, "rule": rule.id, "dry": dry.id, "kannel": kannel.id,
    "send": env.ref("hva_sms.ir_cron_hva_dispatch").id, "apply": env.ref("hva_sms.ir_cron_hva_apply_reports").id}}))
"""


def run(quick: bool) -> dict[str, float | int]:
    """Run the three parts one after the other and return the rates of the RESULT line."""
    visits, messages = (QUICK_VISITS, QUICK_MESSAGES) if quick else (VISITS, MESSAGES)
    with stage("sms", SCRIPT, CONF, ENVIRON) as (server, made):
        bench = _Bench(server, made)
        intake = bench.intake(visits)
        outbox = bench.outbox(messages)
        kannel = bench.kannel(messages // 2)
    return {"intake_rows_per_s": intake, "outbox_per_s": outbox, "kannel_end_to_end_per_s": kannel}


class _Bench:
    """The three parts, on one server."""

    def __init__(self, server: OdooServer, made: dict[str, Any]) -> None:
        self.server = server
        self.made = made
        # before the first job reads its settings, which it keeps in a cache
        self._sql(f"INSERT INTO ir_config_parameter (key, value) VALUES ('hva_sms.callback_base_url', '{server.url}')")

    # -- intake -------------------------------------------------------------------------------------------------------

    def intake(self, count: int) -> float:
        """Send `count` visits and return how many a second were answered for."""
        self._post(_batch("warm", 10, 90_000))
        bodies = [_batch(f"b{start}", BATCH, start) for start in range(0, count, BATCH)]
        with self._measured("intake", count), ThreadPoolExecutor(2) as pool:
            started = time.monotonic()
            answers = list(pool.map(self._post, bodies))
            seconds = time.monotonic() - started
        accepted = sum(answer["counts"]["accepted"] for answer in answers)
        stored = int(self._sql("SELECT count(*) FROM hva_visit WHERE state = 'new'")) - 10
        if (accepted, stored) != (count, count):
            raise Stop(f"{count} visits were sent, {accepted} accepted, {stored} are stored. Read {self.server.log}")
        return count / seconds

    def _post(self, body: bytes) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.made['key']}", "Content-Type": "application/json"}
        asked = urllib.request.Request(f"{self.server.url}/hva_sms/v1/visits", body, headers)
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            read: dict[str, Any] = json.loads(answer.read())
        return read

    # -- sending ------------------------------------------------------------------------------------------------------

    def outbox(self, count: int) -> float:
        """Send `count` messages to a gateway that answers at once; return how many a second."""
        return self._send("outbox", count, "dry", "state NOT IN ('due', 'claimed')", ("send",))

    def kannel(self, count: int) -> float:
        """Send `count` messages through Kannel until each is reported as delivered; return how many a second."""
        with _operator() as (kannel, log):
            self._sql(f"UPDATE hva_sms_gateway SET url = '{kannel.url}' WHERE id = {self.made['kannel']}")
            rate = self._send("kannel", count, "kannel", "state = 'delivered'", ("send", "apply"))
            taken = len(log.read_text().splitlines())
        if taken != count:
            raise Stop(f"{count} messages were sent, the operator took {taken}. Read {self.server.log}")
        return rate

    def _send(self, what: str, count: int, gateway: str, is_done: str, jobs: tuple[str, ...]) -> float:
        """Make messages due, let the jobs run, and time from the first that left to the last that is done."""
        ours = f"gateway_id = {self.made[gateway]}"
        self._sql(
            f"""INSERT INTO hva_invitation (kind, unit_id, rule_id, gateway_id, lang_code, state, due_on, due_at,
                                            state_at, give_up_at, phone, text)
                SELECT 'survey', {self.made["unit"]}, {self.made["rule"]}, {self.made[gateway]}, 'fi', 'due',
                       CURRENT_DATE, moment, moment, moment + interval '72 hours',
                       '+35844' || lpad(number::text, 5, '0') || '00', 'Hei! Kerro meille, miten asiointisi sujui.'
                  FROM generate_series(1, {count}) AS number, (SELECT now() AT TIME ZONE 'UTC' AS moment) AS clock"""
        )
        self._let_run(jobs)
        self._wait_for(f"SELECT 1 FROM hva_invitation WHERE {ours} AND state <> 'due' LIMIT 1", what)
        with self._measured(what, count):
            started = time.monotonic()
            self._wait_for(
                f"SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM hva_invitation WHERE {ours} AND NOT ({is_done}))", what
            )
            seconds = time.monotonic() - started
        self._sql("UPDATE ir_cron SET active = FALSE")
        return count / seconds

    def _let_run(self, jobs: tuple[str, ...]) -> None:
        numbers = ", ".join(str(self.made[name]) for name in jobs)
        now = "now() AT TIME ZONE 'UTC'"
        self._sql(f"UPDATE ir_cron SET active = TRUE, nextcall = {now} WHERE id IN ({numbers})")
        self._sql(
            f"INSERT INTO ir_cron_trigger (cron_id, call_at) SELECT id, {now} FROM ir_cron WHERE id IN ({numbers})"
        )
        self._sql("NOTIFY cron_trigger, ''")

    def _wait_for(self, query: str, what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._sql(query):
            if time.monotonic() > deadline:
                raise Stop(f"{what}: not done within {PATIENCE:.0f} s. Read {self.server.log}")
            time.sleep(0.2)

    def _sql(self, query: str) -> str:
        return cluster.psql(self.server.db, query).strip()

    @contextlib.contextmanager
    def _measured(self, what: str, count: int) -> Iterator[None]:
        """Tell afterwards how much of the processor Odoo and the database took for each row."""
        odoo, database, began = cpu.odoo_seconds(session(self.server)), cpu.backends(self.server.db), time.monotonic()
        yield
        waited = time.monotonic() - began
        odoo = cpu.odoo_seconds(session(self.server)) - odoo
        spent = cpu.spent(database, cpu.backends(self.server.db))
        say(
            f"{what:6} {count} in {waited:.1f} s; for each: {1000 * odoo / count:.2f} ms of processor in Odoo, "
            f"{1000 * spent / count:.2f} ms in PostgreSQL, {1000 * waited / count:.2f} ms in all"
        )


def _batch(name: str, count: int, first: int) -> bytes:
    """Return the body of a batch whose visits are all new and all to be asked about."""
    ended = (datetime.now(UTC) - timedelta(hours=2)).isoformat(timespec="seconds")
    visits = [
        {
            "event_id": f"v{number}",  # short: made of the number, it would be refused
            "revision": 1,
            "status": "finished",
            "visit_end": ended,
            "unit_oid": f"{OID}{50 + number % 40}",
            "contact_type": "visit",
            "phone": f"+35850{number:07}",
            "language": "fi",
            "age_years": 45,
            "sms_consent": True,
            "non_disclosure": False,
        }
        for number in range(first, first + count)
    ]
    envelope = {"contract_version": "1", "source_system": "bench", "batch_id": name, "produced_at": ended}
    return json.dumps({**envelope, "visits": visits}).encode()


@contextlib.contextmanager
def _operator() -> Iterator[tuple[Kannel, Path]]:
    """Start a simulated operator and Kannel before it; yield Kannel and the operator's log."""
    folder = Path(tempfile.mkdtemp(prefix="hva-bench-sms-"))
    folder.chmod(0o711)  # Kannel's own user walks through it
    port, log = free_port(), folder / "sent.jsonl"
    kannel = Kannel(folder / "kannel", port, name=f"bench-sms-{os.getpid()}-kannel", throughput=2000)
    command = ["-m", "tools.dev.smsc", "--port", str(port), "--log", str(log), "--receipt-delay", "0.1"]
    operator = subprocess.Popen([sys.executable, *command], cwd=paths.ROOT, stdout=subprocess.DEVNULL)
    try:
        _wait_until(lambda: is_listening(port), "the simulated operator does not listen")
        kannel.start()
        yield kannel, log
    finally:
        kannel.kill()
        operator.terminate()
        operator.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until(is_true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 20
    while not is_true():
        if time.monotonic() > deadline:
            raise Stop(what)
        time.sleep(0.05)
