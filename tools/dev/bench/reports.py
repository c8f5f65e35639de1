"""Questions of the dashboard over ten years of a county's feedback, beside plain SQL and Odoo's own results page.

Ten million answers are ten years at one county's density. The same questions are asked in turn of a database with the
last year alone and of one with all ten: `growth_10x` is how much longer the second takes. Questions go over HTTP as the
web client asks them. Both databases are built once and kept (kept.py).

    HVA_BENCH_ANSWERS=1000000 ./hva bench reports      # ten years of fewer answers
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from statistics import median
from typing import Any

from .. import cluster, odoo_command, paths
from ..console import say
from ..odoo_server import OdooServer
from . import cpu
from . import reports_world as world
from .backoffice import Desk
from .figures import percentile, spread
from .kept import kept
from .reports_questions import EVER, asked_of
from .stage import CONF, session

YEARS = 10
ANSWERS = "HVA_BENCH_ANSWERS"
MOST_LINES = 1_000_000  # of the answers, that also exist as survey lines: the last year
BURST = 5_000
STOCK = 10_000
LAST_DAY = date(2026, 10, 31)
WARM_UPS = 3
UNITS = 2_000
SETTLE = """
import json, time
began, taken = time.monotonic(), 0
while (found := env["hva.fact.settled"]._settle()):
    taken += found
    env.cr.commit()
print(json.dumps({"taken": taken, "settle_s": time.monotonic() - began}))
"""


def run(quick: bool) -> dict[str, float | int]:
    """Build the county, ask, print a table; return the figures of the RESULT line."""
    answers = int(os.environ.get(ANSWERS) or (100_000 if quick else 10_000_000))
    people, rounds = (100, 5) if quick else (UNITS, 20)
    year = answers // YEARS
    one, ten = f"bench_reports_{answers}_1", f"bench_reports_{answers}_10"
    made = kept(one, _world(year, people), lambda name: _first_year(name, year, people))
    made = kept(ten, _world(answers, people), lambda name: _other_years(name, made, answers), like=one)
    for name in (one, ten):
        _settle(name)
    with _serving(one) as short, _serving(ten) as long:
        result = {"answers": answers, **_ask(short, long, made, rounds)}
        return result | _batch(ten) | _refresh(ten, made) | _lines(ten, made) | _stock(long, made)


def _world(answers: int, people: int) -> str:
    return "\n".join([world.SCRIPT, world.FACTS, world.LINES, world.STOCK, str((answers, people, LAST_DAY))])


def _first_year(name: str, year: int, people: int) -> dict[str, Any]:
    script = world.SCRIPT.format(
        units=UNITS, people=people, login=world.LOGIN, near=world.NEAR_LOGIN, password=world.PASSWORD
    )
    made = _shell(name, script)
    _add_facts(name, made, year, LAST_DAY - timedelta(days=364), 365, 10**8)
    return made


def _other_years(name: str, made: dict[str, Any], answers: int) -> dict[str, Any]:
    """Put nine years before the last, lines below the last one's answers, and the stock survey beside them."""
    year = answers // YEARS
    _add_facts(name, made, answers - year, LAST_DAY - timedelta(days=365 * YEARS - 1), 365 * (YEARS - 1), 2 * 10**8)
    _shell(name, world.LINES.format(count=min(year, MOST_LINES), nps=made["nps"], survey=made["survey"]))
    stock = _shell(name, world.STOCK.format(count=STOCK, password=world.PASSWORD))
    cluster.psql(name, "VACUUM ANALYZE")
    return {**made, **stock}


def _add_facts(name: str, made: dict[str, Any], count: int, first: date, days: int, start: int) -> None:
    places = {key: made[key] for key in ("units", "services", "survey")}
    done = _shell(name, world.FACTS.format(**places, count=count, first=first.isoformat(), days=days, start=start))
    say(f"{count} answers more; all months summed in {done['sum_s']:.1f} s")
    for table in ("hva_fact", "hva_fact_month", "hva_fact_closed"):
        cluster.psql(name, f"VACUUM ANALYZE {table}")


def _settle(name: str) -> None:
    """Sum what the night would: after a world is built, or when an update of the addons has marked every month."""
    done = _shell(name, SETTLE)
    if done["taken"]:
        say(f"{name}: {done['taken']} months of units settled in {done['settle_s']:.0f} s")
        cluster.psql(name, "VACUUM ANALYZE hva_fact_settled")


@contextmanager
def _serving(name: str) -> Iterator[OdooServer]:
    server = OdooServer(name, name, log=paths.LOG / f"{name}-{int(time.time())}.log")
    server.start(CONF)
    try:
        yield server
    finally:
        server.stop()


class _Asker:
    """One of the two databases, with the board and a manager of few units signed in. `taken`: question -> seconds."""

    def __init__(self, server: OdooServer) -> None:
        self.server = server
        self.taken: dict[str, list[float]] = {}
        self.desks = {}
        for login in (world.LOGIN, world.NEAR_LOGIN):
            self.desks[login] = Desk(server.port)
            self.desks[login].sign_in(server.db, login, world.PASSWORD)

    def ask(self, name: str, login: str, definition: dict[str, Any]) -> None:
        began = time.monotonic()
        self.desks[login].call("hva.query", "query", definition)
        self.taken.setdefault(name, []).append(1000 * (time.monotonic() - began))

    def busy(self) -> tuple[float, dict[int, float]]:
        return cpu.odoo_seconds(session(self.server)), cpu.backends(self.server.db)


def _ask(short: OdooServer, long: OdooServer, made: dict[str, Any], rounds: int) -> dict[str, float]:
    """Ask every question of both databases in turn, `rounds` times; print a table and return the figures."""
    one, ten = _Asker(short), _Asker(long)
    questions = asked_of(made)
    for question in questions * WARM_UPS:
        one.ask(*question)
        ten.ask(*question)
    one.taken, ten.taken = {}, {}
    spent: dict[str, float] = {}
    for name, login, definition in questions:
        odoo, database = ten.busy()
        for _round in range(rounds):
            one.ask(name, login, definition)
            ten.ask(name, login, definition)
        odoo_after, database_after = ten.busy()
        spent[name] = 1000 * (odoo_after - odoo + cpu.spent(database, database_after)) / rounds
    _print(one.taken, ten.taken, spent)
    slowest = max(ten.taken, key=lambda name: percentile(ten.taken[name], 0.95))
    say(f"the slowest: {slowest}")
    both = [name for name, _login, definition in questions if definition["period"] != EVER]  # one year has no ten
    growth = sum(median(ten.taken[name]) for name in both) / sum(median(one.taken[name]) for name in both)
    return {"p95_ms": percentile(ten.taken[slowest], 0.95), "growth_10x": growth}


def _print(one: dict[str, list[float]], ten: dict[str, list[float]], spent: dict[str, float]) -> None:
    say(f"\n{'ms min/median/max':36} {'one year':>20} {'ten years':>20} {'p95':>6} {'processor':>9}")
    for name, times in ten.items():
        waits = f"{spread(one[name], 0):>20} {spread(times, 0):>20} {percentile(times, 0.95):6.0f}"
        say(f"{name:36} {waits} {spent[name]:9.0f}")


def _batch(name: str) -> dict[str, float]:
    """Make everybody's monthly report: data, workbook, page and queued mail. Told for 2 000 units."""
    done = _shell(name, world.BATCH.format(month="2026-10-01"))
    say(f"{done['made']} reports in {done['batch_s']:.1f} s")
    return {"batch_2000_s": done["batch_s"] * UNITS / max(done["made"], 1)}


def _refresh(name: str, made: dict[str, Any]) -> dict[str, float]:
    """Sum again after a burst of answers, each given by itself."""
    script = world.BURST.format(
        count=BURST, start=3 * 10**8, units=made["units"], length=len(made["units"]), day="2026-10-30",
        survey=made["survey"],
    )  # fmt: skip
    done = _shell(name, script)
    say(f"{BURST} answers summed in {done['refresh_s']:.2f} s, {done['cpu_s']:.2f} s of processor time in Odoo")
    return {"refresh_s": done["refresh_s"]}


def _lines(name: str, made: dict[str, Any]) -> dict[str, float]:
    """Ask the last year's score of all units, month by month, of plain SQL on survey lines."""
    query = f"""SELECT a.hva_unit_id, date_trunc('month', a.hva_given_on), COUNT(*) FILTER (WHERE l.hva_value >= 9),
                       COUNT(*) FILTER (WHERE l.hva_value <= 6), COUNT(*)
                  FROM survey_user_input_line l JOIN survey_user_input a ON a.id = l.user_input_id
                 WHERE l.question_id = {made["nps"]} AND a.state = 'done' GROUP BY 1, 2"""
    times = []
    for _round in range(3):
        began = time.monotonic()
        cluster.psql(name, query)
        times.append(1000 * (time.monotonic() - began))
    say(f"plain SQL on the lines of the last year: {spread(times, 0)} ms")
    return {"lines_sql_ms": median(times)}


def _stock(server: OdooServer, made: dict[str, Any]) -> dict[str, float]:
    """Open Odoo Survey's own results page of ten thousand answers."""
    desk = Desk(server.port)
    desk.sign_in(server.db, "admin", world.PASSWORD)
    times = []
    for _round in range(2):
        began = time.monotonic()
        desk.visitor.follow(f"/survey/results/{made['stock']}?finished=true")  # leads to the address with the title
        times.append(time.monotonic() - began)
    say(f"stock results page of {STOCK} answers: {spread(times)} s")
    return {"stock_10k_s": min(times)}


def _shell(name: str, script: str) -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(odoo_command.shell(name, script).strip().splitlines()[-1])
    return printed
