"""Handing files over: the body arrives whole, nothing follows a redirect, and no error repeats the address."""

import hashlib
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from hva_reports.gateways import lake_put
from hva_reports.gateways.lake_put import BadAddress, PutRefused
from hva_sms.gateways import http_call


class Store(BaseHTTPRequestHandler):
    """Takes what is put; answers `server.says`, and nothing at all when that is None."""

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), hashlib.sha256(body).hexdigest()))
        if self.server.says is None:
            self.server.may_end.wait(10)
            return
        self.send_response(self.server.says)
        if self.server.says == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_args):
        pass


@pytest.fixture
def store():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Store)
    server.got, server.says, server.may_end = [], 200, threading.Event()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    server.url = f"http://127.0.0.1:{server.server_port}/lake/{{name}}?sig=secret"
    yield server
    server.may_end.set()
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_file_arrives_whole_under_its_name(store, tmp_path):
    file = tmp_path / "big.parquet"
    file.write_bytes(b"row" * 400_000)
    lake_put.put(http_call.call, store.url, "answers/a b.parquet", file, {"x-ms-blob-type": "BlockBlob"})
    [(path, headers, digest)] = store.got
    assert path == "/lake/answers/a%20b.parquet?sig=secret"
    assert digest == hashlib.sha256(file.read_bytes()).hexdigest()
    assert headers["Content-Length"] == "1200000" and "Transfer-Encoding" not in headers
    assert headers["Content-Type"] == "application/vnd.apache.parquet"
    assert headers["x-ms-blob-type"] == "BlockBlob"


@pytest.mark.parametrize("says", [302, 400, 403, 404, 500, 503])
def test_what_is_no_plain_yes_is_a_failure(store, says):
    store.says = says
    with pytest.raises(PutRefused) as failure:
        lake_put.put(http_call.call, store.url, "manifest.json", b"{}", {})
    assert failure.value.code == f"http_{says}"
    assert len(store.got) == 1 and "secret" not in str(failure.value)


def test_who_never_answers_is_not_waited_for(store, monkeypatch):
    store.says = None
    monkeypatch.setattr(lake_put, "TIMEOUT", (1.0, 0.2))
    with pytest.raises(PutRefused) as failure:
        lake_put.put(http_call.call, store.url, "manifest.json", b"{}", {})
    assert failure.value.code == "read_timeout"


def test_nobody_there_is_said():
    with socket.socket() as taken:  # a port that is ours, and where nobody listens
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(PutRefused) as failure:
            lake_put.put(http_call.call, f"http://127.0.0.1:{taken.getsockname()[1]}/", "manifest.json", b"{}", {})
    assert failure.value.code == "not_connected"


@pytest.mark.parametrize(
    "url",
    [
        "https://store.example.fi/lake/{name}?sv=2026&sig=a%2Fb%3D",
        "https://bucket.s3.eu-north-1.amazonaws.com/lake.zip?X-Amz-Signature=ab",
        "http://127.0.0.1:9000/lake/{name}",
    ],
)
def test_addresses_that_are_used(url):
    assert lake_put.check_address(url, http_call.checked_url) == url
    assert lake_put.takes_names(url) == ("{name}" in url)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://store.example.fi/{name}",
        "http://store.example.fi/{name}",
        "http://169.254.169.254/latest/{name}",
        "https://169.254.169.254/latest/{name}",
        "https://user:word@store.example.fi/{name}",
        "https://store.example.fi/{name}/{name}",
        "https://store.example.fi/x?key={name}",
        "https://store.example.fi/{other}",
        "https://store.example.fi/{name}#part",
        "https://store.example.fi/a b",
        "https://{name}.example.fi/x",
        "file:///etc/{name}",
    ],
)
def test_addresses_that_are_refused(url):
    with pytest.raises(BadAddress) as failure:
        lake_put.check_address(url, http_call.checked_url)
    assert url not in str(failure.value)


def test_headers_are_names_and_values():
    assert lake_put.read_headers("x-ms-blob-type: BlockBlob\n\nX-Team:data") == {
        "x-ms-blob-type": "BlockBlob",
        "X-Team": "data",
    }


@pytest.mark.parametrize("text", ["no colon", "Host: other", "Content-Length: 3", "a b: c", "x: \x00"])
def test_headers_that_are_refused(text):
    with pytest.raises(BadAddress):
        lake_put.read_headers(text)
