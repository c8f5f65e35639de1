"""A visitor's HTTP at the least cost: plain sockets, so that the client leaves the processor to what it measures.

Odoo answers HTTP/1.0 and closes; so does a request here. Cookies are kept and sent back. Each visitor comes from a
network of its own, as a proxy in front would say: a thousand people behind one address would be asked to wait.
"""

import itertools
import socket
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PATIENCE = 60  # seconds
CHUNK = 1 << 18
_networks = itertools.count()
MAX_REDIRECTS = 5


class Refused(Exception):
    """The server did not answer as the flow expects."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: str
    body: bytes

    @property
    def location(self) -> str:
        """Path and query that a redirect leads to."""
        for line in self.headers.split("\r\n"):
            if line.lower().startswith("location:"):
                target = urlsplit(line.partition(":")[2].strip())
                return target.path + (f"?{target.query}" if target.query else "")
        raise Refused(f"status {self.status} without a location")


def _new_address() -> str:
    number = next(_networks)
    return f"10.{number // 256 % 256}.{number % 256}.7"


@dataclass
class Visitor:
    """One person's browser, as far as the server can tell."""

    port: int
    address: str = field(default_factory=_new_address)
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, status: int = 200) -> Answer:
        return self._ask("GET", path, b"", "", status)

    def post(self, path: str, body: bytes, kind: str, status: int = 200) -> Answer:
        return self._ask("POST", path, body, kind, status)

    def follow(self, path: str) -> tuple[str, Answer]:
        """GET a path and the redirects it leads to, each a request of its own; return the last path and its answer."""
        for _hop in range(MAX_REDIRECTS):
            answer = self._ask("GET", path, b"", "", None)
            if answer.status == 200:
                return path, answer
            path = answer.location
        raise Refused(f"more than {MAX_REDIRECTS} redirects")

    def _ask(self, method: str, path: str, body: bytes, kind: str, status: int | None) -> Answer:
        host = f"127.0.0.1:{self.port}"
        lines = [f"{method} {path} HTTP/1.0", f"Host: {host}", "Accept-Language: fi"]
        lines += [f"X-Forwarded-Host: {host}", f"X-Forwarded-For: {self.address}"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if body:
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        answer = _exchange(self.port, "\r\n".join([*lines, "", ""]).encode() + body)
        self._keep_cookies(answer.headers)
        if status and answer.status != status:
            raise Refused(f"{method} {path}: {answer.status} instead of {status}")
        return answer

    def _keep_cookies(self, headers: str) -> None:
        for line in headers.split("\r\n"):
            if line.lower().startswith("set-cookie:"):
                name, _equals, value = line.partition(":")[2].strip().partition(";")[0].partition("=")
                self.cookies[name] = value


def _exchange(port: int, request: bytes) -> Answer:
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(CHUNK):
            parts.append(part)
    head, _blank, body = b"".join(parts).partition(b"\r\n\r\n")
    headers = head.decode("latin-1")
    if not headers.startswith("HTTP/1."):
        raise Refused("no answer")
    return Answer(int(headers[9:12]), headers, body)
