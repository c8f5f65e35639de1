"""The data lake's files of a county with two thousand readers, beside a plain COPY TO of the same rows.

The first delivery of a year, and the one of a night on which answers of the last month were corrected: through the job,
in one process whose peak memory is told. The database is built once and kept (kept.py); each run works on a copy.

    HVA_BENCH_ANSWERS=10000000 ./hva bench lake      # the ten years that `bench reports` keeps, half an hour
"""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from .. import cluster, odoo_command, paths
from ..console import Stop, say
from . import reports_world as world
from .kept import kept
from .reports import ANSWERS, LAST_DAY, UNITS

YEAR = 100_000  # answers
DAYS = 365
SCRIPT = """
import json, resource, time
from pathlib import Path
from statistics import median

QUERY = '''COPY (SELECT answer_id, date_trunc('month', day)::date, unit_id, survey_id, channel, service_id,
                        contact_mode, lang_code, respondent_group, date_trunc('week', day)::date, age_band,
                        assisted_by IS NOT NULL, day, kind, has_text, nps, item_st1, item_st2, item_st3, item_st4,
                        item_st5, item_st6, item_st7, item_lang, item_pei
                   FROM hva_fact WHERE day < %s) TO STDOUT (FORMAT csv, HEADER)'''
job = env["hva.export"]
end = job._get_last_closed()

def timed(act):
    began = time.monotonic()
    act()
    return time.monotonic() - began

def deliver(export):
    export.action_export_now()
    job._cron_export()
    export.invalidate_recordset()
    if export.last_state != "done":
        raise RuntimeError(export.last_words)

def plain(place):
    with open(place, "wb") as file:
        env.cr._obj.copy_expert(env.cr.mogrify(QUERY, [end]).decode(), file)

def first(file_format):
    name = f"bench-{{file_format}}"
    export = job.create({{"name": name, "code": name, "rhythm": "none", "formats": file_format}})
    seconds = timed(lambda: deliver(export))
    files = [one for one in export.run_ids.file_ids if one.table_name == "answers"]
    made[file_format] = {{
        "first_s": seconds, "months": len(files), "rows": sum(one.row_count for one in files),
        "mb": sum(one.byte_count for one in files) / 1e6, "nights": [timed(lambda: correct(export)) for _ in range(3)],
        "nothing_s": timed(lambda: deliver(export)),
    }}

def correct(export):
    env.cr.execute('''UPDATE hva_fact SET kind = CASE WHEN kind = 'thanks' THEN 'criticism' ELSE 'thanks' END
                       WHERE id IN (SELECT id FROM hva_fact WHERE day < %s ORDER BY day DESC, id LIMIT 20)''', [end])
    env.cr.commit()
    deliver(export)

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

made = {{"before_mb": peak(), "copies": []}}
made["copies"].append(timed(lambda: plain({place!r})))
for file_format in {formats}:
    first(file_format)
    made["copies"].append(timed(lambda: plain({place!r})))
made["mb"] = peak()
made["copy_mb"] = Path({place!r}).stat().st_size / 1e6
print(json.dumps(made))
"""


def run(quick: bool) -> dict[str, float | int]:
    """Deliver as CSV and Parquet, print a table; return the figures of the RESULT line."""
    answers = int(os.environ.get(ANSWERS) or (YEAR // 5 if quick else YEAR))
    with _county(answers, 100 if quick else UNITS) as name, tempfile.TemporaryDirectory() as folder:
        environ = {"HVA_LAKE_DIR": folder, "HVA_PERSON_KEY": "a key of the benchmark that is long enough"}
        with patch.dict(os.environ, environ):
            script = SCRIPT.format(place=f"{folder}/plain.csv", formats=("csv", "parquet"))
            made: dict[str, Any] = json.loads(odoo_command.shell(name, script).strip().splitlines()[-1])
    copy = min(made["copies"])
    say(f"plain COPY of the same answers: {copy:.2f} s, {made['copy_mb']:.1f} MB")
    for file_format in ("csv", "parquet"):
        _print(file_format, made[file_format], copy)
    csv = made["csv"]
    return {
        "answers": csv["rows"],
        "month_s": csv["first_s"] / csv["months"],
        "parquet_month_s": made["parquet"]["first_s"] / made["parquet"]["months"],
        "night_s": max(*csv["nights"], *made["parquet"]["nights"]),
        "rows_s": csv["rows"] / csv["first_s"],
        "mb": made["mb"],
        "grown_mb": made["mb"] - made["before_mb"],
        "to_copy": csv["first_s"] / copy,
    }


def _print(file_format: str, made: dict[str, Any], copy: float) -> None:
    nights = "/".join(f"{night:.1f}" for night in sorted(made["nights"]))
    say(
        f"{file_format:8} {made['rows']} answers, {made['months']} months: first {made['first_s']:.1f} s "
        f"({made['first_s'] / copy:.0f} times the copy), {made['mb']:.1f} MB of answers; nights {nights} s, "
        f"nothing new {made['nothing_s']:.2f} s"
    )


@contextmanager
def _county(answers: int, people: int) -> Iterator[str]:
    """Yield the name of a copy of the kept county: of `bench reports` where it keeps one of as many answers."""
    name = f"bench_lake_{os.getpid()}"
    like = f"bench_reports_{answers}_10"
    cluster.start()
    is_lent = cluster.exists(like)
    if not is_lent:
        if answers > 10 * YEAR:
            raise Stop(f"There is no {like}: `./hva bench reports` builds it.")
        like = f"bench_lake_{answers}_{people}"
        kept(
            like,
            "\n".join([world.SCRIPT, world.FACTS, str((answers, people))]),
            lambda new: _build(new, answers, people),
        )
    try:
        cluster.createdb(name, like)
        cluster.psql("postgres", f'ALTER DATABASE "{name}" SET jit = off')
        if is_lent:  # it is updated by the benchmark that keeps it
            odoo_command.update(name, list(paths.OUR_ADDONS), paths.LOG / f"{name}-update.log")
        yield name
    finally:
        cluster.dropdb(name)


def _build(name: str, answers: int, people: int) -> dict[str, Any]:
    script = world.SCRIPT.format(
        units=UNITS, people=people, login=world.LOGIN, near=world.NEAR_LOGIN, password=world.PASSWORD
    )
    made: dict[str, Any] = json.loads(odoo_command.shell(name, script).strip().splitlines()[-1])
    places = {key: made[key] for key in ("units", "services", "survey")}
    first = (LAST_DAY - timedelta(days=DAYS - 1)).isoformat()
    odoo_command.shell(name, world.FACTS.format(**places, count=answers, first=first, days=DAYS, start=10**8))
    cluster.psql(name, "VACUUM ANALYZE")
    return made
