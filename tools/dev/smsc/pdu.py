"""SMPP 3.4 on the wire: packing and unpacking of the few commands a message centre needs."""

import struct
from dataclasses import dataclass, field

HEADER = struct.Struct(">IIII")
MAX_LENGTH = 65536
RESPONSE = 0x80000000

GENERIC_NACK = 0x80000000
BIND_RECEIVER = 0x01
BIND_TRANSMITTER = 0x02
SUBMIT_SM = 0x04
DELIVER_SM = 0x05
UNBIND = 0x06
BIND_TRANSCEIVER = 0x09
ENQUIRE_LINK = 0x15

INVALID_LENGTH = 0x02
INVALID_COMMAND = 0x03
NOT_BOUND = 0x04
ALREADY_BOUND = 0x05
SYSTEM_ERROR = 0x08

_PAYLOAD, _RECEIPTED_ID, _MESSAGE_STATE = 0x0424, 0x001E, 0x0427
_SAR_REF, _SAR_TOTAL, _SAR_SEQUENCE = 0x020C, 0x020E, 0x020F
_UDH = 0x40
_RECEIPT_CLASS = 0x04


class BadPdu(ValueError):
    """Bytes that are not the command they say they are."""


@dataclass(frozen=True)
class Pdu:
    command: int
    status: int
    sequence: int
    body: bytes = b""

    def packed(self) -> bytes:
        return HEADER.pack(HEADER.size + len(self.body), self.command, self.status, self.sequence) + self.body

    def reply(self, status: int = 0, body: bytes = b"") -> "Pdu":
        return Pdu(self.command | RESPONSE, status, self.sequence, body)


@dataclass(frozen=True)
class Submit:
    """One submit_sm: a whole message, or part `part` of `parts` with the reference `concat_ref`."""

    source: str
    destination: str
    validity: str
    data_coding: int
    wants_receipt: bool
    payload: bytes = field(repr=False)
    concat_ref: int | None = None
    parts: int = 1
    part: int = 1


def cstring(text: str) -> bytes:
    return text.encode("latin-1", errors="replace") + b"\0"


def read_submit(body: bytes) -> Submit:
    """Read the body of submit_sm. Raises BadPdu."""
    reader = _Reader(body)
    reader.cstring()  # service_type
    source, destination = reader.address(), reader.address()
    esm_class = reader.byte()
    reader.skip(2)  # protocol_id, priority_flag
    reader.cstring()  # schedule_delivery_time
    validity = reader.cstring().decode("latin-1")
    registered = reader.byte()
    reader.skip(1)  # replace_if_present_flag
    data_coding = reader.byte()
    reader.skip(1)  # sm_default_msg_id
    payload = reader.take(reader.byte())
    options = reader.options()
    payload = options.get(_PAYLOAD, payload)
    ref, parts, part = _from_options(options)
    if esm_class & _UDH:
        ref, parts, part, payload = _from_header(payload)
    wants_receipt = bool(registered & 0x03)
    return Submit(source, destination, validity, data_coding, wants_receipt, payload, ref, parts, part)


def receipt_body(source: str, destination: str, message_id: str, text: str, state: int) -> bytes:
    """Build the body of a deliver_sm that reports on a message sent from `destination` to `source`."""
    content = text.encode("latin-1", errors="replace")[:254]
    return b"".join(
        (
            b"\0",
            bytes((1, 1)) + cstring(source),
            bytes((_ton(destination), 0)) + cstring(destination),
            bytes((_RECEIPT_CLASS, 0, 0)),
            b"\0\0",
            bytes((0, 0, 0, 0, len(content))),
            content,
            _option(_RECEIPTED_ID, cstring(message_id)),
            _option(_MESSAGE_STATE, bytes((state,))),
        )
    )


class _Reader:
    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    def take(self, count: int) -> bytes:
        taken = self._body[self._at : self._at + count]
        if len(taken) < count:
            raise BadPdu("too short")
        self._at += count
        return taken

    def skip(self, count: int) -> None:
        self.take(count)

    def byte(self) -> int:
        return self.take(1)[0]

    def cstring(self) -> bytes:
        end = self._body.find(b"\0", self._at)
        if end < 0:
            raise BadPdu("string without end")
        text = self._body[self._at : end]
        self._at = end + 1
        return text

    def is_done(self) -> bool:
        return self._at >= len(self._body)

    def address(self) -> str:
        self.skip(2)  # type of number, numbering plan
        return self.cstring().decode("latin-1")

    def options(self) -> dict[int, bytes]:
        found = {}
        while not self.is_done():
            tag, length = struct.unpack(">HH", self.take(4))
            found[tag] = self.take(length)
        return found


def _from_options(options: dict[int, bytes]) -> tuple[int | None, int, int]:
    if not {_SAR_REF, _SAR_TOTAL, _SAR_SEQUENCE} <= options.keys():
        return None, 1, 1
    ref, total, part = (int.from_bytes(options[tag], "big") for tag in (_SAR_REF, _SAR_TOTAL, _SAR_SEQUENCE))
    return ref, total, part


def _from_header(payload: bytes) -> tuple[int | None, int, int, bytes]:
    """Split off the user data header; information elements 0 and 8 say which part of a longer message this is."""
    reader = _Reader(payload)
    header = _Reader(reader.take(reader.byte()))
    rest = payload[payload[0] + 1 :]
    while not header.is_done():
        element, data = header.byte(), header.take(header.byte())
        if element == 0 and len(data) == 3:
            return data[0], data[1], data[2], rest
        if element == 8 and len(data) == 4:
            return int.from_bytes(data[:2], "big"), data[2], data[3], rest
    return None, 1, 1, rest


def _option(tag: int, value: bytes) -> bytes:
    return struct.pack(">HH", tag, len(value)) + value


def _ton(address: str) -> int:
    return 1 if address.lstrip("+").isdigit() else 5
