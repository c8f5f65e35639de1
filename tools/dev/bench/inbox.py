"""A manager of 40 units out of 1 000 reads lists and forms among 200 000 cases, over HTTP as the web client does.

Lists are the piles of the inbox, their first and later pages, and searches for words; the columns of the kanban are one
more. Forms are cases and feedback. Cold is the first of each kind after the server has started; warm is all later ones.
"""

import random
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from .. import cluster
from ..console import say
from ..odoo_server import OdooServer
from . import cpu
from .backoffice import Desk
from .figures import percentile, queries, spread
from .inbox_world import LOGIN, PASSWORD, script
from .stage import CONF, session, stage

OPEN = ("hva_state", "in", ["new", "in_handling", "waiting", "answered", "reopened"])
CASES: list[Any] = [("hva_is_case", "=", True), ("hva_is_near", "=", True)]
FEEDBACK: list[Any] = [("hva_is_feedback", "=", True), ("state", "=", "done"), ("hva_is_near", "=", True)]
PAGE = 80
COLD_STARTS = 3
WARM_UPS = 2  # both workers have then filled their caches
KINDS = ("list", "form")
Flow = Callable[[], object]


def run(quick: bool) -> dict[str, float | int]:
    """Build the county, read, print a table; return the figures of the RESULT line."""
    count, units, rounds = (20_000, 1_000, 8) if quick else (200_000, 1_000, 40)
    began = time.monotonic()
    with stage("inbox", script(count, units)) as (server, made):
        cluster.psql(server.db, "VACUUM ANALYZE")
        say(f"{count} cases of {units} units built in {time.monotonic() - began:.0f} s")
        cold: dict[str, list[float]] = {}
        for _start in range(COLD_STARTS):
            server.stop()
            server.start(CONF)
            for name, flow in _flows(_desk(server), made, random.Random(1)).items():
                cold.setdefault(name, []).append(_timed(flow))
        warm, busy = _warm(server, made, rounds)
        log = server.log.read_text(errors="replace").splitlines()
    return _figures(cold, warm, busy, log)


def _desk(server: OdooServer) -> Desk:
    desk = Desk(server.port)
    desk.sign_in(server.db, LOGIN, PASSWORD)
    return desk


def _warm(server: OdooServer, made: dict[str, Any], rounds: int) -> tuple[dict[str, list[float]], dict[str, float]]:
    """Return name -> seconds of each request, and kind -> processor time of one request, application and database."""
    warm: dict[str, list[float]] = {}
    busy: dict[str, float] = {}
    flows = _flows(_desk(server), made, random.Random(2))
    for kind in KINDS:
        mine = {name: flow for name, flow in flows.items() if name.startswith(kind)}
        for flow in [*mine.values()] * WARM_UPS:
            flow()
        odoo, database = cpu.odoo_seconds(session(server)), cpu.backends(server.db)
        for _round in range(rounds):
            for name, flow in mine.items():
                warm.setdefault(name, []).append(_timed(flow))
        spent = cpu.odoo_seconds(session(server)) - odoo + cpu.spent(database, cpu.backends(server.db))
        busy[kind] = spent / (rounds * len(mine))
    return warm, busy


def _timed(flow: Flow) -> float:
    began = time.monotonic()
    flow()
    return time.monotonic() - began


def _flows(desk: Desk, made: dict[str, Any], dice: random.Random) -> dict[str, Flow]:
    """Return name -> what one press in the back office asks for. Names begin with `list` or `form`."""
    views = made["views"]
    cases = desk.specification("helpdesk.ticket", views["hva_ticket_view_list"], "list")
    case = desk.specification("helpdesk.ticket", views["hva_ticket_view_form"], "form")
    feedback = desk.specification("survey.user_input", views["hva_answer_view_list"], "list")
    answer = desk.specification("survey.user_input", views["hva_answer_view_form"], "form")

    def cases_of(domain: list[Any], pages: int = 1) -> Flow:
        return lambda: _page(desk, "helpdesk.ticket", CASES + domain, cases, "hva_deadline_at, id", dice, pages)

    def feedback_of(domain: list[Any], pages: int = 1) -> Flow:
        order = "hva_given_on desc, id desc"
        return lambda: _page(desk, "survey.user_input", FEEDBACK + domain, feedback, order, dice, pages)

    mine = ("hva_is_my_unit", "=", True)
    below = ("hva_is_below_me", "=", True)
    unread = ("hva_is_read", "=", False)
    return {
        "list my unit": cases_of([OPEN, mine], pages=5),
        "list late": cases_of([("hva_is_late", "=", True), below]),
        "list all cases": cases_of([]),
        "list cases by word": cases_of([("hva_text", "ilike", "odottaa puhelimessa")]),
        "list columns": lambda: _columns(desk, [*CASES, OPEN, mine], cases),
        "list week": feedback_of([mine, ("hva_given_on", ">=", "today -6d")]),
        "list unread": feedback_of([mine, unread, ("hva_has_text", "=", True)]),
        "list unread thanks": feedback_of([below, unread, ("hva_kind", "=", "thanks")]),
        "list all feedback": feedback_of([], pages=20),
        "list feedback by word": feedback_of([("hva_text", "ilike", "resept")]),
        "form case": lambda: desk.call("helpdesk.ticket", "web_read", [dice.choice(made["cases"])], specification=case),
        "form feedback": lambda: desk.call(
            "survey.user_input", "web_read", [dice.choice(made["answers"])], specification=answer
        ),
    }


def _page(
    desk: Desk, model: str, domain: list[Any], shown: dict[str, Any], order: str, dice: random.Random, pages: int
) -> None:
    offset = PAGE * dice.randrange(pages)
    options = {"limit": PAGE, "offset": offset, "order": order, "count_limit": 10_001}
    desk.call(model, "web_search_read", domain=domain, specification=shown, **options)


def _columns(desk: Desk, domain: list[Any], shown: dict[str, Any]) -> None:
    """Ask for the kanban: every column with its count and first cards."""
    desk.call(
        "helpdesk.ticket",
        "web_read_group",
        domain=domain,
        groupby=["hva_state"],
        aggregates=["__count"],
        auto_unfold=True,
        unfold_read_specification=shown,
        unfold_read_default_limit=40,
    )


def _figures(
    cold: dict[str, list[float]], warm: dict[str, list[float]], busy: dict[str, float], log: list[str]
) -> dict[str, float | int]:
    say(f"\n{'':24} cold ms (min/median/max)   warm ms   p95 ms")
    for name, seconds in warm.items():
        first = spread([1000 * each for each in cold[name]], 0)
        say(f"{name:24} {first:25} {1000 * median(seconds):9.0f} {1000 * percentile(seconds, 0.95):8.0f}")
    result: dict[str, float | int] = {}
    for kind in KINDS:
        waits = [each for name, seconds in warm.items() if name.startswith(kind) for each in seconds]
        firsts = [each for name, seconds in cold.items() if name.startswith(kind) for each in seconds]
        result[f"{kind}_p95_ms"] = 1000 * percentile(waits, 0.95)
        result[f"{kind}_cold_ms"] = 1000 * median(firsts)
        result[f"{kind}_cpu_ms"] = 1000 * busy[kind]
    calls = {"list": "web_search_read", "form": "web_read"}
    for kind, method in calls.items():
        path = f"/web/dataset/call_kw/helpdesk.ticket/{method}"
        result[f"queries_{kind}"] = int(median(q for q in queries(log, "POST", path, 200)))
    return result
