"""The real Kannel, started for a demo or a test: writes its configuration, starts bearerbox and smsbox, stops them.

    kannel = Kannel(folder(), smsc_port=2775)
    kannel.start()          # back when it answers and the operator's line is up
    kannel.url, kannel.username, kannel.password      # what a gateway needs to send
    kannel.status()
    kannel.stop()

Everything listens on 127.0.0.1. As root both programs run as Debian's own user `kannel`. Settings that matter, and
why, are beside them in `_CONFIG`; docs/decisions/0011 tells how they were found.
"""

import os
import re
import shutil
import signal
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import paths, process
from .console import Stop
from .free_port import free_port, is_listening

HOST = "127.0.0.1"
BEARERBOX = "/usr/sbin/bearerbox"
SMSBOX = "/usr/sbin/smsbox"
USER, GROUP = "kannel", "nogroup"
ADVICE = "run ./hva setup (or apt-get install --no-install-recommends kannel)"
PATIENCE = 30.0
"""Seconds to wait for Kannel to come up."""

_SMSC_ID = "SMPP1"

# One group is ended by a blank line, so none may stand inside. Log level 2 (warnings) and an access log without
# %b %p %P keep numbers and texts out of the logs of all that goes well. Spools, not memory: what was accepted and
# the reports still awaited survive a crash. Retries end: a survey must not go out days later. wait-ack-expire 2: a
# message the operator never answered is not sent again; with the other values it was, twice in a minute.
_CONFIG = """\
group = core
admin-port = {admin_port}
admin-interface = 127.0.0.1
admin-password = "{status_password}"
status-password = "{status_password}"
admin-deny-ip = "*.*.*.*"
admin-allow-ip = "127.0.0.1"
smsbox-port = {box_port}
smsbox-interface = 127.0.0.1
box-deny-ip = "*.*.*.*"
box-allow-ip = "127.0.0.1"
log-file = "{directory}/bearerbox.log"
log-level = 2
access-log = "{directory}/access.log"
access-log-format = "%t %l [SMSC:%i] [SVC:%n] [ID:%F] [coding:%c] [type:%d] [length:%L]"
store-type = spool
store-location = "{directory}/store"
dlr-storage = spool
dlr-spool = "{directory}/dlr"
sms-resend-freq = {resend_seconds}
sms-resend-retry = 3

group = smsc
smsc = smpp
smsc-id = {smsc_id}
host = 127.0.0.1
port = {smsc_port}
transceiver-mode = true
smsc-username = "hva"
smsc-password = "hva"
system-type = ""
address-range = ""
source-addr-autodetect = true
dest-addr-ton = 1
dest-addr-npi = 1
max-pending-submits = 10
throughput = {throughput}
reconnect-delay = 2
enquire-link-interval = 30
wait-ack = 20
wait-ack-expire = 2

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms_port}
sendsms-interface = 127.0.0.1
sendsms-chars = "0123456789 +-"
log-file = "{directory}/smsbox.log"
log-level = 2
http-request-retry = {http_retries}
http-queue-delay = {http_delay_seconds}
http-timeout = 10

group = sendsms-user
username = "{username}"
password = "{password}"
user-deny-ip = "*.*.*.*"
user-allow-ip = "127.0.0.1"
max-messages = 6
concatenation = true
"""

# What phones write goes by POST, so that neither number nor text stands in an address. max-messages 0: nothing that the
# far end answers is sent to the phone. %I is Kannel's own number of the message, the same when it is posted again.
_INBOUND = """
group = sms-service
name = "hva-inbound"
keyword = default
catch-all = true
post-url = "{inbound_url}?id=%I"
send-sender = true
max-messages = 0
"""


def folder() -> Path:
    """Return the demo's folder: in HVA_HOME, or in /var/lib when Kannel's user could not reach it there."""
    if os.geteuid() == 0 and _closed_folder(paths.HVA_HOME):
        return Path(f"/var/lib/hva-feedback-{paths.home_key()}-kannel")
    return paths.HVA_HOME / "kannel"


@dataclass(frozen=True)
class Status:
    """`is_online`: the line to the operator is up; `has_smsbox`: messages can come in; `queued`: not yet sent."""

    is_online: bool
    has_smsbox: bool
    queued: int


class Kannel:
    """One Kannel under `directory`. Ports that are not given are picked free.

    `name` prefixes the pid files, so several can run; the same `directory` with the same ports is the same Kannel
    after a crash or in another process, with what it had not sent yet. With `inbound_url` what phones write is posted
    there; set it before `start`, or start smsbox again.
    """

    def __init__(
        self,
        directory: Path,
        smsc_port: int,
        *,
        sendsms_port: int = 0,
        admin_port: int = 0,
        box_port: int = 0,
        username: str = "hva",
        password: str = "hva-demo",
        name: str = "kannel",
        throughput: int = 40,
        resend_seconds: int = 5,
        http_retries: int = 600,
        http_delay_seconds: int = 3,
        inbound_url: str = "",
    ) -> None:
        self.directory = directory.resolve()
        self.name = name
        self.username = username
        self.password = password
        self.sendsms_port = sendsms_port or free_port()
        self.admin_port = admin_port or free_port()
        self.url = f"http://{HOST}:{self.sendsms_port}/cgi-bin/sendsms"
        self.inbound_url = inbound_url
        self._config = self.directory / "kannel.conf"
        self._settings = {
            "directory": self.directory,
            "smsc_id": _SMSC_ID,
            "smsc_port": smsc_port,
            "sendsms_port": self.sendsms_port,
            "admin_port": self.admin_port,
            "box_port": box_port or free_port(),
            "status_password": password,
            "username": username,
            "password": password,
            "throughput": throughput,
            "resend_seconds": resend_seconds,
            "http_retries": http_retries,
            "http_delay_seconds": http_delay_seconds,
        }

    def start(self, patience: float = PATIENCE) -> None:
        """Start both boxes and wait until they answer and the operator is on the line. Raises Stop."""
        self._prepare()
        self._end_leftovers()
        deadline = time.monotonic() + patience
        self.start_bearerbox()
        self._wait(deadline, lambda: self.status() is not None, "bearerbox does not answer")
        self.start_smsbox()
        self._wait(deadline, lambda: is_listening(self.sendsms_port), "smsbox does not answer")
        self._wait(deadline, self.is_ready, "the operator (SMSC) is not on the line")

    def start_bearerbox(self) -> None:
        self._start_box("bearerbox", BEARERBOX)

    def start_smsbox(self) -> None:
        self._start_box("smsbox", SMSBOX)

    def stop(self, patience: float = 15) -> bool:
        """Stop both boxes, by force after `patience` seconds; what was accepted stays in the store."""
        found = [process.stop(f"{self.name}-{box}", patience) for box in ("smsbox", "bearerbox")]
        return self._end_leftovers() or any(found)

    def kill(self) -> None:
        """End both boxes as a power cut would, and wait until nobody listens any more."""
        self._end_leftovers()
        self.stop()
        deadline = time.monotonic() + PATIENCE
        while is_listening(self.sendsms_port) and time.monotonic() < deadline:
            time.sleep(0.05)

    def is_ready(self) -> bool:
        status = self.status()
        return status is not None and status.is_online and status.has_smsbox

    def status(self) -> Status | None:
        """Read bearerbox's status page; None when it does not answer."""
        query = urllib.parse.urlencode({"password": self._settings["status_password"]})
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.admin_port}/status.txt?{query}", timeout=3) as page:
                text = page.read().decode(errors="replace")
        except (OSError, urllib.error.URLError, ValueError):
            return None
        return Status(
            is_online=re.search(rf"\b{_SMSC_ID}\b.*\(online", text) is not None,
            has_smsbox=re.search(r"^\s*smsbox", text, re.MULTILINE) is not None,
            queued=sum(
                int(count)
                for pair in re.findall(r"\((\d+) queued\)|queued (\d+) msgs", text)
                for count in pair
                if count
            ),
        )

    def pids(self) -> list[int]:
        """Return the processes that run on our configuration; smsbox replaces itself, so no pid file knows all."""
        return [int(entry.name) for entry in Path("/proc").glob("[0-9]*") if self._is_ours(entry)]

    def _is_ours(self, entry: Path) -> bool:
        try:
            arguments = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return str(self._config).encode() in arguments

    def _prepare(self) -> None:
        for program in (BEARERBOX, SMSBOX):
            if not Path(program).is_file():
                raise Stop(f"Kannel's {Path(program).name} is missing: {ADVICE}.")
        if os.geteuid() == 0 and (closed := _closed_folder(self.directory.parent)):
            raise Stop(f"Kannel's user cannot reach {self.directory}: {closed} is closed to others.")
        for place in (self.directory, self.directory / "store", self.directory / "dlr"):
            place.mkdir(parents=True, exist_ok=True)
            place.chmod(0o700)
            _give_to_kannel(place)
        self._config.touch(mode=0o600)
        inbound = _INBOUND.format(inbound_url=self.inbound_url) if self.inbound_url else ""
        self._config.write_text(_CONFIG.format(**self._settings) + inbound)
        _give_to_kannel(self._config)

    def _start_box(self, box: str, program: str) -> None:
        process.start(f"{self.name}-{box}", [*_as_kannel(), program, "-v", "4", self._config], self._log(box))

    def _log(self, box: str) -> Path:
        return self.directory / f"{box}.out"

    def _wait(self, deadline: float, is_true: Callable[[], bool], what: str) -> None:
        while not is_true():
            if time.monotonic() > deadline:
                raise Stop(f"Kannel did not come up: {what}. See {self.directory}/*.log and *.out.")
            time.sleep(0.1)

    def _end_leftovers(self) -> bool:
        """End what still runs on our configuration, as after a hard kill of one box."""
        found = self.pids()
        for pid in found:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        while any(_is_alive(pid) for pid in found):
            time.sleep(0.05)
        return bool(found)


def _as_kannel() -> list[str]:
    """Return what to put before a command so that root's rights are given up for good."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", f"--reuid={USER}", f"--regid={GROUP}", "--clear-groups", "--no-new-privs", "--"]


def _give_to_kannel(path: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(path, USER, GROUP)


def _closed_folder(place: Path) -> Path | None:
    """Return the first folder on the way to `place` that others may not walk through."""
    chain = [*reversed(place.parents), place]
    return next((each for each in chain if each.exists() and not each.stat().st_mode & 0o001), None)


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
