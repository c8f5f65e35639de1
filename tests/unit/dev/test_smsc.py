"""The simulated operator, spoken to in raw SMPP."""

import asyncio
import json
import struct
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tools.dev.free_port import free_port  # noqa: E402
from tools.dev.smsc import pdu  # noqa: E402
from tools.dev.smsc.alphabet import decoded  # noqa: E402
from tools.dev.smsc.log import valid_until  # noqa: E402
from tools.dev.smsc.pdu import Pdu  # noqa: E402
from tools.dev.smsc.server import Smsc  # noqa: E402

BIND_BODY = b"hva\0hva\0\0\x34\0\0\0"
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


def submit_body(number, payload=b"Hei", coding=0, esm_class=0, options=b"", validity=b""):
    head = b"\0\x05\0OVPH\0\x01\x01" + number.encode() + b"\0" + bytes((esm_class, 0, 0)) + b"\0" + validity + b"\0"
    return head + bytes((1, 0, coding, 0, len(payload))) + payload + options


class Client:
    """A gateway for tests. Reports are answered and kept apart from responses."""

    def __init__(self, reader, writer):
        self.reader, self.writer, self.sequence, self.reports = reader, writer, 0, []

    async def ask(self, command, body=b"", status=0):
        self.sequence += 1
        self.writer.write(Pdu(command, status, self.sequence, body).packed())
        return await self.next(self.sequence)

    async def next(self, sequence=None):
        while True:
            got = await asyncio.wait_for(self.read(), 3)
            if got.command != pdu.DELIVER_SM:
                assert sequence is None or got.sequence == sequence
                return got
            self.reports.append(got.body)
            if sequence is None:
                return got

    async def read(self):
        length, command, status, sequence = pdu.HEADER.unpack(await self.reader.readexactly(16))
        return Pdu(command, status, sequence, await self.reader.readexactly(length - 16))


@pytest.fixture
def talk(tmp_path):
    """Run a conversation (an async function of a `connect` and the rows of the log) with a fresh simulator."""
    path = tmp_path / "sent.jsonl"

    def rows():
        return [json.loads(line) for line in path.read_text().splitlines()]

    def run(conversation):
        async def whole():
            port = free_port()
            smsc = Smsc(port, path, receipt_delay=0.01)
            await smsc.start()

            async def connect(command=pdu.BIND_TRANSCEIVER):
                client = Client(*await asyncio.open_connection("127.0.0.1", port))
                if command:
                    assert (await client.ask(command, BIND_BODY)).status == 0
                return client

            try:
                await conversation(connect, rows)
            finally:
                await smsc.stop()

        asyncio.run(whole())

    return run


def test_a_message_and_its_receipt(talk):
    async def conversation(connect, rows):
        client = await connect()
        answer = await client.ask(pdu.SUBMIT_SM, submit_body("358401234500", b"\x0e\x1b\x65 \x7b"))
        assert (answer.command, answer.status) == (pdu.SUBMIT_SM | pdu.RESPONSE, 0)
        message_id = answer.body.rstrip(b"\0").decode()
        report = (await client.next()).body.decode("latin-1")
        assert f"id:{message_id} " in report and "stat:DELIVRD err:000" in report
        (row,) = rows()
        assert (row["id"], row["from"], row["to"], row["text"]) == (message_id, "OVPH", "+358401234500", "Å€ ä")
        assert (row["parts"], row["receipt"], row["validity"]) == (1, "DELIVRD", None)

    talk(conversation)


def test_parts_are_joined_whatever_their_order(talk):
    whole = "š😀ŋ".encode("utf-16-be")

    async def conversation(connect, rows):
        client = await connect()
        for part, payload in ((2, whole[4:]), (1, whole[:4])):  # the pair of the emoji stands in both
            body = submit_body("358401234500", b"\x05\x00\x03\x07\x02" + bytes((part,)) + payload, 8, esm_class=0x40)
            assert (await client.ask(pdu.SUBMIT_SM, body)).status == 0
        (row,) = rows()
        assert (row["text"], row["parts"]) == ("š😀ŋ", 2)

    talk(conversation)


def test_parts_by_options_and_a_long_payload(talk):
    def sar(part):
        return struct.pack(">HHHHHBHHB", 0x020C, 2, 300, 0x020E, 1, 2, 0x020F, 1, part)

    async def conversation(connect, rows):
        client = await connect()
        await client.ask(pdu.SUBMIT_SM, submit_body("358401234500", b"a", options=sar(1)))
        await client.ask(pdu.SUBMIT_SM, submit_body("358401234500", b"b", options=sar(2)))
        payload = struct.pack(">HH", 0x0424, 300) + b"c" * 300
        await client.ask(pdu.SUBMIT_SM, submit_body("358401234500", b"", options=payload))
        assert [row["text"] for row in rows()] == ["ab", "c" * 300]

    talk(conversation)


def test_refusals_by_the_last_digits(talk):
    async def conversation(connect, rows):
        client = await connect()
        for _ in range(3):
            assert (await client.ask(pdu.SUBMIT_SM, submit_body("358401234511"))).status == 0x0B
        statuses = [(await client.ask(pdu.SUBMIT_SM, submit_body("358401234512"))).status for _ in range(4)]
        assert statuses == [0x58, 0x58, 0, 0x58]
        assert [row["to"] for row in rows()] == ["+358401234512"]

    talk(conversation)


def test_a_report_may_come_first_or_twice_or_never(talk):
    async def conversation(connect, rows):
        client = await connect()
        answer = await client.ask(pdu.SUBMIT_SM, submit_body("358401234519"))
        assert answer.status == 0 and len(client.reports) == 1
        await client.ask(pdu.SUBMIT_SM, submit_body("358401234517"))
        assert (await client.next()).body == (await client.next()).body
        await client.ask(pdu.SUBMIT_SM, submit_body("358401234518"))
        await asyncio.sleep(0.1)
        await client.ask(pdu.ENQUIRE_LINK)
        assert len(client.reports) == 3

    talk(conversation)


def test_a_report_waits_for_somebody_who_can_receive(talk):
    async def conversation(connect, rows):
        sender = await connect(pdu.BIND_TRANSMITTER)
        await sender.ask(pdu.SUBMIT_SM, submit_body("358401234500"))
        await asyncio.sleep(0.1)
        receiver = await connect(pdu.BIND_RECEIVER)
        assert (await receiver.next()).command == pdu.DELIVER_SM
        assert (await receiver.ask(pdu.SUBMIT_SM, submit_body("358401234500"))).status == pdu.NOT_BOUND
        assert sender.reports == []

    talk(conversation)


def test_manners_of_the_protocol(talk):
    async def conversation(connect, rows):
        client = await connect(None)
        assert (await client.ask(pdu.SUBMIT_SM, submit_body("358401234500"))).status == pdu.NOT_BOUND
        assert (await client.ask(pdu.ENQUIRE_LINK)).command == pdu.ENQUIRE_LINK | pdu.RESPONSE
        unknown = await client.ask(0x1234)
        assert (unknown.command, unknown.status) == (pdu.GENERIC_NACK, pdu.INVALID_COMMAND)
        assert (await client.ask(pdu.BIND_TRANSCEIVER, BIND_BODY)).status == 0
        assert (await client.ask(pdu.BIND_TRANSCEIVER, BIND_BODY)).status == pdu.ALREADY_BOUND
        assert (await client.ask(pdu.SUBMIT_SM, b"\0\x05\0OV")).status == pdu.SYSTEM_ERROR
        assert (await client.ask(pdu.SUBMIT_SM, submit_body("358401234500", b"\x09x", esm_class=0x40))).status
        assert (await client.ask(pdu.UNBIND)).command == pdu.UNBIND | pdu.RESPONSE
        assert await client.reader.read() == b""
        assert rows() == []

    talk(conversation)


def test_a_length_that_cannot_be_ends_the_session_only(talk):
    async def conversation(connect, rows):
        client = await connect(None)
        client.writer.write(struct.pack(">IIII", 0xFFFFFFFF, pdu.ENQUIRE_LINK, 0, 1))
        assert (await client.next()).status == pdu.INVALID_LENGTH
        assert await client.reader.read() == b""
        assert (await (await connect()).ask(pdu.ENQUIRE_LINK)).status == 0

    talk(conversation)


def test_ids_are_unique_over_restarts(tmp_path, talk):
    ids = []

    async def conversation(connect, rows):
        client = await connect()
        for _ in range(50):
            ids.append((await client.ask(pdu.SUBMIT_SM, submit_body("358401234518"))).body)

    talk(conversation)
    talk(conversation)
    assert len(set(ids)) == 100


@pytest.mark.parametrize(
    ("validity", "expected"),
    (
        ("", None),
        ("261123120000000+", datetime(2026, 11, 23, 12, tzinfo=UTC)),
        ("261123120000008+", datetime(2026, 11, 23, 10, tzinfo=UTC)),
        ("261123120000008-", datetime(2026, 11, 23, 14, tzinfo=UTC)),
        ("000000013000000R", NOW + timedelta(hours=1, minutes=30)),
        ("rubbish-rubbish+", None),
        ("269923120000000+", None),
    ),
)
def test_validity(validity, expected):
    assert valid_until(validity, NOW) == expected


@pytest.mark.parametrize(
    ("payload", "coding", "text"),
    (
        (b"\x00\x02\x1b\x3c\x1b\x3e\x5b\x5e", 0, "@$[]ÄÜ"),
        (b"\x1b", 0, "\ufffd"),
        (b"\xff\x1b\x00", 0, "\ufffd\ufffd"),
        (b"\x01\x61", 8, "š"),
        (b"\xe4", 3, "ä"),
    ),
)
def test_letters(payload, coding, text):
    assert decoded(payload, coding) == text
