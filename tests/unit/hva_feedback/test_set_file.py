"""Any file gets an answer, and only whole files of the right shape come through."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_feedback.tools.set_file import BankItem, SetFileError, conflicts, content_hash, read, write

QUESTION = {
    "type": "simple_choice", "item": "", "scale": "", "role": "own", "texts": {"title": {"en": "Which?"}},
    "settings": {"comments_allowed": True}, "options": [{"value": 1, "texts": {"en": "This"}}], "rows": [],
    "condition": [],
}  # fmt: skip
CONTENT = {
    "name": "Own", "channel": "", "respondent_group": "", "services": ["A"], "rotate_count": 0,
    "heading": {"item": "", "texts": {"title": {"en": "Give feedback"}}},
    "questions": [QUESTION, {**QUESTION, "condition": [[0, 0]]}],
}  # fmt: skip


def changed(path, value):
    content = copy.deepcopy(CONTENT)
    target = content
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return content


def test_what_is_written_is_read():
    assert read(write(CONTENT)) == CONTENT
    assert write(CONTENT) == write(copy.deepcopy(CONTENT)), "the same set gives the same file"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("name",), 5),
        (("name",), "x" * 201),
        (("rotate_count",), True),
        (("rotate_count",), "2"),
        (("services",), "A"),
        (("heading",), None),
        (("questions",), {}),
        (("questions",), [QUESTION] * 201),
        (("questions", 0), []),
        (("questions", 0, "type"), "unknown"),
        (("questions", 0, "type"), []),
        (("questions", 0, "texts"), {"title": "words"}),
        (("questions", 0, "texts"), {"title": {"en": "x" * 4001}}),
        (("questions", 0, "texts"), {"title": {"en": "a\0"}}),
        (("questions", 0, "settings"), {"hva_item_id": 1}),
        (("questions", 0, "settings"), {"comments_allowed": "yes"}),
        (("questions", 0, "options"), [{"value": "1", "texts": {}}]),
        (("questions", 0, "condition"), [[0, 0]]),
        (("questions", 1, "condition"), [[1, 0]]),
        (("questions", 1, "condition"), [[0, 1]]),
        (("questions", 1, "condition"), [[-1, 0]]),
        (("questions", 1, "condition"), [[0, True]]),
    ],
)
def test_another_shape_is_refused(path, value):
    with pytest.raises(SetFileError) as error:
        read(write(changed(path, value)))
    assert error.value.code == "bad_shape"


def test_other_files_are_told_apart():
    for data, code in (
        (b"", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b"[" * 100_000, "not_json"),
        (b'{"format": NaN}', "not_json"),
        (b"{}", "other_format"),
        (b" " * 1_100_000, "too_large"),
        (write(CONTENT).replace(b"Own", b"Our"), "bad_hash"),
    ):
        with pytest.raises(SetFileError) as error:
            read(data)
        assert error.value.code == code


def test_half_a_character_is_refused():
    document = {"format": "hva.question.set", "layout": 1, "hash": "x", "set": {"name": "\ud800"}}
    with pytest.raises(SetFileError):
        read(json.dumps(document).encode())


@given(st.binary(max_size=200))
def test_any_bytes_get_an_answer(data):
    with pytest.raises(SetFileError):
        read(data)


def test_what_is_missing_here_is_named():
    bank = {"NPS": BankItem("nps_0_10", {"fi": "Kuinka?"})}
    nps = {**QUESTION, "item": "NPS", "scale": "nps_0_10", "texts": {"title": {"fi": "Miten?"}}}
    content = changed(("questions",), [nps, {**nps, "item": "ST9"}, {**nps, "scale": "pei4"}, QUESTION])
    found = conflicts(content, bank, [], ["fi"])
    assert [(one.code, one.is_fatal) for one in found] == [
        ("no_service", False), ("other_words", False), ("no_item", True), ("other_scale", True), ("no_language", False),
    ]  # fmt: skip
    assert conflicts(CONTENT, bank, ["A"], ["en"]) == []


def test_the_hash_does_not_hang_on_the_order_of_keys():
    assert content_hash({"a": 1, "b": 2}) == content_hash({"b": 2, "a": 1})
