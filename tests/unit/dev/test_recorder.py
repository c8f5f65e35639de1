"""The recorder shows what the operator got and the mail catcher caught, in the order it happened."""

import json
import os
from datetime import UTC, datetime

import pytest

from tools.dev import recorder
from tools.dev.console import Stop

MAIL = """X-Envelope-From: palaute@county.example
X-Envelope-To: anna@county.example
From: palaute@county.example
To: anna@county.example
Subject: =?utf-8?q?Kuukausiraportti_=C3=84iti?=
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: 8bit

<html><head><style>p { color: red }</style></head><body><p>NPS &amp; n</p><p>70,4</p></body></html>
"""


@pytest.fixture
def world(tmp_path):
    """A world that sent a text message at noon and a mail a minute later."""
    (tmp_path / "mail").mkdir()
    mail = tmp_path / "mail" / "0001.eml"
    mail.write_text(MAIL, encoding="utf-8")
    later = datetime(2026, 11, 23, 12, 1, tzinfo=UTC).timestamp()
    os.utime(mail, (later, later))
    row = {"at": "2026-11-23T12:00:00+00:00", "from": "OVPH", "to": "+358401234500", "text": "Kiitos käynnistä"}
    (tmp_path / "sms.jsonl").write_text(json.dumps(row | {"parts": 1, "receipt": "DELIVRD"}) + "\n", encoding="utf-8")
    return tmp_path


def test_messages_and_mails_stand_in_the_order_they_left(world):
    assert [(entry.kind, entry.to) for entry in recorder.read(world)] == [
        ("SMS", "+358401234500"),
        ("mail", "anna@county.example"),
    ]


def test_each_shows_its_words_and_fate(world):
    message, mail = (recorder.shown(entry) for entry in recorder.read(world))
    assert "Kiitos käynnistä" in message and "1 part, DELIVRD" in message
    assert "Kuukausiraportti Äiti" in mail and "NPS & n" in mail and "color" not in mail


def test_one_kind_alone(world):
    assert [entry.kind for entry in recorder.read(world, "sms")] == ["SMS"]
    assert [entry.kind for entry in recorder.read(world, "mail")] == ["mail"]


def test_a_half_written_line_waits(world):
    with (world / "sms.jsonl").open("a") as log:
        log.write('{"at": "2026-11-23T12')
    assert len(recorder.read(world, "sms")) == 1


def test_a_world_that_has_sent_nothing_is_empty(tmp_path):
    assert recorder.read(tmp_path) == []


def test_without_a_demo_it_says_what_to_do(tmp_path):
    with pytest.raises(Stop, match="./hva demo"):
        recorder.main(["--dir", str(tmp_path / "nowhere")])
