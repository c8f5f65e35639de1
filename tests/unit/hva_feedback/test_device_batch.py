"""What a terminal sends is read strictly, and each answer that can be named gets its say."""

import json

import pytest

from hva_feedback.tools.device_batch import MAX_ANSWERS, MAX_BYTES, BadBatch, read_batch

ANSWER = {"id": "A" * 22, "ticket": "t", "given": 1, "skew": None, "lang": "fi", "values": {"q1": ["5"]}}


def batch(*answers, **message):
    return read_batch(json.dumps({"answers": answers, **message}).encode())


def test_an_answer_is_read_as_it_was_given():
    [answer] = batch(ANSWER).answers
    assert (answer.client_id, answer.given_ms, answer.skew_ms, answer.values) == ("A" * 22, 1, None, {"q1": ["5"]})


def test_a_message_without_answers_is_a_report():
    read = batch(report={"unsent": 3, "aside": 1, "version": "ab", "problems": ["storage_full", "x"]}, form_mark="m")
    assert (read.report.unsent, read.report.aside, read.report.problems) == (3, 1, ("storage_full",))
    assert (read.answers, read.form_mark) == ((), "m")


@pytest.mark.parametrize(
    "report", [None, [], "x", {"unsent": -1}, {"unsent": True}, {"unsent": 10**9}, {"version": 5}, {"problems": {}}]
)
def test_a_strange_report_is_no_reason_to_refuse_answers(report):
    read = batch(ANSWER, report=report)
    assert len(read.answers) == 1 and read.report.unsent == 0 and read.report.app_version is None


@pytest.mark.parametrize(
    "change",
    [
        {"given": "1"},
        {"given": 1.5},
        {"given": True},
        {"given": -1},
        {"skew": "0"},
        {"ticket": None},
        {"ticket": "t" * 201},
        {"lang": "FI"},
        {"lang": ""},
        {"values": None},
        {"values": {"q1": "5"}},
        {"values": {"q1": [None]}},
        {"values": {f"q{number}": ["5"] for number in range(101)}},
    ],
)
def test_a_strange_answer_is_named_and_the_others_go_on(change):
    read = batch({**ANSWER, **change}, {**ANSWER, "id": "B" * 22})
    assert read.bad_ids == ("A" * 22,)
    assert [answer.client_id for answer in read.answers] == ["B" * 22]


@pytest.mark.parametrize("row", [None, [], {}, {"id": 5}, {"id": "short"}, {"id": "ä" * 22}])
def test_an_answer_without_a_name_spoils_the_message(row):
    with pytest.raises(BadBatch, match="unreadable"):
        batch(row)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"5", b"\xff\xfe", b"[" * 50_000, b'{"answers": {}}'])
def test_what_is_no_message_is_unreadable(body):
    with pytest.raises(BadBatch, match="unreadable"):
        read_batch(body)


def test_there_is_an_end_to_what_one_message_holds():
    with pytest.raises(BadBatch, match="too_many"):
        batch(*[ANSWER] * (MAX_ANSWERS + 1))
    with pytest.raises(BadBatch, match="too_large"):
        read_batch(b" " * (MAX_BYTES + 1))


def test_the_same_words_have_the_same_digest_in_any_order():
    [first, second] = batch(
        {**ANSWER, "values": {"q1": ["5"], "q2": ["\ud800"]}}, {**ANSWER, "values": {"q2": ["\ud800"], "q1": ["5"]}}
    ).answers
    assert first.digest == second.digest
