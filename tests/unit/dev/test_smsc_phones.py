"""What simulated phones write arrives in the form in which phones send it."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tools.dev.smsc import pdu, phones  # noqa: E402
from tools.dev.smsc.alphabet import decoded  # noqa: E402


@pytest.mark.parametrize(
    ("text", "parts"),
    (("9", 1), ("", 1), ("Äö å € [8]", 1), ("á 😀", 1), ("a" * 160, 1), ("a" * 161, 2), ("š" * 70, 1), ("š" * 150, 3)),
)
def test_a_text_arrives_letter_by_letter_however_long(text, parts):
    messages = [pdu.read_submit(body) for body in phones.bodies("+358451110022", "+358457300000", text)]
    assert len(messages) == parts
    assert {(each.source, each.destination) for each in messages} == {("358451110022", "358457300000")}
    assert [each.part for each in messages] == list(range(1, parts + 1))
    payload = b"".join(each.payload for each in messages)
    assert decoded(payload, messages[0].data_coding) == text
