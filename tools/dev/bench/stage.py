"""What a benchmark stands on: a fresh database with the addons, and one Odoo as a county would run its public node.

Two workers, no jobs, one database by name and no `dbfilter`, nothing between client and Odoo.
"""

import contextlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from typing import Any

from .. import cluster, odoo_command, paths, process, template_db
from ..odoo_server import OdooServer

# `proxy_mode`: the visitors say which network they come from (client.py)
CONF = {"workers": 2, "max_cron_threads": 0, "limit_time_real": 120, "proxy_mode": True}


@contextlib.contextmanager
def stage(
    name: str, script: str, conf: Mapping[str, object] | None = None, environ: Mapping[str, str] | None = None
) -> Iterator[tuple[OdooServer, Any]]:
    """Make a database, run `script` in Odoo's shell, start Odoo; yield it with what the script printed as JSON.

    Both are gone afterwards; the log stays.
    """
    name = f"bench_{name}_{os.getpid()}"
    server = OdooServer(name, name, log=paths.LOG / f"{name}-{int(time.time())}.log")
    cluster.start()
    try:
        template_db.clone(name)
        odoo_command.install(name, list(paths.OUR_ADDONS), paths.LOG / f"{name}-install.log")
        prepared = json.loads(odoo_command.shell(name, script).strip().splitlines()[-1])
        cluster.psql(name, "ANALYZE")
        server.start({**CONF, **(conf or {})}, environ)
        yield server, prepared
    finally:
        server.stop()
        cluster.dropdb(name)


def session(server: OdooServer) -> int:
    """Return the id of the session that holds Odoo and its workers."""
    return process.pid_of(server.name) or 0
