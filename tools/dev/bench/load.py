"""Ten answers a second for ten minutes, beside fifty delivery reports a second of an operator that repeats some.

Set up as `docker/odoo.conf`: four workers, and the jobs beside them, which route the answers and apply the reports
meanwhile. Afterwards every acknowledged answer must be in the database with its lines, every acknowledged report once.
"""

import hashlib

from .. import cluster
from ..console import say
from . import answers, open_loop
from .client import Visitor
from .figures import percentile
from .flows import OurFlow
from .stage import stage

ANSWERS, REPORTS = 10.0, 50.0  # a second
REPEATED = 20  # each so many reports come a second time
CONF = {"workers": 4, "max_cron_threads": 1}

INVITATIONS = """
from odoo.addons.hva_feedback.tools.codes import hash_code
gateway = env["hva.sms.gateway"].create({{"name": "Bench", "kind": "kannel", "url": "http://127.0.0.1:9/",
    "username": "bench", "password": "bench", "sender_id": "Bench", "is_simulator": True}})
rows = [(unit.id, gateway.id, hash_code("R%021d" % number)) for number in range({count})]
env.cr.execute_values(
    "INSERT INTO hva_invitation (kind, unit_id, gateway_id, dlr_token_hash, state, due_on, sent_on, state_at) "
    "VALUES %s", rows,
    "('survey', %s, %s, %s, 'submitted', current_date, current_date, now() AT TIME ZONE 'UTC')", page_size=1000)
"""


def run(quick: bool) -> dict[str, float | int]:
    """Run the load; return the figures. `lost` counts what was acknowledged and is not stored, or stored twice."""
    seconds = 60.0 if quick else 600.0
    before_commit, commit, after = answers.SCRIPT.partition("env.cr.commit()")
    script = before_commit + INVITATIONS.format(count=int(REPORTS * seconds)) + commit + after
    with stage("load", script, CONF) as (server, made):
        flow = OurFlow(server.port, made["path"], made["form"])
        for _each in range(answers.WARM_UP):
            flow()
        stored = _stored_answers(server.db, made["ours"])
        streams = [
            open_loop.Stream("answers", ANSWERS, lambda _number: flow()),
            open_loop.Stream("reports", REPORTS, lambda number: _report(server.port, number)),
        ]
        open_loop.run(streams, seconds)
        given, reported = streams
        lost = _lost_answers(given, _stored_answers(server.db, made["ours"]) - stored)
        lost += _lost_reports(reported, server.db)
    for stream in streams:
        waits = [1000 * percentile(stream.latencies, share) for share in (0.5, 0.95, 0.99)]
        say(
            f"{stream.name:8} {len(stream.done):6} done, {len(stream.errors)} failed; "
            f"half within {waits[0]:.0f} ms, 95 % within {waits[1]:.0f} ms, 99 % within {waits[2]:.0f} ms"
        )
        for error in sorted(set(stream.errors))[:3]:
            say(f"         {error}")
    return {
        "p95_ms": 1000 * percentile(given.latencies, 0.95),
        "errors": len(given.errors) + len(reported.errors),
        "lost": lost,
        "reports_p95_ms": 1000 * percentile(reported.latencies, 0.95),
        "answers": len(given.done),
        "reports": len(reported.done),
    }


def _token(number: int) -> str:
    return f"R{number:021d}"


def _report(port: int, number: int) -> None:
    """Tell that a message was delivered; each so many times twice, as operators do."""
    path = f"/hva_sms/dlr/{_token(number)}?type=1&answer=0"
    for _each in range(2 if number % REPEATED == 0 else 1):
        Visitor(port).get(path)


def _stored_answers(database: str, survey_id: int) -> int:
    """Return how many finished answers with ten lines there are."""
    query = f"""SELECT count(*) FROM survey_user_input a WHERE a.survey_id = {survey_id} AND a.state = 'done'
                   AND (SELECT count(*) FROM survey_user_input_line l WHERE l.user_input_id = a.id) = 10"""
    return int(cluster.psql(database, query))


def _lost_answers(given: open_loop.Stream, stored: int) -> int:
    """Return how many answers are missing, or too many. One whose acknowledgement was lost may be there or not."""
    return max(len(given.done) - stored, stored - len(given.done) - len(given.errors), 0)


def _lost_reports(reported: open_loop.Stream, database: str) -> int:
    """Return how many acknowledged reports are not there exactly once."""
    rows = cluster.psql(database, "SELECT token_hash, count(*) FROM hva_delivery_report GROUP BY 1").splitlines()
    stored = dict(row.split("|") for row in rows)
    hashes = (hashlib.sha256(_token(number).encode()).hexdigest() for number in reported.done)
    return sum(stored.get(each) != "1" for each in hashes)
