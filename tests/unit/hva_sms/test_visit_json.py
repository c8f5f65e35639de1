"""A body is read strictly or refused with a code; its rows are judged as those of a file."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hva_sms.tools.visit_json import (
    MAX_BYTES,
    MAX_VISITS,
    UNREADABLE,
    Delivery,
    Unreadable,
    is_batch_id,
    is_source_code,
    parse_json,
)
from hva_sms.tools.visit_rows import CODES, FIELDS, RowError, VisitRow, parse_csv

VISIT = {
    "event_id": "A-1",
    "revision": 1,
    "status": "finished",
    "visit_end": "2026-11-20T14:30:00+02:00",
    "unit_oid": "1.2.246.10.12345678.10.1",
    "contact_type": "visit",
    "phone": "040 1234567",
    "age_years": 40,
    "sms_consent": True,
    "non_disclosure": False,
}
ENVELOPE = {
    "contract_version": "1",
    "source_system": "epic",
    "batch_id": "b-1",
    "produced_at": "2026-11-20T16:00:00+02:00",
    "visits": [VISIT],
}
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters())
    | st.just("131052-308T"),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=8), children, max_size=4),
    max_leaves=8,
)


def read(**changes):
    return parse_json(json.dumps({**ENVELOPE, **changes}).encode())


def test_a_good_batch():
    delivery = read()
    assert isinstance(delivery, Delivery)
    assert (delivery.source_system, delivery.batch_id) == ("epic", "b-1")
    (row,) = delivery.parsed.rows
    assert (row.line, row.event_id, delivery.parsed.errors) == (0, "A-1", [])


def test_the_digest_is_of_the_visits_however_they_are_written():
    digest = read().parsed.digest
    pretty = json.dumps({**ENVELOPE, "visits": [dict(reversed(VISIT.items()))]}, indent=4)
    assert parse_json(pretty.encode()).parsed.digest == digest
    assert parse_json(b"\xef\xbb\xbf" + pretty.encode()).parsed.digest == digest
    assert read(produced_at="2026-11-21T16:00:00Z").parsed.digest == digest
    assert read(visits=[{**VISIT, "age_years": 41}]).parsed.digest != digest
    assert read(visits=[VISIT, VISIT]).parsed.digest != digest


@pytest.mark.parametrize("name", ENVELOPE)
def test_every_part_of_the_envelope_is_needed(name):
    assert read(**{name: None}) == Unreadable("missing_field", name)


@pytest.mark.parametrize(
    ("body", "code"),
    (
        (b"", "bad_json"),
        (b"[]", "bad_type"),
        (b"\xff", "bad_encoding"),
        ("{}".encode("utf-16"), "bad_encoding"),
        (b'{"visits": NaN}', "bad_json"),
        (b'{"a": 1, "a": 1}', "duplicate_key"),
        (b'{"visits": [{"event_id": 1, "event_id": 1}]}', "duplicate_key"),
        (b"[" * 10**6, "too_deep"),
        (b'{"x": ' * 10**5 + b"1" + b"}" * 10**5, "too_deep"),
        (b"1" * 10**6, "bad_type"),
        (b"{} {}", "bad_json"),
    ),
)
def test_bodies_that_are_no_batch(body, code):
    assert parse_json(body) == Unreadable(code)


def test_a_batch_has_at_most_a_thousand_visits_and_they_fit():
    longest = {
        **{field.name: "\u00e4" * field.max for field in FIELDS if field.kind == "text"},
        **{field.name: True for field in FIELDS if field.kind == "bool"},
        **{field.name: "2026-11-20T14:30:00.123456+02:00" for field in FIELDS if field.kind == "time"},
        **{field.name: "1." + "1" * (field.max - 2) for field in FIELDS if field.kind == "oid"},
        **{field.name: field.max for field in FIELDS if field.kind == "int"},
        **{field.name: max(field.choices, key=len) for field in FIELDS if field.kind == "choice"},
    }
    assert set(longest) == {field.name for field in FIELDS}
    body = json.dumps({**ENVELOPE, "visits": [longest] * MAX_VISITS}, ensure_ascii=False).encode()
    assert len(body) < MAX_BYTES
    assert isinstance(parse_json(body), Delivery)
    assert read(visits=[VISIT] * (MAX_VISITS + 1)) == Unreadable("too_many_rows", "visits")


@pytest.mark.parametrize("number", ("1" * 30, "9" * 5000, "1e400", "-" + "1" * 25, "1.0"))
def test_numbers_beyond_reason_are_a_bad_row(number):
    body = json.dumps(ENVELOPE).replace('"revision": 1', f'"revision": {number}')
    (error,) = parse_json(body.encode()).parsed.errors
    assert error == RowError(0, "A-1", "bad_type", "revision")


def test_a_row_with_something_deep_inside_is_a_bad_row():
    deep = VISIT["phone"]
    for _level in range(300):
        deep = [deep]
    (error,) = read(visits=[{**VISIT, "phone": deep}]).parsed.errors
    assert error == RowError(0, "A-1", "bad_type", "phone")


@given(st.binary(max_size=300))
def test_noise_never_raises(data):
    assert isinstance(parse_json(data), Unreadable)


@given(st.dictionaries(st.sampled_from([*ENVELOPE, "extra"]), ANYTHING, max_size=3))
def test_any_envelope_is_read_or_refused_with_a_known_code(changes):
    outcome = parse_json(json.dumps({**ENVELOPE, **changes}).encode())
    assert isinstance(outcome, Delivery) or outcome.code in UNREADABLE


@given(st.lists(ANYTHING | st.dictionaries(st.sampled_from([*VISIT, "x"]), ANYTHING).map(lambda c: VISIT | c)))
def test_each_visit_is_answered_for_in_its_place(visits):
    parsed = read(visits=visits).parsed
    rows = sorted([*parsed.rows, *parsed.errors], key=lambda row: row.line)
    assert [row.line for row in rows] == list(range(len(visits)))
    for row in rows:
        assert isinstance(row, VisitRow) or row.code in CODES
        assert "131052" not in repr(row)


TEXTS = {
    "revision": st.integers(-(10**20), 10**20),
    "age_years": st.integers(-5, 200),
    "sms_consent": st.booleans(),
    "phone": st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters='";\r\n\0'), min_size=1),
    "event_id": st.text(st.characters(min_codepoint=33, max_codepoint=400, blacklist_characters='";'), min_size=1),
    "status": st.sampled_from(["finished", "cancelled", "no"]),
    "visit_end": st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat()),
    "unit_oid": st.from_regex(r"[0-9.]{1,12}", fullmatch=True),
}


@given(st.lists(st.fixed_dictionaries({}, optional=TEXTS), min_size=1, max_size=5))
def test_both_doors_judge_a_row_alike(changes):
    visits = [{**VISIT, **change} for change in changes]
    lines = [";".join(VISIT), *(";".join(_cell(value) for value in visit.values()) for visit in visits)]
    by_file = parse_csv("\n".join(lines).encode())
    by_rest = read(visits=visits).parsed
    assert [(e.line - 2, e.event_id, e.code, e.field) for e in by_file.errors] == [
        (e.line, e.event_id, e.code, e.field) for e in by_rest.errors
    ]
    assert [row.content_hash for row in by_file.rows] == [row.content_hash for row in by_rest.rows]


def _cell(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("name", ("a", "2026-11-20T14:00", "A.b_c:d-9", "x" * 64))
def test_names_a_batch_may_have(name):
    assert is_batch_id(name)


@pytest.mark.parametrize("name", ("", "-a", ".", "..", "a/b", "a b", "ä", "x" * 65, "a\n", "a%00"))
def test_names_a_batch_may_not_have(name):
    assert not is_batch_id(name)


def test_codes_of_patient_systems():
    assert all(map(is_source_code, ("epic", "lifecare-2", "csv", "9", "a_b")))
    assert not any(map(is_source_code, ("", "Epic", "-a", "a b", "x" * 33, "a\n")))
