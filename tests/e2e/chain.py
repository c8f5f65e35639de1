"""The far side of a gateway for tests: a simulated operator, a real Kannel, and a listener for its reports."""

import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from hva_sms.gateways.base import OutgoingMessage
from hva_sms.gateways.kannel import KannelGateway
from tools.dev import paths
from tools.dev.free_port import free_port, is_listening
from tools.dev.kannel import Kannel

SENDER = "OVPH"
VALIDITY_MINUTES = 120


def wait_for(is_true, what, seconds=20):
    """Wait until `is_true()` and return its value; fail with `what` when it does not come."""
    deadline = time.monotonic() + seconds
    while not (value := is_true()):
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.05)
    return value


class Listener:
    """Stands where Odoo stands: takes the gateway's reports by the token in their path, in the order they come."""

    def __init__(self):
        self.is_busy = False
        self.reports = defaultdict(list)
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                parts = urlsplit(self.path)
                if not listener.is_busy:
                    listener.reports[parts.path.rpartition("/")[2]].append(dict(parse_qsl(parts.query)))
                self.send_response(503 if listener.is_busy else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/hva_sms/dlr"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


class Chain:
    """Starts everything in a folder of its own; `close` ends and removes it."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="hva-chain-"))
        self.folder.chmod(0o711)  # Kannel's own user walks through it
        self.listener = Listener()
        self._log = self.folder / "sent.jsonl"
        self._smsc_port = free_port()
        self._smsc = None
        self.kannel = Kannel(
            self.folder / "kannel",
            self._smsc_port,
            name=f"{self.folder.name}-kannel",
            resend_seconds=2,
            http_delay_seconds=1,
        )

    def start(self):
        self.start_smsc()
        self.kannel.start()
        self.gateway = KannelGateway(self.kannel.url, self.kannel.username, self.kannel.password, timeout=(3, 3))

    def start_smsc(self):
        port, log = str(self._smsc_port), str(self._log)
        command = [sys.executable, "-m", "tools.dev.smsc", "--port", port, "--log", log, "--receipt-delay", "0.3"]
        self._smsc = subprocess.Popen(command, cwd=paths.ROOT, stdout=subprocess.DEVNULL)
        wait_for(lambda: is_listening(self._smsc_port), "the simulated operator listens")

    def stop_smsc(self):
        if self._smsc:
            self._smsc.terminate()
            self._smsc.wait(10)

    def send(self, number, text="Kiitos käynnistä", **changes):
        """Send one message and return the result; its reports come under the number as token."""
        values = {"sender": SENDER, "validity_minutes": VALIDITY_MINUTES, **changes}
        token = f"{self.listener.url}/{number.lstrip('+')}"
        message = OutgoingMessage(ref=number[-4:], to=number, text=text, callback_url=token, **values)
        return self.gateway.send(message)

    def sent(self, number=None):
        """Return the rows of the operator's log, or those of one number."""
        rows = [json.loads(line) for line in self._log.read_text().splitlines()]
        return [row for row in rows if number in (None, row["to"])]

    def states(self, number):
        """Return the (state, code) of each report of a number so far."""
        reports = [self.gateway.parse_report(params) for params in list(self.listener.reports[number.lstrip("+")])]
        return [(report.state, report.code) for report in reports]

    def close(self):
        self.kannel.kill()
        self.stop_smsc()
        self.listener.close()
        shutil.rmtree(self.folder, ignore_errors=True)
