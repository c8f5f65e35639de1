"""docker/nginx/nginx.conf in a real nginx, with a small server in Odoo's place."""

import http.client
import http.server
import os
import subprocess
import threading
import time

import pytest

from tools.dev import docker_files
from tools.dev.console import Stop
from tools.dev.free_port import free_port, is_listening

CODE = "AbcdefGhijklmnop012345"
PAGE = b"<p>palaute</p>" * 200


class Odoo(http.server.BaseHTTPRequestHandler):
    """Answers every path with a page and keeps what it was asked."""

    asked: list[tuple[str, dict[str, str]]] = []

    def do_GET(self):
        self.asked.append((self.path, dict(self.headers.items())))
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    do_POST = do_GET

    def log_message(self, *_args):
        pass


@pytest.fixture(scope="module")
def ports(tmp_path_factory):
    """Start both; return (public port, staff port, folder of the log)."""
    folder = tmp_path_factory.mktemp("nginx")
    public, staff = free_port(), free_port()
    odoo = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Odoo)
    threading.Thread(target=odoo.serve_forever, daemon=True).start()
    changes = {
        "listen 8080": f"listen 127.0.0.1:{public}",
        "listen 8081": f"listen 127.0.0.1:{staff}",
        "server web:8069;": f"server 127.0.0.1:{odoo.server_port};",
        "worker_processes auto;": "worker_processes 1; daemon off;",
    }
    try:
        program = docker_files.nginx()
    except Stop as error:
        pytest.skip(f"no nginx here: {error}")
    if os.geteuid() == 0:  # its workers would give up root, and could not write into pytest's folder
        changes["worker_processes auto;"] += " user root;"
    conf = docker_files.local_conf(folder, changes)
    running = subprocess.Popen([program, "-c", conf, "-e", folder / "error.log"], stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 10
    while not is_listening(public) and time.monotonic() < deadline:
        time.sleep(0.05)
    yield public, staff, folder
    running.terminate()
    running.wait(10)
    odoo.shutdown()


def ask(port, path, method="GET", headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path, headers=headers or {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_the_public_reaches_the_page_and_nothing_else(ports):
    public, _staff, _folder = ports
    assert ask(public, f"/p/{CODE}")[0].status == 200
    assert ask(public, "/hva_sms/opt-out")[0].status == 200
    for path in ("/", "/web/login", "/odoo", "/survey/start/x", "/web/database/manager", "/jsonrpc"):
        assert ask(public, path)[0].status == 404, path


def test_staff_reach_odoo_but_not_the_database_manager(ports):
    _public, staff, _folder = ports
    assert ask(staff, "/web/login")[0].status == 200
    assert ask(staff, "/web/database/manager")[0].status == 404


def test_pages_are_compressed(ports):
    answer, body = ask(ports[0], f"/p/{CODE}", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(body) < len(PAGE) / 4


def test_the_log_holds_no_code_no_query_and_no_whole_address(ports):
    public, _staff, folder = ports
    ask(public, f"/p/{CODE}?lang=sv")
    ask(public, f"/%70/{CODE}")
    ask(public, f"//p//{CODE}")
    ask(public, "/hva_sms/dlr/Secret-Token_0123456789?type=1")
    ask(public, "/hva_sms/opt-out?number=%2B358401234567")
    time.sleep(0.2)
    log = (folder / "access.log").read_text()
    assert "GET /p/*** 200" in log and "GET /hva_sms/*** 200" in log and "127.0.0.0" in log
    for secret in (CODE, CODE[1:], "Secret", "401234567", "?", "127.0.0.1"):
        assert secret not in log
    assert (folder / "error.log").read_text() == ""


def test_a_claimed_address_is_not_believed(ports):
    ask(ports[0], f"/p/{CODE}", headers={"X-Forwarded-For": "192.0.2.7"})
    assert Odoo.asked[-1][1]["X-Forwarded-For"] == "127.0.0.1"


def test_the_page_is_never_kept_but_thanks_are(ports):
    public, _staff, _folder = ports
    Odoo.asked.clear()
    for _time in range(3):
        ask(public, f"/p/{CODE}")
        assert ask(public, "/p/kiitos")[0].status == 200
        assert ask(public, "/p/kiitos?lang=sv")[0].status == 200
    paths = [path for path, _headers in Odoo.asked]
    assert (paths.count(f"/p/{CODE}"), paths.count("/p/kiitos"), paths.count("/p/kiitos?lang=sv")) == (3, 1, 1)


def test_many_people_behind_one_address_are_served(ports):
    """A carrier's NAT: a hundred people with links of their own, at once."""
    statuses = [ask(ports[0], f"/p/Person{number:03}Ghijklmnop012", "POST")[0].status for number in range(100)]
    assert set(statuses) == {200}


def test_a_shower_of_delivery_reports_from_one_operator_is_taken(ports):
    statuses = {ask(ports[0], f"/hva_sms/dlr/Token{number:03}?type=1")[0].status for number in range(400)}
    assert statuses == {200}


def test_guessing_at_one_code_is_slowed_with_a_clear_page(ports):
    answers = [ask(ports[0], "/p/Guessed0Guessed0Guessed0", "POST") for _time in range(60)]
    refused = [(answer, body) for answer, body in answers if answer.status == 429]
    assert 15 <= len(refused) <= 30
    assert " /p/*** 429 " in (ports[2] / "access.log").read_text()
    assert "ei vielä tallennettu" in refused[0][1].decode()
    assert refused[0][0].headers["Retry-After"] == "60"
