"""`./hva serve` and `./hva stop`: Odoo in the background on 127.0.0.1, and the end of all that runs there."""

import argparse

from . import cluster, install, odoo_command, paths, process, template_db
from .console import Stop, say
from .free_port import is_listening
from .odoo_server import OdooServer

DATABASE = "hva_demo"
PORT = 8069


def main_serve(argv: list[str]) -> int:
    """Serve a database, making it with the addons and their demo data if it does not exist."""
    options = _parse(argv)
    install.ensure_for_use()
    server = OdooServer("serve", options.database, options.port)
    if server.is_running():
        say("Odoo runs already; ./hva stop ends it.")
        return 0
    if is_listening(options.port):
        raise Stop(f"Something else listens on port {options.port}. Choose another: ./hva serve --port 8070")
    if not cluster.exists(options.database):
        _make(options.database)
    server.start()
    say(f"{server.url}/odoo (admin / admin), database {options.database}, log {server.log}")
    if code := _first_way_in(options.database):
        say(f"{server.url}/p/{code} is a page as the public sees it")
    return 0


def _first_way_in(database: str) -> str:
    """Return the code of the oldest open way in; nothing where there is none or the addons are not installed."""
    if not cluster.psql(database, "SELECT to_regclass('hva_collector')"):
        return ""
    return cluster.psql(database, "SELECT code FROM hva_collector WHERE active ORDER BY id LIMIT 1")


def main_stop(argv: list[str]) -> int:
    """Stop what this checkout started, last first, then PostgreSQL unless somebody still uses it."""
    if argv:
        raise Stop("./hva stop takes no arguments: it stops everything this checkout started.")
    for name in reversed(process.names()):
        if process.stop(name):
            say(f"stopped {name}")
    if paths.IS_SHARED or not cluster.is_running():
        return 0
    if cluster.is_in_use():
        say("PostgreSQL goes on: other programs are connected to it.")
    elif cluster.stop():
        say("stopped PostgreSQL")
    return 0


def _make(database: str) -> None:
    say(f"making database {database} with the addons and their demo data ...")
    template_db.clone(database)
    try:
        odoo_command.install(database, list(paths.OUR_ADDONS), paths.LOG / f"{database}-install.log", demo=True)
    except Stop:
        cluster.dropdb(database)  # a half-made one would pass for ready the next time
        raise


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./hva serve")
    parser.add_argument("database", nargs="?", default=DATABASE)
    parser.add_argument("--port", type=int, default=PORT)
    return parser.parse_args(argv)
