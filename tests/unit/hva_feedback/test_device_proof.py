"""A terminal's proof: only who has the key can make one, for one message; and the server's own tickets."""

import hashlib

import pytest

from hva_feedback.tools.device_proof import (
    Ticket,
    canonical,
    check_proof,
    is_hash,
    issue_ticket,
    make_proof,
    read_ticket,
    verifier_of,
)

KEY = bytes(range(32))
DEVICE = "D" * 22
SECRET = b"of the server"
TICKET = Ticket(collector_id=3, unit_id=5, survey_id=7, has_text=False, issued_at=1_760_000_000)


def message(device=DEVICE, path="/p/device/send", sent=1_760_000_000_123, body=b"{}"):
    return canonical(device, path, sent, body)


def test_the_canonical_form_is_five_lines():
    digest = hashlib.sha256(b"{}").hexdigest()
    assert message() == f"hva-device-1\n{DEVICE}\n/p/device/send\n1760000000123\n{digest}".encode()


def test_a_proof_is_accepted_for_its_message_alone():
    proof = make_proof(KEY, message())
    assert check_proof(verifier_of(KEY), message(), proof)
    for other in (
        message(device="E" * 22),
        message(path="/p/device/pair"),
        message(sent=1_760_000_000_124),
        message(body=b"{ }"),
    ):
        assert not check_proof(verifier_of(KEY), other, proof)


def test_the_stored_value_makes_no_proof():
    verifier = verifier_of(KEY)
    for guess in (bytes.fromhex(verifier), bytes(32), bytes(range(1, 33))):
        assert not check_proof(verifier, message(), make_proof(guess, message()))


@pytest.mark.parametrize("text", ["", "0", "g" * 64, "A" * 64, "0" * 63, "0" * 65, "٠" * 64, "0" * 64 + "\n"])
def test_what_has_not_the_shape_of_a_proof_is_refused_without_an_error(text):
    assert not is_hash(text)
    assert not check_proof(verifier_of(KEY), message(), text)
    assert not check_proof(text, message(), "0" * 64)


def test_a_ticket_comes_back_as_it_was_issued_and_only_to_its_device():
    text = issue_ticket(SECRET, DEVICE, TICKET)
    assert read_ticket(SECRET, DEVICE, text) == TICKET
    assert read_ticket(SECRET, "E" * 22, text) is None
    assert read_ticket(b"another", DEVICE, text) is None


@pytest.mark.parametrize("change", [("3.5", "3.6"), (".7.", ".8."), (".0.", ".1."), ("3.", ""), (".0.", ".2.")])
def test_a_changed_ticket_is_none(change):
    text = issue_ticket(SECRET, DEVICE, TICKET)
    assert change[0] in text
    assert read_ticket(SECRET, DEVICE, text.replace(*change, 1)) is None
