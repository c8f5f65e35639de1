"""How a terminal proves that a message is its own, and how the server recognises what it gave out itself.

The key is made in the terminal and stays there; the server has its SHA-256, the verifier. Each message carries

    proof = key XOR HMAC-SHA256(verifier, message)

The server takes the HMAC off again and looks whether what is left hashes to the verifier. Who reads the database has no
key and cannot make a proof; who reads the traffic has no verifier and cannot either. (SCRAM, RFC 5802, works so.)
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Final

_HEX: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
_TICKET: Final = re.compile(r"(\d{1,10})\.(\d{1,10})\.(\d{1,10})\.([01])\.(\d{1,12})\.([0-9a-f]{64})", re.ASCII)


def is_hash(text: object) -> bool:
    """Tell whether `text` has the shape of a SHA-256 in hexadecimal: what a terminal sends of its key when pairing."""
    return isinstance(text, str) and _HEX.fullmatch(text) is not None


def verifier_of(key: bytes) -> str:
    """Return what the server stores of a key."""
    return hashlib.sha256(key).hexdigest()


def canonical(device_code: str, path: str, sent_ms: int, body: bytes) -> bytes:
    """Return the bytes that a proof is over.

    Lines: version of this form, the device's code, the path asked, milliseconds of the device's clock, SHA-256 of the
    body as sent. The client ids are in the body, so they are proven too.
    """
    lines = ("hva-device-1", device_code, path, str(sent_ms), hashlib.sha256(body).hexdigest())
    return "\n".join(lines).encode()


def make_proof(key: bytes, message: bytes) -> str:
    """Return the proof that goes with a message, in hexadecimal: as static/src/device/proof.js makes it."""
    return _xor(key, _mac(verifier_of(key), message)).hex()


def check_proof(verifier: str, message: bytes, proof: str) -> bool:
    """Tell whether who made `proof` has the key. Never raises."""
    if not is_hash(verifier) or not is_hash(proof):
        return False
    key = _xor(bytes.fromhex(proof), _mac(verifier, message))
    return hmac.compare_digest(verifier_of(key), verifier)


def _mac(verifier: str, message: bytes) -> bytes:
    return hmac.new(bytes.fromhex(verifier), message, hashlib.sha256).digest()


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a terminal showed when an answer was given: it comes back with the answer, however late.

    So an answer goes to the unit and the set version it was given for, also when the terminal has been moved or a new
    version published since. `issued_at` is seconds since 1970: no answer to it can be older.
    """

    collector_id: int
    unit_id: int
    survey_id: int
    has_text: bool
    issued_at: int


def issue_ticket(secret: bytes, device_code: str, ticket: Ticket) -> str:
    """Return the signed ticket. `secret` stays on the server."""
    body = f"{ticket.collector_id}.{ticket.unit_id}.{ticket.survey_id}.{int(ticket.has_text)}.{ticket.issued_at}"
    return f"{body}.{_sign(secret, device_code, body)}"


def read_ticket(secret: bytes, device_code: str, text: str) -> Ticket | None:
    """Return what a ticket says, or None where it is not ours or another device's. Never raises."""
    match = _TICKET.fullmatch(text)
    if not match:
        return None
    body, _dot, signature = text.rpartition(".")
    if not hmac.compare_digest(_sign(secret, device_code, body), signature):
        return None
    collector_id, unit_id, survey_id, has_text, issued_at = (int(match[number]) for number in range(1, 6))
    return Ticket(collector_id, unit_id, survey_id, bool(has_text), issued_at)


def _sign(secret: bytes, device_code: str, body: str) -> str:
    return hmac.new(secret, f"hva-device-ticket:{device_code}:{body}".encode(), hashlib.sha256).hexdigest()
