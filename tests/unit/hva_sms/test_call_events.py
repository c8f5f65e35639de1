"""Calls are read by the validator of visits, onto the same rows; who has not agreed is not asked."""

import hashlib
import json

import pytest

from hva_sms.tools.call_events import CALLS
from hva_sms.tools.visit_json import Delivery, Unreadable, parse_json
from hva_sms.tools.visit_rows import RowError, VisitRow, companion_problem, parse_csv, parse_row

CALL = {
    "event_id": "c-1",
    "queue": "dental",
    "ended_at": "2026-11-02T13:00:00+02:00",
    "phone": "040 0001122",
    "language": "sv",
    "caller_agreed": True,
}


def row(**changes):
    values = {name: value for name, value in {**CALL, **changes}.items() if value is not None}
    return parse_row(0, values, CALLS)


def test_a_call_is_a_row_like_any_other():
    taken = row()
    assert isinstance(taken, VisitRow)
    assert (taken.queue, taken.contact_type, taken.status, taken.revision) == ("dental", "call", "finished", 1)
    assert (taken.sms_consent, taken.non_disclosure, taken.age_years, taken.unit_oid) == (True, False, None, "")
    assert taken.visit_end.isoformat() == CALL["ended_at"]


def test_agreeing_is_said_or_it_is_not():
    assert row(caller_agreed=None).sms_consent is False
    assert row(caller_agreed=False).sms_consent is False
    assert row(non_disclosure=True).phone is None


def test_abandoned_call_was_answered_by_nobody():
    assert row(status="abandoned").status == "no_show"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"event_id": None}, ("missing_field", "event_id")),
        ({"queue": None}, ("missing_field", "queue")),
        ({"queue": " a"}, ("bad_type", "queue")),
        ({"ended_at": "2026-11-02 13:00"}, ("bad_type", "ended_at")),
        ({"status": "ringing"}, ("bad_value", "status")),
        ({"caller_agreed": "yes"}, ("bad_type", "caller_agreed")),
        ({"agent": "Liisa"}, ("unknown_field", None)),
        ({"unit_oid": "1.2.3"}, ("unknown_field", None)),
        ({"queue": "131052-308T"}, ("forbidden_data", "queue")),
        ({"event_id": "c-0400001122"}, ("forbidden_data", "event_id")),
    ],
)
def test_calls_that_break_the_contract(changes, expected):
    refused = row(**changes)
    assert isinstance(refused, RowError)
    assert (refused.code, refused.field) == expected


def test_same_call_by_file_and_by_request():
    cells = {**CALL, "caller_agreed": "true"}
    by_file = parse_csv(f"{';'.join(cells)}\n{';'.join(cells.values())}\n".encode(), CALLS).rows
    envelope = {"contract_version": "1", "source_system": "t", "batch_id": "b", "produced_at": CALL["ended_at"]}
    by_rest = parse_json(json.dumps({**envelope, "calls": [CALL]}).encode(), CALLS)
    assert isinstance(by_rest, Delivery)
    assert [each.content_hash for each in by_file] == [each.content_hash for each in by_rest.parsed.rows]
    assert parse_json(json.dumps({**envelope, "visits": []}).encode(), CALLS) == Unreadable("missing_field", "calls")


def test_a_visit_has_no_queue_in_its_hash():
    visit = parse_row(
        0,
        {
            "event_id": "A",
            "revision": 1,
            "status": "finished",
            "visit_end": "2026-11-20T14:30:00+02:00",
            "unit_oid": "1.2.246.10",
            "contact_type": "visit",
            "age_years": 40,
        },
    )
    assert visit.content_hash == "88974399ae134be053be0eaafed227dc78bf5715f017f14e8f504666348d4ebf"


def test_checksum_file():
    data = b"event_id\n1\n"
    digest = hashlib.sha256(data).hexdigest()
    for good in (digest, f"{digest.upper()}\n", f"{digest} 1", f"{digest}  calls.csv 1\n", f"{digest}  calls.csv"):
        assert companion_problem(good, data, 1) is None
    assert companion_problem(f"{digest} 2", data, 1) == "wrong_row_count"
    for bad in ("", "0" * 64, f"1 {digest}"):
        assert companion_problem(bad, data, 1) == "bad_checksum"
