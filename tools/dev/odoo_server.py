"""A running Odoo on one database, for `./hva serve`, the demo and the tests of the whole system.

server = OdooServer("demo", db="hva_demo")
server.start(extra_conf={"smtp_port": 2525}, extra_env={"HVA_PERSON_KEY_FILE": "..."})
server.url, server.log
server.stop()
"""

import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from . import cluster, odoo_command, paths, process
from .console import Stop
from .free_port import free_port

PATIENCE = 120  # seconds until the login page must answer


class OdooServer:
    """One background Odoo. `name` is its pid file's; the same name is the same server in another process."""

    def __init__(self, name: str, db: str, port: int = 0, log: Path | None = None) -> None:
        self.name = f"{name}-odoo"
        self.db = db
        self.port = port or free_port()
        self.log = log or paths.LOG / f"{name}-odoo.log"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, extra_conf: Mapping[str, object] | None = None, extra_env: Mapping[str, str] | None = None) -> None:
        """Start Odoo and return when its login page answers. Raises Stop with the log's name when it does not."""
        cluster.start()
        paths.RUN.mkdir(parents=True, exist_ok=True)
        conf = odoo_command.write_conf(
            paths.RUN / f"{self.name}.conf",
            db_name=self.db,
            http_port=self.port,
            gevent_port=free_port(),
            **(extra_conf or {}),
        )
        process.start(self.name, odoo_command.command(conf=conf), self.log, extra_env)
        self.wait()

    def wait(self, patience: float = PATIENCE) -> None:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and process.pid_of(self.name):
            try:
                with urllib.request.urlopen(f"{self.url}/web/login", timeout=patience):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.2)
        raise Stop(f"Odoo did not start on {self.db}. Read {self.log}")

    def is_running(self) -> bool:
        return process.pid_of(self.name) is not None

    def stop(self) -> bool:
        return process.stop(self.name)

    def kill(self) -> bool:
        """End it as a power cut would."""
        return process.stop(self.name, patience=0)

    def install(self, addons: list[str], demo: bool = False) -> None:
        """Install addons while the server is stopped, with their demo data if asked."""
        odoo_command.install(self.db, addons, self.log.with_name(f"{self.db}-install.log"), demo=demo)

    def shell(self, script: str) -> str:
        return odoo_command.shell(self.db, script)
