"""Real cursors on a cloned database: commits commit, locks lock, and two workers are two connections.

In Odoo's own TransactionCase everything runs on one connection inside one transaction, so SKIP LOCKED skips nothing and
a commit raises; what is about locking and crashing is therefore tested here.
"""

import contextlib
import os
from collections.abc import Iterator

import pytest

from tools.dev import cluster, odoo_command, paths, template_db


@pytest.fixture(scope="session")
def installed_database() -> Iterator[str]:
    """A database with the three addons installed; tests clone it and leave it as it is."""
    if given := os.environ.get("HVA_INSTALLED_DB"):
        yield given
        return
    name = f"test_concurrency_{os.getpid()}"
    cluster.start()
    cluster.dropdb(name)
    template_db.clone(name)
    log = paths.LOG / f"{name}.log"
    odoo_command.install(name, list(paths.OUR_ADDONS), log)
    yield name
    cluster.dropdb(name)
    log.unlink(missing_ok=True)


@pytest.fixture(scope="session")
def odoo_config(tmp_path_factory):
    """Odoo's configuration loaded into this process, once."""
    from odoo.tools import config

    os.environ.update(cluster.env())
    os.environ.setdefault("HVA_PERSON_KEY", "a key for tests that is long enough to be accepted")
    conf = odoo_command.write_conf(tmp_path_factory.mktemp("odoo") / "odoo.conf")
    config.parse_config(
        [
            "-c",
            str(conf),
            f"--addons-path={paths.addons_path()}",
            "--log-level=error",
            f"--data-dir={tmp_path_factory.mktemp('data')}",
        ],
        setup_logging=True,
    )
    return config


@pytest.fixture
def new_env(installed_database, odoo_config, request):
    """A function that opens a new connection: `with new_env() as env:` commits at the end, rolls back on error."""
    import odoo.api
    import odoo.sql_db
    from odoo.modules.registry import Registry

    name = f"{installed_database}_{abs(hash(request.node.nodeid)) % 100000}"
    cluster.createdb(name, installed_database)
    registry = Registry(name)

    @contextlib.contextmanager
    def open_env(uid: int = odoo.api.SUPERUSER_ID, commit: bool = True):
        with contextlib.closing(registry.cursor()) as cr:
            yield odoo.api.Environment(cr, uid, {})
            if commit:
                cr.commit()

    yield open_env
    Registry.delete(name)
    odoo.sql_db.close_db(name)
    cluster.dropdb(name)
