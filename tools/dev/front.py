"""nginx in front of an Odoo on this machine, with docker/nginx/nginx.conf: its log is what a county's would be.

front = Front("demo", directory, odoo_port)
front.start()
front.public_url, front.staff_url
front.stop()
"""

import os
import time
from pathlib import Path

from . import docker_files, process
from .console import Stop
from .free_port import free_port, is_listening

PATIENCE = 10  # seconds until it must listen


class Front:
    """`name` prefixes the pid file; `directory` is for its configuration and logs. The ports stay the same."""

    def __init__(self, name: str, directory: Path, odoo_port: int) -> None:
        self.name = f"{name}-nginx"
        self.directory = directory
        self.public_port, self.staff_port = free_port(), free_port()
        self._odoo_port = odoo_port

    @property
    def public_url(self) -> str:
        return f"http://127.0.0.1:{self.public_port}"

    @property
    def staff_url(self) -> str:
        return f"http://127.0.0.1:{self.staff_port}"

    def start(self) -> None:
        """Start it and return when it listens. Raises Stop where there is no nginx."""
        self.directory.mkdir(parents=True, exist_ok=True)
        changes = {
            "listen 8080": f"listen 127.0.0.1:{self.public_port}",
            "listen 8081": f"listen 127.0.0.1:{self.staff_port}",
            "server web:8069;": f"server web:{self._odoo_port};",
            "server web:8072;": f"server web:{self._odoo_port};",
            "worker_processes auto;": "worker_processes 1; daemon off;" + (" user root;" if os.geteuid() == 0 else ""),
        }
        conf = docker_files.local_conf(self.directory, changes)
        errors = self.directory / "error.log"
        process.start(self.name, [docker_files.nginx(), "-c", conf, "-e", errors], self.directory / "nginx.out")
        deadline = time.monotonic() + PATIENCE
        while not (is_listening(self.public_port) and is_listening(self.staff_port)):
            if time.monotonic() > deadline:
                raise Stop(f"nginx did not start. Read {errors}")
            time.sleep(0.05)

    def stop(self) -> bool:
        return process.stop(self.name)
