"""A vendor's server on this machine, for adapters that speak HTTP."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from hva_sms.gateways.base import OutgoingMessage

sys.path.insert(0, str(Path(__file__).parent))  # for fhir_bundles

TOKEN = "t0kenT0kenT0kenT0ken22"


@pytest.fixture
def message():
    """Return a function that makes a message, with changes by name."""

    def make(**changes):
        values = {
            "ref": "hva-42",
            "to": "+358401234500",
            "sender": "County",
            "text": "Kiitos käynnistä! https://x/p/abc",
            "callback_url": f"https://odoo.example/hva_sms/dlr/{TOKEN}",
            "validity_minutes": 90,
        }
        return OutgoingMessage(**{**values, **changes})

    return make


@pytest.fixture
def vendor():
    """Serve `vendor.status` and `vendor.reply` (JSON or text) to whoever asks; keep it in `vendor.asked`."""
    told = SimpleNamespace(status=200, reply="", asked=[])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length).decode()
            told.asked.append(SimpleNamespace(method=self.command, path=self.path, headers=self.headers, body=body))
            said = told.reply if isinstance(told.reply, str) else json.dumps(told.reply)
            self.send_response(told.status)
            self.send_header("Content-Length", str(len(said.encode())))
            self.end_headers()
            self.wfile.write(said.encode())

        do_GET = do_PUT = do_POST

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    told.url = f"http://127.0.0.1:{server.server_port}"
    yield told
    server.shutdown()
    server.server_close()
    thread.join(5)
