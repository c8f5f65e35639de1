"""A gateway described by a text: what a good text asks and reads, and what is wrong with a bad one."""

import json
from urllib.parse import parse_qs

import pytest

from hva_sms.gateways.base import GatewayConfigError, Report, ReportCall, SendResult
from hva_sms.gateways.http_template import HttpTemplateGateway
from hva_sms.tools import json_paths
from hva_sms.tools.http_template import TemplateError, read

TEMPLATE = {
    "source": "Example Ltd, API of 2025",
    "auth": "bearer",
    "fields": {
        "sender": "{from}",
        "recipients": [{"msisdn": "{to_digits}"}],
        "message": "{text}",
        "ref": "{token}",
        "callback": "{callback}",
        "validity": "{validity_seconds}",
        "unicode": "{is_unicode}",
    },
    "success": {"status": [200], "path": "status", "value": "queued", "id": "ids.0"},
    "busy": {"status": [429, 503, 420]},
    "report": {
        "status": "status",
        "error": "code",
        "token": "userref",
        "secret_header": "X-Secret",
        "states": {"DELIVERED": "delivered", "ENROUTE": "submitted", "UNDELIVERABLE": "failed", "EXPIRED": "expired"},
    },
}


def changed(**parts):
    return json.dumps({**TEMPLATE, **parts})


@pytest.fixture
def make(vendor):
    def gateway(template=TEMPLATE, **keys):
        text = template if isinstance(template, str) else json.dumps(template)
        return HttpTemplateGateway(vendor.url, "user", "k3y", text, **{"secret": "s3cret", **keys})

    return gateway


def test_json_holds_every_placeholder_with_its_kind(make, vendor, message):
    vendor.reply = {"status": "queued", "ids": [77]}
    assert make().send(message()) == SendResult("accepted", "", "77")
    asked = vendor.asked[0]
    assert asked.headers["Authorization"] == "Bearer k3y"
    assert json.loads(asked.body) == {
        "sender": "County",
        "recipients": [{"msisdn": "358401234500"}],
        "message": "Kiitos käynnistä! https://x/p/abc",
        "ref": "t0kenT0kenT0kenT0ken22",
        "callback": "https://odoo.example/hva_sms/dlr/t0kenT0kenT0kenT0ken22",
        "validity": 5400,
        "unicode": False,
    }


def test_a_form_and_a_query_hold_the_same(make, vendor, message):
    vendor.reply = {"status": "queued"}
    fields = {"to": "{to}", "text": "{text}"}
    make(changed(body="form", auth="header:X-Key", fields=fields)).send(message())
    make(changed(body="query", method="GET", auth="none", fields=fields)).send(message(text="a&b=c #1"))
    form, query = vendor.asked
    assert parse_qs(form.body) == {"to": ["+358401234500"], "text": ["Kiitos käynnistä! https://x/p/abc"]}
    assert form.headers["X-Key"] == "k3y"
    assert parse_qs(query.path.partition("?")[2]) == {"to": ["+358401234500"], "text": ["a&b=c #1"]}


def test_words_of_a_text_are_not_placeholders(make, vendor, message):
    vendor.reply = {"status": "queued"}
    make().send(message(text="Kirjoita {to} tai {foo}"))
    assert json.loads(vendor.asked[0].body)["message"] == "Kirjoita {to} tai {foo}"


@pytest.mark.parametrize(
    ("status", "reply", "expected"),
    (
        (200, {"status": "error"}, SendResult("unknown", "http_200")),
        (200, "queued", SendResult("unknown", "http_200")),
        (420, "", SendResult("busy", "http_420")),
        (400, "", SendResult("refused", "http_400")),
        (401, "", SendResult("busy", "not_authorised")),
        (201, {"status": "queued"}, SendResult("unknown", "http_201")),
        (500, "", SendResult("unknown", "http_500")),
    ),
)
def test_answers(make, vendor, message, status, reply, expected):
    vendor.status, vendor.reply = status, reply
    assert make().send(message()) == expected


@pytest.mark.parametrize(
    ("params", "expected"),
    (
        ({"status": "DELIVERED"}, Report("delivered")),
        ({"status": "ENROUTE"}, Report("submitted")),
        ({"status": "UNDELIVERABLE", "code": "E12"}, Report("failed", "failed:e12")),
        ({"status": "EXPIRED", "code": "a b <i>"}, Report("expired", "expired")),
        ({"status": "delivered"}, None),
        ({}, None),
    ),
)
def test_reports(make, params, expected):
    assert make().parse_report(params) == expected


def test_a_report_without_the_secret_is_not_genuine(make):
    gateway = make()
    assert gateway.is_genuine(ReportCall("https://x", {}, {"x-secret": "s3cret"}))
    assert not gateway.is_genuine(ReportCall("https://x", {}, {"x-secret": "other"}))
    assert not gateway.is_genuine(ReportCall("https://x", {}, {}))
    assert gateway.report_token({"userref": "abc"}) == "abc"


@pytest.mark.parametrize(
    ("text", "code", "what"),
    (
        ("", "not_json", "JSONDecodeError"),
        ("[1]", "not_json", "{}"),
        ("[" * 5000, "not_json", "RecursionError"),
        ("{" + " " * 9000 + "}", "not_json", "9002"),
        (changed(fields={}), "missing", "fields"),
        (changed(fields={"a": "{to}"}), "missing", "{text}"),
        (changed(fields={"a": "{text}"}), "missing", "{to}"),
        (changed(fields={"a": ["{text} {to}", {"b": "{password}"}]}), "bad_placeholder", "password"),
        (changed(method="DELETE"), "bad_value", "method"),
        (changed(method=[]), "bad_value", "method"),
        (changed(auth="header:Evil\r\nX: y"), "bad_value", "auth"),
        (changed(body="xml"), "bad_value", "body"),
        (changed(success={"status": ["200"]}), "bad_value", "success.status"),
        (changed(success={"state": [200]}), "unknown_key", "success.state"),
        (changed(report={"states": {"OK": "claimed"}}), "bad_value", "report.states.OK"),
        (changed(report={"states": {"OK": []}}), "bad_value", "report.states.OK"),
        (changed(report=[]), "bad_value", "report"),
        ('{"fields": {"text": ' + "[" * 700 + "]" * 700 + "}}", "bad_value", "fields"),
        (changed(url="https://elsewhere"), "unknown_key", "url"),
    ),
)
def test_a_bad_text_is_refused_with_the_place(text, code, what):
    with pytest.raises(TemplateError) as caught:
        read(text)
    assert (caught.value.code, caught.value.what) == (code, what)


def test_settings_that_cannot_work_are_refused(make):
    for template, keys in (("{}", {}), (TEMPLATE, {"secret": ""})):
        with pytest.raises(GatewayConfigError):
            make(template, **keys)


def test_json_is_read_by_paths_and_not_without_end():
    assert json_paths.flat({"a": [{"b": True}, None, 3], "c": "x"}) == {"a.0.b": "true", "a.2": "3", "c": "x"}
    assert json_paths.flat("x") == {}
    deep = "x"
    for _step in range(50):
        deep = [deep]
    assert json_paths.flat(deep) == {}
    assert len(json_paths.flat(list(range(1000)))) == 200
