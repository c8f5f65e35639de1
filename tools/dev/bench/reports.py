"""Questions of the dashboard over ten years of a county's feedback, beside plain SQL and Odoo's own results page.

Ten million answers are ten years at one county's density. The same questions are asked of the last year alone and of
all ten: `growth_10x` is how much longer the second takes. Questions go over HTTP as the web client asks them.

    HVA_BENCH_ANSWERS=10000000 ./hva bench reports      # the whole of it: about half an hour and 6 GB
"""

import json
import os
import time
from datetime import date, timedelta
from statistics import median
from typing import Any

from .. import cluster, odoo_command
from ..console import say
from ..odoo_server import OdooServer
from . import reports_world as world
from .backoffice import Desk
from .figures import percentile, spread
from .stage import stage

YEARS = 10
ANSWERS = "HVA_BENCH_ANSWERS"
MOST_LINES = 1_000_000  # of the answers, that also exist as survey lines: the last year
BURST = 5_000
STOCK = 10_000
LAST_DAY = date(2026, 10, 31)
SCORES = ["answers", "n", "nps"]
WARM_UPS = 2


def run(quick: bool) -> dict[str, float | int]:
    """Build the county, ask, print a table; return the figures of the RESULT line."""
    answers = int(os.environ.get(ANSWERS) or (100_000 if quick else 10_000_000))
    units, people, rounds = (2_000, 100, 5) if quick else (2_000, 2_000, 15)
    script = world.SCRIPT.format(
        units=units, people=people, login=world.LOGIN, near=world.NEAR_LOGIN, password=world.PASSWORD
    )
    with stage("reports", script) as (server, made):
        year = answers // YEARS
        _copy(server, made, year, LAST_DAY - timedelta(days=364), 365, 10**8)
        say(f"{year} answers of the last year")
        one = _ask(server, made, rounds)
        _copy(server, made, answers - year, LAST_DAY - timedelta(days=365 * YEARS - 1), 365 * (YEARS - 1), 2 * 10**8)
        say(f"{answers} answers of ten years")
        ten = _ask(server, made, rounds)
        _print(one, ten)
        result = {"answers": answers, "p95_ms": _p95(ten), "growth_10x": _total(ten) / _total(one)}
        result |= _batch(server, people) | _refresh(server, made) | _lines(server, made, year) | _stock(server)
    return result


def _copy(server: OdooServer, made: dict[str, Any], count: int, first: date, days: int, start: int) -> None:
    kept = {name: made[name] for name in ("units", "services", "survey")}
    script = world.COPY.format(**kept, count=count, first=first.isoformat(), days=days, start=start)
    done = json.loads(odoo_command.shell(server.db, script).strip().splitlines()[-1])
    say(f"months summed in {done['rebuild_s']} s")
    cluster.psql(server.db, "VACUUM ANALYZE hva_fact")
    cluster.psql(server.db, "VACUUM ANALYZE hva_fact_month")
    cluster.psql(server.db, "VACUUM ANALYZE hva_fact_closed")


def _questions(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return name -> definition: what the dashboard asks, from the whole county's year to one unit's week."""
    october = {"kind": "month", "day": "2026-10-15"}
    year = {"kind": "own", "start": "2025-11-01", "end": "2026-10-31"}
    odd = {"kind": "own", "start": "2026-03-10", "end": "2026-10-20"}
    county = {"unit": made["county"], "metrics": SCORES}
    return {
        "county month": {**county, "period": october, "compare": "previous"},
        "county month, divisions": {**county, "period": october, "compare": "year_ago", "group": "unit"},
        "county month, all units": {**county, "period": october, "compare": "previous", "group": "leaf"},
        "county month, statements": {
            **county, "period": october, "group": "statement", "metrics": ["stand", "agree", "mean", "v5"],
        },
        "county quarter, channels": {**county, "period": {"kind": "quarter", "day": "2026-09-01"}, "group": "channel"},
        "county year, divisions": {**county, "period": year, "group": "unit"},
        "county year, months": {**county, "period": year, "group": "step", "step": "month"},
        "county year, languages": {**county, "period": year, "group": "language"},
        "county year, classes": {**county, "period": year, "group": "nps_class", "metrics": ["answers", "share"]},
        "county month, services": {**county, "period": october, "group": "service"},
        "county week, days": {
            **county, "period": {"kind": "week", "day": "2026-10-21"}, "group": "step", "step": "day",
        },
        "county odd days": {**county, "period": odd, "compare": "previous"},
        "county month, adjusted": {
            **county, "period": october, "compare": "previous", "group": "unit", "metrics": ["nps", "nps_adjusted"],
        },
        "division year, units": {**county, "unit": made["division"], "period": year, "group": "leaf"},
        "division month, by call": {
            **county, "unit": made["division"], "period": october, "filters": {"contact_modes": ["call"]},
        },
        "area year, months": {**county, "unit": made["area"], "period": year, "group": "step", "step": "month"},
        "area quarter, groups": {
            **county, "unit": made["area"], "period": {"kind": "quarter", "day": "2026-09-01"},
            "group": "respondent_group",
        },
        "unit year, weeks": {**county, "unit": made["unit"], "period": year, "group": "step", "step": "week"},
        "unit month": {**county, "unit": made["unit"], "period": october, "compare": "previous"},
        "unit month, statements": {
            **county, "unit": made["unit"], "period": october, "group": "statement", "metrics": ["stand", "mean"],
        },
    }  # fmt: skip


def _ask(server: OdooServer, made: dict[str, Any], rounds: int) -> dict[str, list[float]]:
    """Return question -> milliseconds of each time it was asked, by the board and by a manager who sees few units."""
    taken: dict[str, list[float]] = {}
    for login in (world.LOGIN, world.NEAR_LOGIN):
        desk = Desk(server.port)
        desk.sign_in(server.db, login, world.PASSWORD)
        questions = _questions(made)
        if login == world.NEAR_LOGIN:
            names = ("county month, all units", "county year, divisions", "area year, months", "unit month")
            questions = {f"{name} (others)": questions[name] for name in names}
        for definition in [*questions.values()] * WARM_UPS:
            desk.call("hva.query", "query", definition)
        for _round in range(rounds):
            for name, definition in questions.items():
                began = time.monotonic()
                desk.call("hva.query", "query", definition)
                taken.setdefault(name, []).append(1000 * (time.monotonic() - began))
    return taken


def _p95(taken: dict[str, list[float]]) -> float:
    return percentile([each for times in taken.values() for each in times], 0.95)


def _total(taken: dict[str, list[float]]) -> float:
    return sum(median(times) for times in taken.values())


def _print(one: dict[str, list[float]], ten: dict[str, list[float]]) -> None:
    say(f"\n{'ms min/median/max':36} {'one year':>20} {'ten years':>20}")
    for name, times in ten.items():
        say(f"{name:36} {spread(one[name], 0):>20} {spread(times, 0):>20}")


def _batch(server: OdooServer, people: int) -> dict[str, float]:
    """Make everybody's monthly report: data, workbook, page and queued mail. Told for 2 000 units."""
    done = _shell(server, world.BATCH.format(month="2026-10-01"))
    say(f"{done['made']} reports in {done['batch_s']:.1f} s")
    return {"batch_2000_s": done["batch_s"] * 2_000 / max(done["made"], 1)}


def _refresh(server: OdooServer, made: dict[str, Any]) -> dict[str, float]:
    """Sum again after a burst of answers, each given by itself."""
    script = world.BURST.format(
        count=BURST, start=3 * 10**8, units=made["units"], length=len(made["units"]), day="2026-10-30",
        survey=made["survey"],
    )  # fmt: skip
    done = _shell(server, script)
    say(f"{BURST} answers summed in {done['refresh_s']:.2f} s")
    return {"refresh_s": done["refresh_s"]}


def _lines(server: OdooServer, made: dict[str, Any], year: int) -> dict[str, float]:
    """Ask the year's score of all units of plain SQL on survey lines."""
    count = min(year, MOST_LINES)
    _shell(server, world.LINES.format(count=count, nps=made["nps"], survey=made["survey"]))
    for table in ("survey_user_input", "survey_user_input_line"):
        cluster.psql(server.db, f"VACUUM ANALYZE {table}")
    query = f"""SELECT a.hva_unit_id, date_trunc('month', a.hva_given_on), COUNT(*) FILTER (WHERE l.hva_value >= 9),
                       COUNT(*) FILTER (WHERE l.hva_value <= 6), COUNT(*)
                  FROM survey_user_input_line l JOIN survey_user_input a ON a.id = l.user_input_id
                 WHERE l.question_id = {made["nps"]} AND a.state = 'done' GROUP BY 1, 2"""
    times = []
    for _round in range(3):
        began = time.monotonic()
        cluster.psql(server.db, query)
        times.append(1000 * (time.monotonic() - began))
    say(f"plain SQL on the lines of {count} answers: {spread(times, 0)} ms")
    return {"lines_sql_ms": median(times)}


def _stock(server: OdooServer) -> dict[str, float]:
    """Open Odoo Survey's own results page of ten thousand answers."""
    survey = _shell(server, world.STOCK.format(count=STOCK, password=world.PASSWORD))["survey"]
    cluster.psql(server.db, "ANALYZE")
    desk = Desk(server.port)
    desk.sign_in(server.db, "admin", world.PASSWORD)
    times = []
    for _round in range(2):
        began = time.monotonic()
        desk.visitor.follow(f"/survey/results/{survey}?finished=true")  # leads to the address with the title in it
        times.append(time.monotonic() - began)
    return {"stock_10k_s": min(times)}


def _shell(server: OdooServer, script: str) -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(odoo_command.shell(server.db, script).strip().splitlines()[-1])
    return printed
