"""Runs inside Odoo's Python: forks processes that run the sending job once and die where they are told to.

    python -m tools.dev.bench.fault_sender CONF DATABASE

A line of JSON comes in for each round: {"senders": 1, "dies": "called:1", "cut": ""}. One goes out with the pids, one
when all have ended, with their exit codes. Or {"sql": "..."}: its rows go out. Fast only in its waiting: a call to the
gateway gives up after a second where the product waits ten, and a claim is abandoned after two where it is 180.
"""

import contextlib
import json
import os
import signal
import sys
import time
from collections import Counter
from typing import Any

import psycopg2

EVENTS = ("claim", "claimed", "call", "called", "result", "written")
"""Before and after the commit of the claim, the call of the gateway, and the commit of its result."""

CALL_SECONDS = 1.0
CLAIM_SECONDS = 2


def main(conf: str, database: str) -> None:
    registry = _registry(conf, database)
    import odoo.sql_db

    desk = _Desk(database)
    for line in sys.stdin:
        order = json.loads(line)
        if "sql" in order:
            print(json.dumps(desk.run(order["sql"])), flush=True)
            continue
        odoo.sql_db.close_all()  # a child must not share a connection
        pids = [_fork(registry, order, number) for number in range(order["senders"])]
        print(json.dumps(pids), flush=True)
        print(json.dumps([os.waitpid(pid, 0)[1] for pid in pids]), flush=True)


def _registry(conf: str, database: str) -> Any:
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(["-c", conf, "--log-level=critical"], setup_logging=True)
    registry = Registry(database)
    from odoo.addons.hva_sms.gateways.kannel import KannelGateway
    from odoo.addons.hva_sms.models import hva_invitation_state

    KannelGateway.__init__.__defaults__ = ((CALL_SECONDS, CALL_SECONDS),)
    hva_invitation_state.CLAIM_MINUTES = CLAIM_SECONDS / 60
    return registry


class _Desk:
    """A connection for the one who gives the orders; a new one after the database was away."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._connection: Any = None

    def run(self, query: str) -> list[list[Any]]:
        """Run one statement, again for a few seconds while the database cannot be reached; return its rows."""
        deadline = time.monotonic() + 30
        while True:
            try:
                return self._try(query)
            except (psycopg2.OperationalError, psycopg2.InterfaceError):
                self._connection = None
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def _try(self, query: str) -> list[list[Any]]:
        if not self._connection:
            self._connection = psycopg2.connect(dbname=self._database)
            self._connection.autocommit = True
        with self._connection.cursor() as cr:
            cr.execute(query)
            return [list(row) for row in cr.fetchall()] if cr.description else []


def _fork(registry: Any, order: dict[str, Any], number: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        if number == 0:  # of two senders only the first is struck
            _Trap(registry, order["dies"], order["cut"])
        _dispatch(registry)
        code = 0
    finally:
        os._exit(code)
    return 0


def _dispatch(registry: Any) -> None:
    from odoo.api import SUPERUSER_ID, Environment

    with contextlib.closing(registry.cursor()) as cr:
        env = Environment(cr, SUPERUSER_ID, {})
        _Trap.connection = cr._cnx
        with contextlib.suppress(psycopg2.Error):  # as the scheduler would: the run has failed, the process lives
            env["hva.invitation"]._cron_dispatch()
            cr.commit()


class _Trap:
    """Counts what the sender does, and strikes when a number of one event is reached."""

    connection: Any = None

    def __init__(self, registry: Any, dies: str, cut: str) -> None:
        self.dies, self.cut = dies, cut
        self.counts: Counter[str] = Counter()
        self.is_claiming = False
        job, invitation = registry["hva.sms.job"], registry["hva.invitation"]
        self._wrap_commit(job, job._commit)
        self._wrap_claim(invitation, invitation._claim)
        self._wrap_call(invitation, invitation._call)

    def note(self, event: str) -> None:
        self.counts[event] += 1
        reached = f"{event}:{self.counts[event]}"
        if reached == self.dies:
            os.kill(os.getpid(), signal.SIGKILL)
        if reached == self.cut:
            self._cut()

    def _cut(self) -> None:
        """Let the database close our connection, as when it is restarted."""
        pid = self.connection.info.backend_pid
        dsn = self.connection.dsn
        with contextlib.closing(psycopg2.connect(dsn)) as other, other.cursor() as cr:
            cr.execute("SELECT pg_terminate_backend(%s)", [pid])

    def _wrap_commit(self, model: Any, commit: Any) -> None:
        def wrapped(job: Any, done: int = 0, remaining: int = 0) -> Any:
            before, after = ("claim", "claimed") if self.is_claiming else ("result", "written") if done else ("", "")
            if before:
                self.note(before)
            has_time = commit(job, done, remaining)
            if after:
                self.note(after)
            return has_time

        model._commit = wrapped

    def _wrap_claim(self, model: Any, claim: Any) -> None:
        def wrapped(invitations: Any, *args: Any) -> Any:
            self.is_claiming = True
            try:
                return claim(invitations, *args)
            finally:
                self.is_claiming = False

        model._claim = wrapped

    def _wrap_call(self, model: Any, call: Any) -> None:
        def wrapped(invitations: Any, *args: Any) -> Any:
            self.note("call")
            result = call(invitations, *args)
            self.note("called")
            return result

        model._call = wrapped


if __name__ == "__main__":
    main(*sys.argv[1:])
