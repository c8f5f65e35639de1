"""Report jobs side by side, with real locks: each report is queued, made and mailed once, no month is mis-summed."""

import pytest
from given import give

from odoo import fields

WHEN = "2026-10-05"


@pytest.fixture
def county(new_env):
    """A unit with a manager, and the monthly schedule overdue. Returns the ids of unit and manager."""
    with new_env() as env:
        level = env["hva.unit.level"].search([], limit=1)
        unit = env["hva.unit"].create({"name": "Eura", "level_id": level.id})
        user = env["res.users"].create({"name": "Anna", "login": "anna", "email": "anna@county.example"})
        env["hva.unit.access"].create({"user_id": user.id, "unit_id": unit.id, "role": "manager"})
        schedule = env.ref("hva_reports.hva_report_schedule_monthly")
        schedule.next_due_at = fields.Datetime.subtract(env["hva.clock"]._now(), minutes=5)
        return unit.id, user.id


def test_two_ticks_at_once_queue_each_report_once(new_env, county):
    with new_env() as one, new_env() as two:
        assert one["hva.report.schedule"]._tick() == 1
        assert two["hva.report.schedule"]._tick() == 0
    with new_env() as env:
        assert env["hva.report.schedule"]._tick() == 0
        assert env["hva.report.run"].search_count([]) == 1


def test_two_builders_at_once_make_and_mail_a_report_once(new_env, county):
    with new_env() as env:
        env["hva.report.schedule"]._tick()
    with new_env() as one, new_env() as two:
        assert one["hva.report.run"]._build_due() == 1
        assert two["hva.report.run"]._build_due() == 0
    with new_env() as env:
        run = env["hva.report.run"].search([])
        assert run.state == "queued"
        assert env["mail.mail"].search_count([("model", "=", "hva.report.run")]) == 1


def test_a_builder_that_dies_leaves_the_report_to_the_next(new_env, county):
    with new_env() as env:
        env["hva.report.schedule"]._tick()
    with new_env(commit=False) as dying:
        assert dying["hva.report.run"]._build_due() == 1
    with new_env() as env:
        assert env["mail.mail"].search_count([("model", "=", "hva.report.run")]) == 0
        assert env["hva.report.run"]._build_due() == 1
        assert env["mail.mail"].search_count([("model", "=", "hva.report.run")]) == 1


def test_feedback_that_comes_while_a_month_is_summed_is_not_lost(new_env, county):
    unit, _user = county
    with new_env() as env:
        give(env, unit, 10, WHEN, count=3)
    with new_env() as summing:
        assert summing["hva.fact.month"]._rebuild_dirty()
        with new_env() as giver:
            give(giver, unit, 0, WHEN)
    with new_env() as env:
        month = env["hva.fact.month"]
        assert month.search([]).promoters == 3
        while month._rebuild_dirty():
            pass
        row = month.search([])
        assert (row.answers, row.promoters, row.detractors) == (4, 3, 1)


def test_two_jobs_never_sum_the_same_marks(new_env, county):
    unit, _user = county
    with new_env() as env:
        give(env, unit, 10, WHEN)
    with new_env() as one, new_env() as two:
        assert one["hva.fact.month"]._rebuild_dirty() == 1
        assert two["hva.fact.month"]._rebuild_dirty() == 0


def test_a_month_that_another_job_sums_is_left_to_the_next_time(new_env, county):
    """The second job sees more answers than the first, which commits last: its sums would be the older ones."""
    unit, _user = county
    with new_env() as env:
        give(env, unit, 10, WHEN)
    with new_env() as one:
        assert one["hva.fact.month"]._rebuild_dirty() == 1
        with new_env() as giver:
            give(giver, unit, 0, WHEN)
        with new_env() as two:
            assert two["hva.fact.month"]._rebuild_dirty() == 0
    with new_env() as env:
        month = env["hva.fact.month"]
        assert month._rebuild_dirty() == 1
        assert (month.search([]).answers, month.search([]).detractors) == (2, 1)


def test_a_server_that_dies_after_making_reports_sends_each_once(new_env, county, monkeypatch):
    """Between the commit of the mail and its sending: the next one makes nothing anew and finds one mail to send."""
    from odoo.addons.base.models.ir_mail_server import IrMail_Server

    sent = []

    def send_email(_server, message, *_args, **_kwargs):
        sent.append(message["To"])
        return "<id>"

    monkeypatch.setattr(IrMail_Server, "_connect__", lambda *_args, **_kwargs: None)
    monkeypatch.setattr(IrMail_Server, "_disable_send", lambda _self: False)
    monkeypatch.setattr(IrMail_Server, "send_email", send_email)
    with new_env() as env:
        env["hva.report.schedule"]._tick()
    with new_env() as env:
        env["hva.report.run"]._build_due()
    for _start in range(2):
        with new_env() as env:
            env["hva.report.schedule"]._tick()
            assert env["hva.report.run"]._build_due() == 0
            env["mail.mail"].search([("model", "=", "hva.report.run"), ("state", "=", "outgoing")]).send()
    with new_env() as env:
        assert env["hva.report.run"].search([]).mapped("state") == ["sent"]
    assert len(sent) == 1
