"""Twilio: what we ask, how each answer and report reads, and that a forged report is known."""

from urllib.parse import parse_qs

import pytest

from hva_sms.gateways.base import Report, ReportCall, SendResult
from hva_sms.gateways.twilio import TwilioGateway


@pytest.fixture
def gateway(vendor):
    return TwilioGateway(vendor.url, "AC123", "12345")


def test_a_message_is_asked_for_in_the_documented_words(gateway, vendor, message):
    vendor.status, vendor.reply = 201, {"sid": "SM1", "status": "queued"}
    assert gateway.send(message()) == SendResult("accepted", "", "SM1")
    asked = vendor.asked[0]
    assert asked.path == "/2010-04-01/Accounts/AC123/Messages.json"
    assert parse_qs(asked.body) == {
        "To": ["+358401234500"],
        "From": ["County"],
        "Body": ["Kiitos käynnistä! https://x/p/abc"],
        "StatusCallback": ["https://odoo.example/hva_sms/dlr/t0kenT0kenT0kenT0ken22"],
        "ValidityPeriod": ["5400"],
        "SmartEncoded": ["false"],
    }


def test_no_longer_life_is_asked_for_than_twilio_takes(gateway, vendor, message):
    vendor.status, vendor.reply = 201, {"sid": "SM1"}
    gateway.send(message(validity_minutes=2000))
    assert parse_qs(vendor.asked[0].body)["ValidityPeriod"] == ["36000"]


@pytest.mark.parametrize(
    ("status", "reply", "expected"),
    (
        (200, {"sid": "SM1"}, SendResult("unknown", "http_200")),
        (201, {}, SendResult("unknown", "http_201")),
        (201, "[]", SendResult("unknown", "http_201")),
        (400, {"code": 21211}, SendResult("refused", "bad_number")),
        (400, {"code": 21610}, SendResult("refused", "opted_out")),
        (400, {"code": 99999}, SendResult("refused", "nack:99999")),
        (400, {"code": "no number"}, SendResult("refused", "http_400")),
        (401, {"code": 20003}, SendResult("busy", "not_authorised")),
        (429, {"code": 20429}, SendResult("busy", "http_429")),
        (500, "", SendResult("unknown", "http_500")),
    ),
)
def test_answers(gateway, vendor, message, status, reply, expected):
    vendor.status, vendor.reply = status, reply
    assert gateway.send(message()) == expected


@pytest.mark.parametrize(
    ("params", "expected"),
    (
        ({"MessageStatus": "queued"}, Report("submitted")),
        ({"MessageStatus": "sent"}, Report("submitted")),
        ({"MessageStatus": "delivered"}, Report("delivered")),
        ({"MessageStatus": "undelivered", "ErrorCode": "30003"}, Report("failed", "undeliv:30003")),
        ({"MessageStatus": "undelivered", "ErrorCode": "30005"}, Report("failed", "invalid_destination:30005")),
        ({"MessageStatus": "failed", "ErrorCode": "<script>"}, Report("failed", "failed")),
        ({"MessageStatus": "read"}, None),
        ({}, None),
    ),
)
def test_reports(gateway, params, expected):
    assert gateway.parse_report(params) == expected


def test_only_twilio_can_sign_a_report(gateway):
    # Twilio's own published example of a signature: address, fields and token are theirs
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    params = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    signed = {"x-twilio-signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8="}
    assert gateway.is_genuine(ReportCall(url, params, signed))
    assert not gateway.is_genuine(ReportCall(url, {**params, "Digits": "1235"}, signed))
    assert not gateway.is_genuine(ReportCall(url.replace("1", "2"), params, signed))
    assert not gateway.is_genuine(ReportCall(url, params, {}))
    assert not gateway.is_genuine(ReportCall(url, {**params, "Digits": "\ud800"}, signed))
