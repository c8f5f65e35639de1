"""A benchmark's database that stays: built once, read by every later run, updated when the addons have changed.

./hva psql --drop bench_reports_10000000_10    # when it is no longer wanted
"""

import json
import time
from collections.abc import Callable
from typing import Any

from .. import cluster, odoo_command, paths, template_db
from ..console import say
from ..stamps import fingerprint

NOTE = "bench_note"  # a table of one row in the database itself: gone with it, and there only when it is whole


def kept(name: str, world: str, build: Callable[[str], dict[str, Any]], like: str | None = None) -> dict[str, Any]:
    """Return what `build(name)` said of the database `name`, building it only if it is missing or of another `world`.

    :param world: all that decides what is in it
    :param like: another kept database to begin with as a copy, instead of an empty one with the addons
    """
    cluster.start()
    addons = fingerprint(*sorted(path for path in paths.ADDONS.rglob("*") if path.is_file() and _counts(path.suffix)))
    key = fingerprint(world)
    note = _note(name) if cluster.exists(name) else {}
    if note.get("world") != key:
        return _built(name, key, addons, build, like)
    if note["addons"] != addons:
        say(f"{name}: the addons have changed")
        odoo_command.update(name, list(paths.OUR_ADDONS), paths.LOG / f"{name}-update.log")
        _write(name, {**note, "addons": addons})
    made: dict[str, Any] = note["made"]
    return made


def _built(
    name: str, key: str, addons: str, build: Callable[[str], dict[str, Any]], like: str | None
) -> dict[str, Any]:
    began = time.monotonic()
    cluster.dropdb(name)
    if like:
        cluster.createdb(name, like)
        cluster.psql(name, f"DROP TABLE {NOTE}")
    else:
        template_db.clone(name)
        odoo_command.install(name, list(paths.OUR_ADDONS), paths.LOG / f"{name}-install.log")
    cluster.psql("postgres", f'ALTER DATABASE "{name}" SET jit = off')  # as docs/performance.md tells every county
    made = build(name)
    _write(name, {"world": key, "addons": addons, "made": made})
    say(f"{name} built in {time.monotonic() - began:.0f} s")
    return made


def _note(name: str) -> dict[str, Any]:
    if cluster.psql(name, f"SELECT to_regclass('{NOTE}')") != NOTE:
        return {}
    found: dict[str, Any] = json.loads(cluster.psql(name, f"SELECT note FROM {NOTE}"))
    return found


def _write(name: str, note: dict[str, Any]) -> None:
    text = json.dumps(note).replace("'", "''")
    cluster.psql(name, f"DROP TABLE IF EXISTS {NOTE}; CREATE TABLE {NOTE} AS SELECT '{text}'::text AS note")


def _counts(suffix: str) -> bool:
    return suffix in (".py", ".xml", ".csv", ".json")
