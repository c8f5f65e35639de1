"""Sending with real commits: two dispatchers, processes that die at the worst moment, reports that come too early."""

import contextlib
import threading
import time
from datetime import date, datetime, timedelta

import psycopg2
import pytest
from freezegun import freeze_time
from side_by_side import side_by_side

SENDING_TIME = "2026-11-03 08:05:00"  # a Tuesday, 10:05 in Helsinki
PEOPLE = 30


class Killed(BaseException):
    """The process was told to die: nobody catches this, and nothing is committed after it."""


class SlowGateway:
    """Remembers every number it was given; `during` runs inside the call, when the message has been accepted."""

    can_query = False

    def __init__(self, during=None):
        self.during = during
        self.messages = []
        self.lock = threading.Lock()

    @property
    def numbers(self):
        return [message.to for message in self.messages]

    def send(self, message):
        from odoo.addons.hva_sms.gateways.base import SendResult

        with self.lock:
            self.messages.append(message)
        time.sleep(0.005)
        if self.during:
            self.during(message)
        return SendResult("accepted")

    def is_genuine(self, call):
        return True

    def parse_report(self, params):
        from odoo.addons.hva_sms.gateways.base import Report

        return Report(params["state"])


@pytest.fixture
def clock():
    with freeze_time(SENDING_TIME) as frozen:
        yield frozen


@pytest.fixture
def gateway(new_env, clock, monkeypatch):
    """A gateway and `PEOPLE` invitations that are due."""
    slow = SlowGateway()
    with new_env() as env:
        level = env["hva.unit.level"].create({"name": "Level"})
        unit = env["hva.unit"].create({"name": "Clinic", "level_id": level.id})
        env["hva.sms.gateway"].create(
            {"name": "Slow", "kind": "dry_run", "sender_id": "County", "rate_per_minute": 60000}
        )
        monkeypatch.setattr(type(env["hva.sms.gateway"]), "_get_adapter", lambda self: slow)
        env["hva.invitation"]._create_due(
            [
                {
                    "unit_id": unit.id,
                    "rule_id": env.ref("hva_sms.hva_contact_rule_county").id,
                    "due_at": datetime.fromisoformat(SENDING_TIME) - timedelta(minutes=5),
                    "due_on": date(2026, 11, 3),
                    "phone": f"+35840555{number:04}",
                    "text": "Hello",
                }
                for number in range(PEOPLE)
            ]
        )
    return slow


def states(new_env):
    with new_env() as env:
        return dict(env["hva.invitation"]._read_group([], ["state"], ["__count"]))


def dispatch(new_env):
    with new_env(commit=False) as env:  # the job commits for itself
        env["hva.invitation"]._cron_dispatch()


def test_two_dispatchers_send_each_message_once(new_env, gateway):
    failures = side_by_side(*[lambda: dispatch(new_env)] * 3)
    dispatch(new_env)
    assert not failures
    assert len(gateway.numbers) == len(set(gateway.numbers)) == PEOPLE
    assert states(new_env) == {"submitted": PEOPLE}


def test_death_during_the_call_leaves_the_claims_and_sends_nothing_twice(new_env, gateway, clock):
    def die(message):
        raise Killed

    gateway.during = die
    with contextlib.suppress(Killed):
        dispatch(new_env)
    assert states(new_env) == {"claimed": 20, "due": PEOPLE - 20}, "the claim was committed before the call"
    gateway.during = None
    dispatch(new_env)
    clock.tick(timedelta(minutes=5))
    dispatch(new_env)
    assert states(new_env) == {"unknown": 20, "submitted": PEOPLE - 20}
    assert len(gateway.numbers) == len(set(gateway.numbers)) == PEOPLE - 20 + 1


def test_database_gone_after_the_gateway_accepted(new_env, gateway, clock):
    """The result cannot be written: the message is of unknown fate and is not sent again."""

    def cut(message):
        gateway.during = None
        with new_env() as env:
            env.cr.execute(
                """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid != %s""",
                [env.cr.connection.get_backend_pid()],
            )

    gateway.during = cut
    with contextlib.suppress(psycopg2.Error):
        dispatch(new_env)
    clock.tick(timedelta(minutes=5))
    dispatch(new_env)
    assert states(new_env) == {"unknown": 20, "submitted": PEOPLE - 20}
    assert len(gateway.numbers) == len(set(gateway.numbers))


def test_report_during_the_call_is_neither_lost_nor_in_the_way(new_env, gateway):
    def report(message):
        with new_env() as env:
            token = message.callback_url.rpartition("/")[2]
            env["hva.delivery.report"]._receive(token, {"state": "delivered"})
        with new_env(commit=False) as env:
            env["hva.delivery.report"]._cron_apply_reports()

    gateway.during = report
    dispatch(new_env)
    assert len(gateway.numbers) == len(set(gateway.numbers)) == PEOPLE
    with new_env(commit=False) as env:
        env["hva.delivery.report"]._cron_apply_reports()
    assert states(new_env) == {"delivered": PEOPLE}


def test_same_report_at_the_same_moment_is_stored_once(new_env, gateway):
    dispatch(new_env)
    token = gateway.messages[0].callback_url.rpartition("/")[2]

    def receive():
        with new_env() as env:
            env["hva.delivery.report"]._receive(token, {"state": "delivered"})

    failures = side_by_side(*[receive] * 4)  # the web server repeats a call that lost such a race
    assert set(failures) <= {"SerializationFailure"}
    with new_env() as env:
        assert env["hva.delivery.report"].search_count([]) == 1


def test_link_posted_twice_at_once_is_used_once(new_env, gateway):
    from odoo.addons.hva_feedback.tools.codes import hash_code

    with new_env() as env:
        facts = {
            "survey_id": env.ref("hva_feedback.hva_question_set_base").current_survey_id.id,
            "unit_id": env["hva.unit"].search([], limit=1).id,
            "service_id": False,
            "contact_mode": "visit",
            "lang_code": "fi",
            "age_band": False,
            "month": "2026-11",
        }
        [code] = env["hva.feedback.link"]._bear([facts])
        link_id = env["hva.feedback.link"].search([("code_hash", "=", hash_code(code))]).id
        env.cr.commit()
        env.cr.execute("SELECT count(*) FROM hva_feedback_link GROUP BY xmin::text")
        assert env.cr.fetchall() == [(20,)], "all were born in one transaction"
    used = []

    def use():
        with new_env() as env:
            used.append(env["hva.feedback.link"]._use(link_id))

    failures = side_by_side(*[use] * 4)
    assert used.count(True) == 1
    assert set(failures) <= {"SerializationFailure"}
