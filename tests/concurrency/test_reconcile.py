"""A delivery report that is applied while the gateway is being asked about the same message."""

from datetime import date, datetime, timedelta

import pytest
from freezegun import freeze_time

NOW = datetime(2026, 11, 3, 8, 5)


class DenyingGateway:
    """Says "never seen"; `during` runs while it is being asked."""

    can_query = True

    def __init__(self):
        self.during = lambda: None
        self.sent = []

    def send(self, message):
        from odoo.addons.hva_sms.gateways.base import SendResult

        self.sent.append(message.to)
        return SendResult("accepted")

    def query(self, ref):
        from odoo.addons.hva_sms.gateways.base import QueryResult

        self.during()
        return QueryResult("never_seen")


@pytest.fixture
def gateway(new_env, monkeypatch):
    denying = DenyingGateway()
    with freeze_time(NOW):
        with new_env() as env:
            level = env["hva.unit.level"].create({"name": "Level"})
            unit = env["hva.unit"].create({"name": "Clinic", "level_id": level.id})
            record = env["hva.sms.gateway"].create({"name": "G", "kind": "dry_run", "sender_id": "County"})
            monkeypatch.setattr(type(record), "_get_adapter", lambda self: denying)
            invitation = env["hva.invitation"]._create_due(
                [
                    {
                        "unit_id": unit.id,
                        "rule_id": env.ref("hva_sms.hva_contact_rule_county").id,
                        "gateway_id": record.id,
                        "due_at": NOW - timedelta(minutes=30),
                        "due_on": date(2026, 11, 3),
                        "phone": "+358405550001",
                        "text": "Hello",
                    }
                ]
            )
            invitation._move("claimed")
            invitation._move("unknown", "read_timeout", sent_on=date(2026, 11, 3))
            invitation.state_at = invitation.ask_at = NOW - timedelta(minutes=20)
        yield denying


def state(new_env):
    with new_env() as env:
        return env["hva.invitation"].search([]).state


def test_never_seen_is_sent_again(new_env, gateway):
    with new_env() as env:
        env["hva.invitation"]._cron_dispatch()
    assert (state(new_env), len(gateway.sent)) == ("submitted", 1)


def test_report_that_comes_while_the_gateway_denies_it_wins(new_env, gateway):
    def deliver():
        with new_env() as other:
            other["hva.invitation"].search([])._move("delivered")

    gateway.during = deliver
    with new_env() as env:
        env["hva.invitation"]._cron_dispatch()
    assert (state(new_env), gateway.sent) == ("delivered", [])


def test_nothing_is_locked_while_the_gateway_thinks(new_env, gateway):
    def lock():
        with new_env(commit=False) as other:
            other.cr.execute("SELECT id FROM hva_invitation FOR UPDATE NOWAIT")
            other.cr.execute("SELECT id FROM hva_sms_gateway FOR UPDATE NOWAIT")

    gateway.during = lock
    with new_env() as env:
        env["hva.invitation"]._cron_dispatch()
    assert len(gateway.sent) == 1
