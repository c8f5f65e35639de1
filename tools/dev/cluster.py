"""A PostgreSQL of our own: on a unix socket, run by an unprivileged user, gone when its folder is deleted.

Importable by tests and demo: `start`, `stop`, `createdb`, `dropdb`, `psql`, `env`.
"""

import getpass
import os
import shutil
import subprocess
import time
from pathlib import Path

from . import paths
from .console import Stop
from .stamps import lock

PORT = "5432"  # only part of the socket's name: nothing listens on TCP
MAX_SOCKET_PATH = 100  # the kernel's limit is 107 bytes
SETTINGS = {
    "max_connections": "200",
    "shared_buffers": "256MB",
    # A refused statement is logged without its text and the row it would have made: both may hold numbers and words.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


def folder() -> Path:
    """Return the cluster's folder: where the server's user can reach it and the socket's path is short enough."""
    inside = paths.service_home() / "pg"
    if len(f"{inside}/.s.PGSQL.{PORT}".encode()) < MAX_SOCKET_PATH:
        return inside
    return Path(f"{'/var/lib' if os.geteuid() == 0 else '/tmp'}/hva-feedback-{paths.home_key()}/pg")


def env() -> dict[str, str]:
    """Return the libpq variables under which psql, psycopg2 and Odoo all find the cluster."""
    return {"PGHOST": str(folder()), "PGPORT": PORT, "PGUSER": getpass.getuser()}


def dsn(database: str) -> str:
    variables = env()
    return f"host={variables['PGHOST']} port={PORT} user={variables['PGUSER']} dbname={database}"


def start() -> None:
    """Make the cluster if there is none, and start it if it does not run."""
    if is_running():
        return
    with lock("cluster"):
        if is_running():
            return
        data = folder() / "data"
        if not (data / "PG_VERSION").is_file():
            _initialise(data)
        settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        options = f"-c unix_socket_directories='{folder()}' -c listen_addresses='' -p {PORT} {settings}"
        log = folder() / "postgresql.log"
        _as_server("pg_ctl", "-D", str(data), "-l", str(log), "-o", options, "-w", "start")
        _add_role()


def stop() -> bool:
    if not is_running():
        return False
    _as_server("pg_ctl", "-D", str(folder() / "data"), "-m", "fast", "-w", "stop")
    return True


def is_running() -> bool:
    ready = _program("pg_isready")
    return subprocess.run([ready, "-q", "-h", str(folder()), "-p", PORT]).returncode == 0


def is_in_use() -> bool:
    """Tell whether anybody else is connected."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    return psql("postgres", query) != "0"


def createdb(name: str, template: str = "template0") -> None:
    """Make database `name` as a copy of `template`; wait a little for others who copy it at the same moment."""
    for attempt in range(10):
        done = _client("createdb", "-T", template, name)
        if not done.returncode:
            return
        if "being accessed by other users" not in done.stderr:
            break
        time.sleep(0.5 * (attempt + 1))
    raise Stop(f"Database {name} was not made: {done.stderr.strip()}")


def dropdb(name: str) -> None:
    """Remove database `name` if it exists, also when somebody still has it open."""
    done = _client("dropdb", "--if-exists", "--force", name)
    if done.returncode:
        raise Stop(f"Database {name} was not removed: {done.stderr.strip()}")


def exists(name: str) -> bool:
    return psql("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{name}'") == "1"


def psql(database: str, query: str) -> str:
    """Run SQL and return its bare result."""
    done = _client("psql", "-X", "-At", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", query)
    if done.returncode:
        raise Stop(f"SQL failed in {database}: {done.stderr.strip()}")
    return done.stdout.strip()


def _client(program: str, *args: str) -> "subprocess.CompletedProcess[str]":
    variables = {**os.environ, **env()}
    return subprocess.run([_program(program), *args], env=variables, capture_output=True, text=True)


def _initialise(data: Path) -> None:
    folder().mkdir(parents=True, exist_ok=True)
    folder().parent.chmod(folder().parent.stat().st_mode | 0o111)
    if os.geteuid() == 0:
        shutil.chown(folder(), "postgres", "postgres")
    _as_server("initdb", "-D", str(data), "--auth=peer", "--encoding=UTF8", "--locale=C.UTF-8")


def _add_role() -> None:
    """Give the caller a superuser role of his own name: the server's user is another one when we are root."""
    if os.geteuid() == 0:
        query = "SELECT 1 FROM pg_roles WHERE rolname = 'root'"
        here = ("-h", str(folder()), "-p", PORT)
        if _as_server("psql", *here, "-At", "-d", "postgres", "-c", query).strip() != "1":
            _as_server("createuser", *here, "--superuser", "root")


def _as_server(program: str, *args: str) -> str:
    """Run a program as the user the server belongs to (PostgreSQL refuses to run as root)."""
    who: dict[str, object] = {}
    if os.geteuid() == 0:
        who = {"user": "postgres", "group": "postgres", "extra_groups": []}
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    done = subprocess.run(
        [_program(program), *args],
        cwd=folder(),
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if program == "psql" else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL if program == "pg_ctl" else None,
        text=True,
        **who,  # type: ignore[call-overload]
    )
    if done.returncode:
        raise Stop(f"{program} failed; see {folder() / 'postgresql.log'}")
    return done.stdout or ""


def dump(database: str) -> bytes:
    """Return the database as pg_dump writes it for a backup."""
    variables = {**os.environ, **env()}
    done = subprocess.run([_program("pg_dump"), database], env=variables, capture_output=True)
    if done.returncode:
        raise Stop(f"Database {database} was not dumped: {done.stderr.decode().strip()}")
    return done.stdout


def _program(name: str) -> str:
    """Return the path of a PostgreSQL program, of the newest version there is."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    if not found and not shutil.which(name):
        raise Stop(f"PostgreSQL's {name} is missing: run ./hva setup (or apt-get install postgresql).")
    return str(found[-1]) if found else name
