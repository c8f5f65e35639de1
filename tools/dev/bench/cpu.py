"""Processor time of a server: the Odoo session we started, and PostgreSQL's backends of one database.

PostgreSQL's own helpers (checkpoints, log writer) serve every database of the cluster and are not counted.
"""

import os
from pathlib import Path

from .. import cluster

TICK = os.sysconf("SC_CLK_TCK")


def odoo_seconds(session: int) -> float:
    """Return user + system seconds of all processes in the session, and of its leader's children that have ended."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        fields = _fields(stat)
        if fields and int(fields[3]) == session:
            ticks += int(fields[11]) + int(fields[12])
            if stat.parent.name == str(session):
                ticks += int(fields[13]) + int(fields[14])
    return ticks / TICK


def backends(database: str) -> dict[int, float]:
    """Return user + system seconds of each backend that is connected to the database, by process id."""
    query = f"SELECT pid FROM pg_stat_activity WHERE datname = '{database}' AND pid <> pg_backend_pid()"
    seconds = {}
    for pid in cluster.psql(database, query).split():
        if fields := _fields(Path(f"/proc/{pid}/stat")):
            seconds[int(pid)] = (int(fields[11]) + int(fields[12])) / TICK
    return seconds


def spent(before: dict[int, float], after: dict[int, float]) -> float:
    """Return the seconds between two looks at the backends; one that came between counts from its start."""
    return sum(seconds - before.get(pid, 0.0) for pid, seconds in after.items())


def _fields(stat: Path) -> list[str]:
    """Return /proc/<pid>/stat after the name: [0] is the state, [3] the session, [11] and [12] the ticks."""
    try:
        return stat.read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
