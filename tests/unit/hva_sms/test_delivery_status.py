"""Reports come late, twice and in any order; a state only moves on."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_sms.tools.delivery_status import FAILURES, FINAL, STATES, can_move, failure_label, from_kannel, rank

RECEIPT = "id:7 sub:001 dlvrd:000 submit date:2611231328 done date:2611231328 stat:{} err:{} text:Kiitos"


@pytest.mark.parametrize(
    ("mask", "answer", "expected"),
    (
        (8, "ACK/", ("submitted", "")),
        (4, RECEIPT.format("ENROUTE", "000"), ("submitted", "")),
        (4, RECEIPT.format("ACCEPTD", "000"), ("submitted", "")),
        (1, RECEIPT.format("DELIVRD", "000"), ("delivered", "")),
        (2, RECEIPT.format("UNDELIV", "069"), ("failed", "undeliv:069")),
        (2, RECEIPT.format("REJECTD", "011"), ("failed", "rejectd:011")),
        (2, RECEIPT.format("UNKNOWN", "0A"), ("failed", "unknown:0a")),
        (2, RECEIPT.format("DELETED", "000"), ("failed", "deleted:000")),
        (2, RECEIPT.format("EXPIRED", "027"), ("expired", "expired:027")),
        (34, RECEIPT.format("EXPIRED", "027"), ("expired", "expired:027")),
        (34, "", ("expired", "expired")),
        (32, "", ("expired", "expired")),
        (2, "", ("failed", "failed")),
        (2, RECEIPT.format("ODDWORD", "1"), ("failed", "failed:1")),
        (16, "NACK/0x0000000b/Invalid Destination Address", ("failed", "invalid_destination:0x0000000b")),
        (16, "NACK/0x0000000a/Invalid Source Address", ("failed", "nack:0x0000000a")),
        (16, "NACK/Retries Exceeded", ("failed", "retries_exceeded")),
        (16, "", ("failed", "nack")),
        (12, "", ("submitted", "")),
        (24, "NACK/0x00000045/x", ("failed", "nack:0x00000045")),
        (0, "", None),
        (-1, "", None),
        (64, "", None),
        (3, "", None),
        (17, "", None),
    ),
)
def test_kannels_bit_mask(mask, answer, expected):
    assert from_kannel(mask, answer) == expected


@given(st.integers(-5, 300), st.text(max_size=200))
def test_no_report_brings_text_into_the_code(mask, answer):
    found = from_kannel(mask, answer)
    if found:
        state, code = found
        assert state in STATES
        assert code.partition(":")[0] in {*FAILURES, ""}
        assert len(code) <= 40
        assert bool(code) is (state in ("failed", "expired"))


def test_labels():
    assert failure_label("undeliv:069") == FAILURES["undeliv"]
    assert failure_label("http_418") == "http_418"


@pytest.mark.parametrize(("a", "b"), list(itertools.product(STATES, STATES)))
def test_moves_go_up_in_rank_but_for_what_the_gateway_never_took(a, b):
    if can_move(a, b):
        assert rank(b) > rank(a) or (a, b) in (("claimed", "due"), ("unknown", "due"))
    if a in FINAL:
        assert not can_move(a, b)


@pytest.mark.parametrize(
    ("a", "b", "allowed"),
    (
        ("due", "claimed", True),
        ("due", "submitted", True),  # a report contradicts the gateway that had not taken it
        ("due", "unknown", False),
        ("claimed", "due", True),
        ("claimed", "delivered", True),  # the report overtook our own commit
        ("submitted", "due", False),
        ("submitted", "submitted", False),
        ("unknown", "due", True),  # the gateway was asked and has never seen it
        ("unknown", "submitted", False),
        ("unknown", "delivered", True),
        ("delivered", "failed", False),
    ),
)
def test_moves_that_matter(a, b, allowed):
    assert can_move(a, b) is allowed


@given(st.lists(st.sampled_from(STATES), max_size=12))
def test_no_order_of_reports_undoes_a_final_state(reports):
    state = "claimed"
    for target in reports:
        before = state
        state = target if can_move(state, target) else state
        assert before not in FINAL or state == before


def test_every_state_can_end():
    for state in set(STATES) - FINAL:
        assert all(can_move(state, final) for final in FINAL - {"delivered"})


@pytest.mark.parametrize("word", ("", "sent", "DELIVERED"))
def test_other_words_are_mistakes_of_ours(word):
    with pytest.raises(KeyError):
        can_move(word, "due")
    with pytest.raises(KeyError):
        can_move("due", word)
