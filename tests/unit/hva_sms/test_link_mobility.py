"""LINK Mobility's Common API: what we ask, and how each answer and report reads."""

import base64
import json

import pytest

from hva_sms.gateways.base import GatewayConfigError, Report, SendResult
from hva_sms.gateways.link_mobility import LinkMobilityGateway

TAKEN = {"messageId": "m-1", "resultCode": 1005, "description": "Queued"}


@pytest.fixture
def gateway(vendor):
    return LinkMobilityGateway(f"{vendor.url}/sms/send", "user", "s3cret", "12345", gate="hva")


def test_a_message_is_asked_for_in_the_documented_words(gateway, vendor, message):
    vendor.reply = TAKEN
    assert gateway.send(message()) == SendResult("accepted", "", "m-1")
    asked = vendor.asked[0]
    assert asked.headers["Authorization"] == "Basic " + base64.b64encode(b"user:s3cret").decode()
    assert json.loads(asked.body) == {
        "source": "County",
        "sourceTON": "ALPHANUMERIC",
        "destination": "+358401234500",
        "userData": "Kiitos käynnistä! https://x/p/abc",
        "dcs": "TEXT",
        "platformId": "COMMON_API",
        "platformPartnerId": "12345",
        "refId": "t0kenT0kenT0kenT0ken22",
        "relativeValidityTime": 90 * 60 * 1000,
        "ignoreResponse": False,
        "useDeliveryReport": True,
        "deliveryReportGates": ["hva"],
    }


def test_a_number_as_sender_is_said_to_be_one(gateway, vendor, message):
    vendor.reply = TAKEN
    gateway.send(message(sender="+358457396027"))
    assert json.loads(vendor.asked[0].body)["sourceTON"] == "MSISDN"


@pytest.mark.parametrize(
    ("status", "reply", "expected"),
    (
        (200, {"resultCode": 1000}, SendResult("unknown", "http_200")),
        (204, "", SendResult("unknown", "http_204")),
        (200, "<html>", SendResult("unknown", "http_200")),
        (200, [], SendResult("unknown", "http_200")),
        (400, {"resultCode": 106004}, SendResult("refused", "nack:106004")),
        (401, {"resultCode": 106101}, SendResult("busy", "not_authorised")),
        (403, "", SendResult("busy", "not_authorised")),
        (404, "", SendResult("busy", "unknown_request")),
        (429, "", SendResult("busy", "http_429")),
        (503, "", SendResult("busy", "http_503")),
        (500, {"resultCode": 105}, SendResult("unknown", "http_500")),
        (302, "", SendResult("unknown", "http_302")),
    ),
)
def test_answers(gateway, vendor, message, status, reply, expected):
    vendor.status, vendor.reply = status, reply
    assert gateway.send(message()) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    (
        ("1000", Report("submitted")),
        ("1005", Report("submitted")),
        ("1001", Report("delivered")),
        ("1002", Report("expired", "expired:1002")),
        ("1010", Report("unknown", "unknown:1010")),
        ("5", Report("unknown", "unknown:5")),
        ("1004", Report("failed", "failed:1004")),
        ("2104", Report("failed", "invalid_destination:2104")),
        ("", None),
        ("1001; DROP", None),
        ("١٠٠١", None),
    ),
)
def test_reports(gateway, code, expected):
    assert gateway.parse_report({"resultCode": code}) == expected


def test_a_report_names_its_message_by_our_token(gateway):
    assert gateway.report_token({"refId": "abc"}) == "abc"
    assert gateway.report_token({}) == ""


def test_a_character_of_four_bytes_is_refused_before_it_is_lost(gateway, vendor, message):
    assert gateway.send(message(text="Kiitos 😀")) == SendResult("refused", "bad_text")
    assert vendor.asked == []


def test_settings_that_cannot_work_are_refused_and_secrets_are_not_shown(gateway):
    with pytest.raises(GatewayConfigError):
        LinkMobilityGateway("https://wsx.example.com/sms/send", "user", "s3cret", "")
    assert "s3cret" not in repr(gateway)
