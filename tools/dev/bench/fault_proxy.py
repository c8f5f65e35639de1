"""What stands between Odoo and Kannel in `./hva bench faults`, both ways, and misbehaves where it is told to.

Messages go through `sending` and are told apart by their number; reports through `reporting`, by the token that the
message had. Everything listens on 127.0.0.1.
"""

import os
import signal
import socket
import struct
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SLOW = 1.2
"""Seconds by which a slow reply is later than the sender waits."""
PATIENCE = 5.0

_ACCEPTED = b"HTTP/1.1 202 Accepted\r\nContent-Length: 26\r\n\r\n0: Accepted for delivery\r\n"
_GARBAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 29\r\n\r\n<html>\x00\xff0: Accepted? </html>\r\n"
_PARTIAL = b"HTTP/1.1 202 Accepted\r\nContent-Length: 26\r\n\r\n0: Acc"
_EMPTY = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
_BUSY = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
_REPLIES = {"garbage": _GARBAGE, "partial": _PARTIAL, "empty": _EMPTY, "busy": _BUSY}


class FaultProxy:
    """`sending_url` for the gateway's address, `reporting_url` for the address of reports.

    `plan` = {number: word} for the next try of each number; `reports` = word for all reports; `victims` are the pids
    that a "kill" ends.
    """

    def __init__(self, kannel_url: str, odoo_url: str) -> None:
        self.plan: dict[str, str] = {}
        self.reports = "ok"
        self.victims: list[int] = []
        self.has_victims = threading.Event()
        self.seen = threading.Event()
        self._kannel_url, self._odoo_url = kannel_url, odoo_url
        self._numbers: dict[str, str] = {}
        self._reported: defaultdict[str, threading.Event] = defaultdict(threading.Event)
        self._held: dict[str, str] = {}
        self._refused: set[str] = set()
        self._lock = threading.Lock()
        self._servers = [_serve(self._send), _serve(self._report)]
        self.sending_url = f"http://127.0.0.1:{self._servers[0].server_port}/cgi-bin/sendsms"
        self.reporting_url = f"http://127.0.0.1:{self._servers[1].server_port}"

    def close(self) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    # -- messages -----------------------------------------------------------------------------------------------------

    def _send(self, path: str, connection: socket.socket) -> bytes:
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(path).query)
        number = query["to"][0]
        token = urllib.parse.urlsplit(query["dlr-url"][0]).path.rpartition("/")[2]
        with self._lock:
            self._numbers[token] = number
            word = self.plan.pop(number, "ok")
        name, _, when = word.partition("_")
        if when != "unsent" and word not in ("busy", "hang"):
            self._forward(path)
        self.seen.set()
        return self._reply(name, number, connection)

    def _reply(self, name: str, number: str, connection: socket.socket) -> bytes:
        if name == "kill":
            self.has_victims.wait(PATIENCE)
            for pid in self.victims:
                os.kill(pid, signal.SIGKILL)
            return b""
        if name == "report":
            self._reported[number].wait(PATIENCE)
        elif name in ("slow", "hang"):
            time.sleep(SLOW)
        elif name == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return b""
        elif name == "drop":
            return b""
        return _REPLIES.get(name, _ACCEPTED)

    def _forward(self, path: str) -> None:
        with urllib.request.urlopen(f"{self._kannel_url}?{urllib.parse.urlsplit(path).query}", timeout=PATIENCE):
            pass

    # -- reports ------------------------------------------------------------------------------------------------------

    def _report(self, path: str, _connection: socket.socket) -> bytes:
        token = urllib.parse.urlsplit(path).path.rpartition("/")[2]
        number = self._numbers.get(token, "")
        try:
            return self._pass_on(path, token)
        finally:
            self._reported[number].set()

    def _pass_on(self, path: str, token: str) -> bytes:
        """Hand a report on: once, twice, after the next one of the same message, or when Kannel tries again."""
        with self._lock:
            is_first = token not in self._held and token not in self._refused
            held = self._held.pop(token, "")
            if is_first and self.reports == "swapped":
                self._held[token] = path
            if is_first and self.reports == "refused":
                self._refused.add(token)
        if is_first and self.reports == "swapped":
            threading.Timer(1.0, self._let_go, (token,)).start()  # it may be the only one
            return _EMPTY
        if is_first and self.reports == "refused":
            return _BUSY
        paths = [path, *([held] if held else [])] * (2 if self.reports == "twice" else 1)
        return _EMPTY if all([self._deliver(each) for each in paths]) else _BUSY

    def _let_go(self, token: str) -> None:
        with self._lock:
            held = self._held.pop(token, "")
        if held:
            self._deliver(held)

    def _deliver(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(f"{self._odoo_url}{path}", timeout=30):
                return True
        except (OSError, urllib.error.URLError):
            return False


def _serve(answer: Callable[[str, socket.socket], bytes]) -> ThreadingHTTPServer:
    """Listen; `answer(path, connection)` returns the whole reply as bytes, none to hang up without one."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.close_connection = True
            try:
                self.wfile.write(answer(self.path, self.connection))
            except OSError:
                pass  # whoever asked is dead

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
