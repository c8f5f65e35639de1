"""What a machine without Docker can say about docker/: run by `./hva lint`.

hadolint reads the Dockerfiles, `docker compose config` the compose file (it asks no engine), a real nginx its
configuration. Nothing is built or started. nginx is taken from the machine or unpacked under HVA_HOME, never installed:
Debian starts an installed one.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from . import apt, paths
from .console import Stop

DOCKER = paths.ROOT / "docker"
UNPACKED = paths.HVA_HOME / "nginx"
COMPOSE = "import compose, pathlib; print(pathlib.Path(compose.__file__).parent / 'docker-compose')"


def nginx() -> Path:
    """Return a real nginx. Raises Stop where there is none and none can be fetched."""
    for known in (shutil.which("nginx"), UNPACKED / "usr/sbin/nginx"):
        if known and Path(known).exists():
            return Path(known)
    apt.unpack({"nginx": ""}, UNPACKED)
    return UNPACKED / "usr/sbin/nginx"


def local_conf(folder: Path, changes: Mapping[str, str] | None = None) -> Path:
    """Write nginx.conf as it would run outside its container: files in `folder`, upstreams on this machine.

    `changes` are further replacements, made first. The replaced texts must be there.
    """
    text = (DOCKER / "nginx" / "nginx.conf").read_text()
    here = {
        "server web:": "server 127.0.0.1:",
        "/tmp/": f"{folder}/",
        "/dev/stdout": f"{folder}/access.log",
        "/dev/stderr": f"{folder}/error.log",
        "root /etc/nginx;": f"root {DOCKER / 'nginx'};",
        "include /etc/nginx/mime.types;": "types { text/html html; }",
    }
    for old, new in {**(changes or {}), **here}.items():
        if old not in text:
            raise Stop(f"docker/nginx/nginx.conf no longer says {old!r}")
        text = text.replace(old, new)
    conf = folder / "nginx.conf"
    conf.write_text(text)
    return conf


def _commands(folder: Path) -> Iterator[list[str]]:
    dockerfiles = [str(path) for path in sorted(DOCKER.rglob("Dockerfile"))]
    yield [str(paths.VENV / "bin" / "hadolint"), "--no-color", "--config", f"{DOCKER}/.hadolint.yaml", *dockerfiles]
    program = subprocess.run([paths.VENV_PYTHON, "-c", COMPOSE], capture_output=True, text=True, check=True)
    yield [program.stdout.strip(), "-f", f"{DOCKER}/compose.yaml", "--profile", "*", "config", "--quiet"]
    yield [str(nginx()), "-t", "-q", "-c", str(local_conf(folder)), "-e", f"{folder}/error.log"]
    for script in sorted(path for path in DOCKER.rglob("*.sh")):
        yield ["sh", "-n", str(script)]


def main() -> int:
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for command in _commands(Path(folder)):
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                failed = 1
                print(re.sub(r"\x1b\[[0-9;]*m", "", f"{Path(command[0]).name}:\n{done.stdout}{done.stderr}"))
    return failed


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Stop as error:
        sys.exit(f"docker: {error}")
