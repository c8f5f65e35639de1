"""The Kannel gateway against every reply and every way to break, without Kannel."""

import ipaddress
import logging
import socket
import threading
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest

from hva_sms.gateways import http_call
from hva_sms.gateways.base import GatewayConfigError, OutgoingMessage, Report, SendResult
from hva_sms.gateways.dry_run import DryRunGateway
from hva_sms.gateways.http_call import checked_url
from hva_sms.gateways.kannel import KannelGateway
from hva_sms.tools.delivery_status import FAILURES

NUMBER, TEXT, TOKEN, PASSWORD = "+358401234500", "Kiitos käynnistä! https://x/p/abc", "t0ken", "s3cret"
ACCEPTED = b"HTTP/1.1 202 Accepted\r\nContent-Length: 26\r\n\r\n0: Accepted for delivery\r\n"


def message(**changes):
    values = {
        "ref": "42",
        "to": NUMBER,
        "sender": "OVPH",
        "text": TEXT,
        "callback_url": f"https://odoo.example/hva_sms/dlr/{TOKEN}",
        "validity_minutes": 90,
    }
    return OutgoingMessage(**{**values, **changes})


@contextmanager
def far_end(reply):
    """A server that reads one request, says `reply` (None hangs up, "wait" says nothing) and keeps the request."""
    asked = []
    listener = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def serve():
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            asked.append(connection.recv(65536).decode())
            if reply == "wait":
                done.wait(5)
            elif reply is not None:
                connection.sendall(reply)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    port = listener.getsockname()[1]
    try:
        yield KannelGateway(f"http://127.0.0.1:{port}/cgi-bin/sendsms", "hva", PASSWORD, timeout=(1, 0.5)), asked
    finally:
        done.set()
        listener.close()
        thread.join(2)


def http(status, body):
    return f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    (
        (202, "0: Accepted for delivery", SendResult("accepted")),
        (202, "3: Queued for later delivery", SendResult("accepted", "queued")),
        (202, "<html>Welcome to the hotel network</html>", SendResult("unknown", "http_202")),
        (202, "", SendResult("unknown", "http_202")),
        (200, "0: Accepted for delivery", SendResult("unknown", "http_200")),
        (302, "", SendResult("unknown", "http_302")),
        (400, "Missing receiver number, rejected", SendResult("refused", "bad_number")),
        (400, "Number(s) has/have been denied by white- and/or black-lists.", SendResult("refused", "bad_number")),
        (400, "Sender missing and no global set, rejected", SendResult("refused", "bad_sender")),
        (400, "Invalid content-type", SendResult("refused", "http_400")),
        (403, "Authorization failed for sendsms", SendResult("busy", "not_authorised")),
        (403, "no", SendResult("busy", "not_authorised")),
        (404, "Unknown request.", SendResult("busy", "unknown_request")),
        (429, "", SendResult("busy", "http_429")),
        (503, "Temporal failure, try again later.", SendResult("busy", "http_503")),
        (408, "", SendResult("unknown", "http_408")),
        (500, "", SendResult("unknown", "http_500")),
        (502, "", SendResult("unknown", "http_502")),
    ),
)
def test_replies(status, body, expected):
    with far_end(http(status, body)) as (gateway, _):
        assert gateway.send(message()) == expected


@pytest.mark.parametrize(
    ("reply", "code"),
    (
        ("wait", "read_timeout"),
        (None, "broken_connection"),
        (b"\x16\x03\x01garbage\r\n\r\n", "broken_connection"),
        (b"HTTP/1.1 202 Accepted\r\nContent-Length: 900\r\n\r\n", "http_202"),
    ),
)
def test_what_breaks_after_the_request_is_unknown(reply, code):
    with far_end(reply) as (gateway, asked):
        result = gateway.send(message())
    assert result.outcome == "unknown"
    assert result.code in (code, "broken_connection")
    assert asked


def test_a_refused_connection_is_busy_because_nothing_was_sent():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    gateway = KannelGateway(f"http://127.0.0.1:{port}/cgi-bin/sendsms", "hva", PASSWORD)
    assert gateway.send(message()) == SendResult("busy", "not_connected")


def test_a_name_that_does_not_resolve_is_busy():
    gateway = KannelGateway("http://kannel-that-is-not-there/cgi-bin/sendsms", "hva", PASSWORD)
    assert gateway.send(message()).outcome == "busy"


def test_a_name_that_leads_to_a_forbidden_address_is_told_nothing(monkeypatch):
    # as the address of a cloud's metadata service, reached over a name that was harmless when it was set up
    monkeypatch.setattr(http_call, "is_allowed_address", lambda address, scheme: False)
    listener = socket.create_server(("127.0.0.1", 0))
    gateway = KannelGateway(f"http://localhost:{listener.getsockname()[1]}/cgi-bin/sendsms", "hva", PASSWORD)
    with listener:
        assert gateway.send(message()) == SendResult("busy", "forbidden_address")
        connection, _ = listener.accept()
        with connection:
            assert connection.recv(100) == b""


@pytest.mark.parametrize(
    ("address", "scheme", "allowed"),
    (
        ("127.0.0.1", "http", True),
        ("10.1.2.3", "http", True),
        ("8.8.8.8", "http", False),
        ("8.8.8.8", "https", True),
        ("169.254.169.254", "https", False),
        ("::ffff:169.254.169.254", "https", False),
        ("fe80::1", "https", False),
        ("0.0.0.0", "http", False),
        ("::1", "http", True),
    ),
)
def test_where_a_call_may_lead(address, scheme, allowed):
    assert http_call.is_allowed_address(ipaddress.ip_address(address), scheme) is allowed


def test_a_redirect_is_not_followed():
    with far_end(ACCEPTED) as (elsewhere, asked_elsewhere):
        location = elsewhere._url
        moved = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n".encode()
        with far_end(moved) as (gateway, _):
            assert gateway.send(message()).outcome == "unknown"
        assert asked_elsewhere == []


def test_a_proxy_of_the_environment_is_not_used(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    with far_end(ACCEPTED) as (gateway, _):
        assert gateway.send(message()).outcome == "accepted"


def request_of(asked):
    method, target, _ = asked[0].splitlines()[0].split(" ")
    parts = urlsplit(target)
    return method, parts.path, {name: values[0] for name, values in parse_qs(parts.query, strict_parsing=True).items()}


def test_the_request():
    with far_end(ACCEPTED) as (gateway, asked):
        gateway.send(message())
    assert request_of(asked) == (
        "GET",
        "/cgi-bin/sendsms",
        {
            "username": "hva",
            "password": PASSWORD,
            "from": "OVPH",
            "to": NUMBER,
            "text": TEXT,
            "charset": "UTF-8",
            "dlr-mask": "31",
            "dlr-url": f"https://odoo.example/hva_sms/dlr/{TOKEN}?type=%d&answer=%A",
            "validity": "90",
        },
    )


def test_kannel_does_not_fill_in_percent_signs_of_the_callback():
    with far_end(ACCEPTED) as (gateway, asked):
        gateway.send(message(callback_url="https://odoo.example/dlr/a%20b"))
    assert request_of(asked)[2]["dlr-url"] == "https://odoo.example/dlr/a%%20b?type=%d&answer=%A"


def test_letters_outside_gsm_7_go_as_ucs_2():
    with far_end(ACCEPTED) as (gateway, asked):
        gateway.send(message(text="Giitu! š 😀 & = %d +"))
    fields = request_of(asked)[2]
    assert (fields["coding"], fields["charset"], fields["text"]) == ("2", "UTF-8", "Giitu! š 😀 & = %d +")


@pytest.mark.parametrize(
    ("change", "code"),
    (
        ({"to": "0401234567"}, "bad_number"),
        ({"to": "+358401234500 +358401234501"}, "bad_number"),
        ({"to": ""}, "bad_number"),
        ({"sender": "OVPH12345678"}, "bad_sender"),
        ({"sender": "Ähtäri"}, "bad_sender"),
        ({"text": ""}, "bad_text"),
        ({"text": "a\x00b"}, "bad_text"),
        ({"text": "\ud800"}, "bad_text"),
        ({"text": "x" * 919}, "too_long"),
        ({"text": "š" * 403}, "too_long"),
        ({"validity_minutes": 0}, "no_validity"),
    ),
)
def test_what_kannel_would_damage_is_refused_before(change, code):
    with far_end(ACCEPTED) as (gateway, asked):
        assert gateway.send(message(**change)) == SendResult("refused", code)
    assert asked == []
    assert code in FAILURES


@pytest.mark.parametrize("text", ("x" * 918, "š" * 402))
def test_six_parts_may_go(text):
    with far_end(ACCEPTED) as (gateway, _):
        assert gateway.send(message(text=text)).outcome == "accepted"


@pytest.mark.parametrize("reply", ("wait", None, b"garbage", http(403, "Authorization failed"), ACCEPTED))
def test_nothing_about_the_person_is_logged(reply, caplog):
    caplog.set_level(logging.DEBUG)
    with far_end(reply) as (gateway, _):
        gateway.send(message())
    for secret in (NUMBER, NUMBER[1:], "%2B358", "Kiitos", TOKEN, PASSWORD):
        assert secret not in caplog.text
    if reply != ACCEPTED:
        assert "message 42" in caplog.text


def test_nothing_about_the_person_is_in_a_repr():
    shown = repr(message()) + repr(KannelGateway("http://127.0.0.1/x", "hva", PASSWORD))
    for secret in (NUMBER, "Kiitos", TOKEN, PASSWORD):
        assert secret not in shown


@pytest.mark.parametrize(
    "url",
    (
        "http://127.0.0.1:13013/cgi-bin/sendsms",
        "http://localhost/x",
        "http://kannel:13013/cgi-bin/sendsms",
        "http://10.1.2.3/x",
        "http://[::1]:13013/x",
        "https://gateway.example.fi/cgi-bin/sendsms",
    ),
)
def test_addresses_that_may_be_called(url):
    assert checked_url(url) == url


@pytest.mark.parametrize(
    "url",
    (
        "",
        "file:///etc/passwd",
        "ftp://kannel/x",
        "gopher://127.0.0.1:13013/_x",
        "HTTP//kannel",
        "//kannel/x",
        "http:///x",
        "http://user:pw@kannel/x",
        "http://hva@kannel/x",
        "http://kannel/x?username=a",
        "http://kannel/x#y",
        "http://kannel/x y",
        "http://kannel\\@evil/x",
        "http://kannel:99999/x",
        "http://kannel:0/x",
        "http://gateway.example.fi/x",
        "http://8.8.8.8/x",
        "http://169.254.169.254/latest",
        "https://169.254.169.254/latest",
        "http://[::ffff:169.254.169.254]/x",
        "http://[fe80::1]/x",
        "http://0.0.0.0/x",
        "http://2852039166/x",
        "http://0x7f.1/x",
    ),
)
def test_addresses_that_may_not(url):
    with pytest.raises(GatewayConfigError):
        checked_url(url)


def test_a_config_error_does_not_show_credentials():
    with pytest.raises(GatewayConfigError) as caught:
        KannelGateway("http://hva:topsecret@kannel/x", "hva", PASSWORD)
    assert "topsecret" not in str(caught.value)


@pytest.mark.parametrize(("username", "password"), (("", PASSWORD), ("hva", "")))
def test_credentials_are_needed(username, password):
    with pytest.raises(GatewayConfigError):
        KannelGateway("http://kannel/x", username, password)


@pytest.mark.parametrize(
    ("params", "expected"),
    (
        ({"type": "8", "answer": "ACK/"}, Report("submitted")),
        ({"type": "1", "answer": ""}, Report("delivered")),
        ({"type": "34", "answer": "stat:EXPIRED err:027"}, Report("expired", "expired:027")),
        ({"type": "1"}, Report("delivered")),
        ({}, None),
        ({"type": ""}, None),
        ({"type": "-1"}, None),
        ({"type": "1.0"}, None),
        ({"type": "²"}, None),
        ({"type": "%d"}, None),
        ({"type": "9" * 5000}, None),
    ),
)
def test_reports(params, expected):
    assert KannelGateway("http://kannel/x", "hva", PASSWORD).parse_report(params) == expected


def test_an_unknown_report_warns_without_its_content(caplog):
    KannelGateway("http://kannel/x", "hva", PASSWORD).parse_report({"type": "99", "answer": "text:Kiitos"})
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "Kiitos" not in caplog.text


def test_a_dry_run_never_opens_a_connection(monkeypatch):
    def no_network(*args, **kwargs):
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "socket", no_network)
    gateway = DryRunGateway()
    assert gateway.send(message()) == SendResult("accepted", "dry_run")
    assert gateway.parse_report({"type": "1"}) is None
