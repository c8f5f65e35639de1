"""Our page and Odoo Survey's own page with the same questions, answered on the same Odoo in turns.

Every answer that is counted is looked for in the database afterwards. Statements per request are Odoo's own count, from
its access log; bytes are the page's body by gzip -6, as nginx in front would send it (Odoo itself does not compress).
"""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from .. import cluster
from ..console import Stop, say
from ..odoo_server import OdooServer
from . import closed_loop, cpu
from .client import Visitor
from .closed_loop import Round
from .figures import percentile, queries, spread
from .flows import WORDS, OurFlow, StockFlow
from .stage import session, stage

CLIENTS = (1, 4, 16)
MANY = CLIENTS[-1]
WARM_UP = 40  # answers of each kind before the first round: both workers have then filled their caches

SCRIPT = f"""
import json
level = env["hva.unit.level"].search([], limit=1) or env["hva.unit.level"].create({{"name": "Toimipiste"}})
unit = env["hva.unit"].create({{"name": "Keskustan terveysasema", "level_id": level.id}})
collector = env["hva.collector"].create({{"name": "Bench", "unit_id": unit.id, "channel": "web"}})
form = collector.asked_survey_id._hva_form("fi")
filled = {{"kind": "thanks"}}
stock = env["survey.survey"].create(
    {{"title": "Palaute", "questions_layout": "one_page", "access_mode": "public", "users_login_required": False}})
values, sequence = {{}}, 0
for question in form.questions:
    name = f"q{{question.id}}"
    if question.kind == "scale":
        filled[name] = "9"
        twin = {{"question_type": "scale", "scale_min": 0, "scale_max": 10}}
    elif question.role == "statement":
        filled[name] = str(question.options[1].id)
        twin = {{"question_type": "simple_choice", "suggested_answer_ids": [
            (0, 0, {{"value": option.label}}) for option in question.options]}}
    elif question.role == "contact_wish":
        filled[name] = str(next(option.id for option in question.options if option.value == 0))
        continue
    elif question.role == "open":
        filled[name] = {WORDS!r}
        twin = {{"question_type": "text_box"}}
    else:
        continue
    sequence += 10
    twin = env["survey.question"].create(
        {{"survey_id": stock.id, "title": question.title, "sequence": sequence, **twin}})
    values[str(twin.id)] = {{"scale": "9", "text_box": {WORDS!r}}}.get(
        twin.question_type, str(twin.suggested_answer_ids[1:2].id))
env.cr.commit()
print(json.dumps({{"path": "/p/" + collector.code, "form": filled, "token": stock.access_token, "values": values,
    "ours": collector.asked_survey_id.id, "stock": stock.id, "kinds": [
        "scale", "simple_choice x%d" % sum(q.role == "statement" for q in form.questions), "text_box"]}}))
"""


@dataclass
class Contestant:
    flow: OurFlow | StockFlow
    survey_id: int
    lines: int  # rows that one answer leaves in survey.user_input.line
    rounds: list[Round] = field(default_factory=list)

    def with_clients(self, clients: int) -> list[Round]:
        return [each for each in self.rounds if each.clients == clients]

    def median(self, clients: int, what: str) -> float:
        return median(getattr(each, what) for each in self.with_clients(clients))


def run(quick: bool) -> dict[str, float | int]:
    """Run the rounds, print a table, return the figures: rates and ratio at 16 clients, p95 of ours there."""
    rounds, seconds = (1, 4.0) if quick else (5, 8.0)
    with stage("answers", SCRIPT) as (server, made):
        ours = Contestant(OurFlow(server.port, made["path"], made["form"]), made["ours"], len(made["form"]) - 1)
        stock = Contestant(StockFlow(server.port, made["token"], made["values"]), made["stock"], len(made["values"]))
        for each in (ours, stock):
            _warm_up(each)
        for _round in range(rounds):
            for clients in CLIENTS:
                for each in (ours, stock):
                    _round_of(each, clients, seconds, server)
        page = Visitor(server.port).get(made["path"]).body
        thanks = _thanks_ms(server, 60 if quick else 300)
        log = server.log.read_text(errors="replace").splitlines()
    _table((ours, stock))
    cpu_ms, stock_cpu_ms = (median(one.cpu_ms() for one in each.with_clients(MANY)) for each in (ours, stock))
    latencies = [value for each in ours.with_clients(MANY) for value in each.latencies]
    return {
        "answers_per_s": ours.median(MANY, "per_second"),
        "stock_per_s": stock.median(MANY, "per_second"),
        "ratio": _ratio(ours, stock),
        "cpu_ms": cpu_ms,
        "stock_cpu_ms": stock_cpu_ms,
        "cpu_ratio": stock_cpu_ms / cpu_ms,
        "thanks_cpu_ms": thanks,
        "p95_ms": 1000 * percentile(latencies, 0.95),
        "queries_get": int(median(queries(log, "GET", "/p/***", 200))),
        "queries_post": int(median(queries(log, "POST", "/p/***", 303))),
        "bytes_gz": len(gzip.compress(page, 6)),
    }


def _thanks_ms(server: OdooServer, times: int) -> float:
    """Return the processor time of the thank-you page alone, in ms: that part of our answer a proxy could give."""
    odoo, database = cpu.odoo_seconds(session(server)), cpu.backends(server.db)
    for _each in range(times):
        Visitor(server.port).get("/p/kiitos")
    spent = cpu.odoo_seconds(session(server)) - odoo + cpu.spent(database, cpu.backends(server.db))
    return 1000 * spent / times


def _warm_up(contestant: Contestant) -> None:
    for _each in range(WARM_UP):
        contestant.flow()


def _round_of(contestant: Contestant, clients: int, seconds: float, server: OdooServer) -> None:
    """Run one round, with its processor time, and check that what was counted is stored."""
    stored, lines = _stored(server.db, contestant.survey_id)
    odoo, database = cpu.odoo_seconds(session(server)), cpu.backends(server.db)
    result = closed_loop.run(contestant.flow, clients, seconds)
    result.odoo_cpu = cpu.odoo_seconds(session(server)) - odoo
    result.database_cpu = cpu.spent(database, cpu.backends(server.db))
    if result.errors:
        raise Stop(f"{len(result.errors)} answers failed, first: {result.errors[0]}. Read {server.log}")
    stored_after, lines_after = _stored(server.db, contestant.survey_id)
    if (stored_after - stored, lines_after - lines) != (result.count, result.count * contestant.lines):
        raise Stop(
            f"{contestant.flow.name}: {result.count} answers of {contestant.lines} lines were counted, "
            f"{stored_after - stored} with {lines_after - lines} lines are stored"
        )
    contestant.rounds.append(result)
    say(f"{contestant.flow.name:5} {clients:2} clients: {result.per_second:6.1f}/s  {result.cpu_ms():6.1f} ms CPU")


def _stored(database: str, survey_id: int) -> tuple[int, int]:
    """Return how many finished answers of a survey there are, and how many lines they have that say something."""
    answers, lines = cluster.psql(
        database,
        f"""SELECT count(DISTINCT a.id), count(l.id) FROM survey_user_input a
              LEFT JOIN survey_user_input_line l ON l.user_input_id = a.id AND l.skipped IS NOT TRUE
             WHERE a.survey_id = {survey_id} AND a.state = 'done'""",
    ).split("|")
    return int(answers), int(lines)


def _ratio(ours: Contestant, stock: Contestant) -> float:
    """Return how many times as many answers ours took: the median over the rounds' own ratios, at 16 clients."""
    pairs = zip(ours.with_clients(MANY), stock.with_clients(MANY), strict=True)
    return median(mine.per_second / theirs.per_second for mine, theirs in pairs)


def _table(contestants: Sequence[Contestant]) -> None:
    say("\npage   clients  answers/s (min/median/max)   p50 ms   p95 ms   Odoo CPU ms  database CPU ms")
    for clients in CLIENTS:
        for each in contestants:
            rounds = each.with_clients(clients)
            waits = [value for one in rounds for value in one.latencies]
            odoo = median(1000 * one.odoo_cpu / one.count for one in rounds)
            database = median(1000 * one.database_cpu / one.count for one in rounds)
            rates = spread([one.per_second for one in rounds])
            say(
                f"{each.flow.name:6} {clients:7}  {rates:27} {1000 * percentile(waits, 0.5):7.0f}  "
                f"{1000 * percentile(waits, 0.95):7.0f}  {odoo:11.1f}  {database:15.1f}"
            )
