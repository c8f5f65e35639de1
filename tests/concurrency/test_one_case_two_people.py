"""Two people race for one case, and the job of reminders runs twice at once: nothing is lost, nobody told twice."""

import contextlib

import psycopg2
import pytest
from side_by_side import side_by_side

from odoo.exceptions import AccessError, UserError


@pytest.fixture
def world(new_env):
    """A clinic and a dental clinic with their handlers, and one case that the clinic handles. Returns ids by name."""
    from odoo.addons.hva_feedback.tools.entry import Entry, Submission

    with new_env() as env:
        level = env["hva.unit.level"].search([], limit=1) or env["hva.unit.level"].create({"name": "Level"})
        units = env["hva.unit"].create([{"name": name, "level_id": level.id} for name in ("Clinic", "Dental")])
        people = {}
        for login, unit in (("anna", units[0]), ("bertta", units[0]), ("cecilia", units[1])):
            user = env["res.users"].create(
                {"name": login.title(), "login": login, "email": f"{login}@example.org", "lang": "en_US"}
            )
            env["hva.unit.access"].create({"user_id": user.id, "unit_id": unit.id, "role": "handler"})
            people[login] = user.id
        survey = env.ref("hva_feedback.hva_question_set_base").current_survey_id
        entry = Entry(survey_id=survey.id, unit_id=units[0].id, channel="web", source="collector", source_id=1)
        answer = env["survey.user_input"]._hva_store([Submission(entry, {}, kind="criticism")])
        env["survey.user_input"]._cron_hva_route()
        case = env["helpdesk.ticket"].search([("hva_answer_id", "=", answer.id)])
        return people | {"case": case.id, "clinic": units[0].id, "dental": units[1].id}


def _case(env, world):
    return env["helpdesk.ticket"].browse(world["case"])


@contextlib.contextmanager
def _race(new_env, world, winner, loser):
    """Both look at the case at the same moment; the winner acts and commits while the loser's screen is still open."""
    with new_env(uid=world[winner]) as first, contextlib.ExitStack() as second_request:
        late = second_request.enter_context(new_env(uid=world[loser], commit=False))
        assert _case(late, world).hva_state == "new"
        yield first, late


def _as_odoo_does(env, act):
    """Act in an open transaction as a request does: at a conflict everything is rolled back and done once more."""
    try:
        act()
        env.flush_all()
    except psycopg2.errors.SerializationFailure:
        env.cr.rollback()
        env.transaction.reset()
        act()
        env.flush_all()
    else:
        raise AssertionError("the two did not meet")


def test_the_second_to_take_a_case_is_told_who_has_it(new_env, world):
    with _race(new_env, world, "anna", "bertta") as (first, late):
        _case(first, world).action_hva_take()
        first.cr.commit()
        with pytest.raises(UserError, match="Anna already handles case"):
            _as_odoo_does(late, _case(late, world).action_hva_take)
        late.cr.rollback()
    with new_env() as env:
        assert _case(env, world).user_id.id == world["anna"]
        assert [event.user_id.id for event in _case(env, world).hva_event_ids] == [world["anna"]]


def test_a_case_that_was_transferred_meanwhile_is_not_taken_in_the_old_unit(new_env, world):
    with _race(new_env, world, "anna", "bertta") as (first, late):
        _case(first, world)._hva_transfer(first["hva.unit"].browse(world["dental"]), "Belongs there")
        first.cr.commit()
        with pytest.raises(AccessError):
            _as_odoo_does(late, _case(late, world).action_hva_take)
        late.cr.rollback()
    with new_env() as env:
        case = _case(env, world)
        assert (case.hva_responsible_unit_id.id, case.hva_state, case.user_id.id) == (world["dental"], "new", False)


def test_two_who_close_at_once_leave_the_first_outcome(new_env, world):
    with new_env(uid=world["anna"]) as env:
        _case(env, world).action_hva_take()
    with new_env(uid=world["anna"]) as first, contextlib.ExitStack() as second_request:
        late = second_request.enter_context(new_env(uid=world["bertta"], commit=False))
        assert _case(late, world).hva_state == "in_handling"
        _case(first, world)._hva_move("closed", outcome="corrected")
        first.cr.commit()
        with pytest.raises(UserError, match="cannot go from “Closed” to “Closed”"):
            _as_odoo_does(late, lambda: _case(late, world)._hva_move("closed", outcome="explained"))
        late.cr.rollback()
    with new_env() as env:
        assert _case(env, world).hva_outcome == "corrected"


def _make_late(env, world):
    """Let the deadline lie in the past, as if time had gone by: the clock of the database cannot be frozen here."""
    env.cr.execute(
        "UPDATE helpdesk_ticket SET hva_deadline_at = hva_deadline_at - interval '60 days',"
        " hva_clock_on = hva_clock_on - 60, hva_escalate_at = hva_escalate_at - interval '1 day' WHERE id = %s",
        [world["case"]],
    )
    env["hva.unit.access"].create({"user_id": world["anna"], "unit_id": world["clinic"], "role": "manager"})


def test_what_one_run_of_the_reminders_holds_the_other_leaves_alone(new_env, world):
    with new_env() as env:
        _make_late(env, world)
    with new_env() as first, new_env() as second:
        held = first["helpdesk.ticket"]._hva_lock_due(10)
        assert world["case"] in held.ids
        assert world["case"] not in second["helpdesk.ticket"]._hva_lock_due(10).ids
        held._hva_escalate()


def test_a_crash_before_the_commit_loses_no_reminder_and_doubles_none(new_env, world):
    with new_env() as env:
        _make_late(env, world)
    with new_env(commit=False) as env:  # the worker dies after the work and before its commit
        env["helpdesk.ticket"]._hva_lock_due(10)._hva_escalate()
        assert env["hva.escalation"].search_count([("ticket_id", "=", world["case"])])
    for _each in range(2):
        with new_env() as env:
            env["helpdesk.ticket"]._cron_hva_escalate()
    with new_env() as env:
        notices = env["hva.escalation"].search([("ticket_id", "=", world["case"]), ("user_id", "!=", False)])
        assert notices.mapped("user_id").ids == [world["anna"]]
        mails = env["mail.mail"].search([("model", "=", "hva.escalation"), ("res_id", "in", notices.ids)])
        assert len(notices) == len(mails) == 1


def test_many_runs_at_once_tell_each_person_once(new_env, world):
    with new_env() as env:
        _make_late(env, world)

    def work():
        for _each in range(4):
            try:
                with new_env() as env:
                    env["helpdesk.ticket"]._cron_hva_escalate(limit=3)
            except psycopg2.OperationalError:
                pass  # lost a race; the next run of the job takes the rows again

    assert not side_by_side(work, work, work)
    with new_env() as env:
        env["helpdesk.ticket"]._cron_hva_escalate()
        told = env["hva.escalation"].search([("ticket_id", "=", world["case"]), ("user_id", "!=", False)])
        assert len(told) == 1
        assert (
            len(env["mail.activity"].search([("res_id", "=", world["case"]), ("summary", "=", "The case is late")]))
            == 1
        )
