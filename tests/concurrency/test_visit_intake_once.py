"""The same batch and the same visit at two doors in the same moment: stored once, and both senders get an answer."""

import threading
from functools import partial

import psycopg2
import pytest
from freezegun import freeze_time
from side_by_side import side_by_side

NOW = "2026-11-02 12:00:00"
OID = "1.2.246.10.1234567.10.7"


@pytest.fixture
def clinic(new_env):
    with freeze_time(NOW):
        with new_env() as env:
            level = env["hva.unit.level"].create({"name": "Level"})
            env["hva.unit"].create({"name": "Clinic", "level_id": level.id, "oid": OID})
        yield


def parsed(*event_ids):
    from odoo.addons.hva_sms.tools.visit_rows import parse_csv

    header = "event_id;revision;status;visit_end;unit_oid;contact_type;age_years;phone;sms_consent;non_disclosure"
    row = f"1;finished;2026-11-02T13:00:00+02:00;{OID};visit;45;0401234567;true;false"
    return parse_csv("\n".join([header, *(f"{event_id};{row}" for event_id in event_ids)]).encode())


def receive(new_env, name, rows, meet=None):
    """Take in a batch as a request does: tried again when another transaction was faster. Return (receipt, tries)."""
    for tries in (1, 2, 3):
        try:
            with new_env() as env:
                env.cr.execute("SELECT 1")  # the snapshot is older than the meeting, as when a key has been looked up
                if meet and tries == 1:
                    meet.wait(10)
                receipt = env["hva.visit.batch"]._receive("epic", name, rows)
                return receipt.results, receipt.is_repeat, tries
        except psycopg2.OperationalError as error:
            assert error.pgcode in ("40001", "40P01"), "Odoo tries a request again only by these codes"
    raise AssertionError("never taken in")


def both(new_env, *batches):
    meet, answers = threading.Barrier(len(batches)), [None] * len(batches)

    def run(place, name, rows):
        answers[place] = receive(new_env, name, rows, meet)

    assert not side_by_side(*(partial(run, place, *batch) for place, batch in enumerate(batches)))
    return answers


def test_one_batch_posted_twice_at_once_is_stored_once(new_env, clinic):
    rows = parsed("e1", "e2")
    answers = both(new_env, ("morning", rows), ("morning", rows))
    assert sorted(is_repeat for _results, is_repeat, _tries in answers) == [False, True]
    assert answers[0][0] == answers[1][0], "both learn the same"
    with new_env() as env:
        assert env["hva.visit.batch"].search_count([]) == 1
        assert env["hva.visit"].search_count([]) == 2


def test_one_visit_in_two_batches_at_once_is_stored_once(new_env, clinic):
    answers = both(new_env, ("a", parsed("e1", "e2")), ("b", parsed("e2", "e1")))
    outcomes = sorted({result.result for result in results} for results, _is_repeat, _tries in answers)
    assert sorted(map(sorted, outcomes)) == [["accepted"], ["duplicate"]]
    with new_env() as env:
        assert env["hva.visit"].search_count([]) == 2
