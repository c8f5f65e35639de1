"""`./hva psql [DATABASE] [psql arguments]`; `--list` shows the databases, `--drop NAME` removes one."""

import os

from . import cluster
from .console import say


def main(argv: list[str]) -> int:
    cluster.start()
    if argv[:1] == ["--list"]:
        say(cluster.psql("postgres", "SELECT datname FROM pg_database ORDER BY 1"))
        return 0
    if argv[:1] == ["--drop"]:
        cluster.dropdb(argv[1])
        return 0
    os.environ.update(cluster.env())
    os.execvp("psql", ["psql", *(argv or ["postgres"])])
