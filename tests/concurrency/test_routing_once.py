"""Two workers route at once: each answer becomes one case, and neither waits for the other."""

from psycopg2 import OperationalError
from side_by_side import side_by_side


def _answers(env, count):
    """Store `count` criticisms as the page would and return their ids."""
    from odoo.addons.hva_feedback.tools.entry import Entry, Submission

    level = env["hva.unit.level"].search([], limit=1) or env["hva.unit.level"].create({"name": "Level"})
    unit = env["hva.unit"].create({"name": "Clinic", "level_id": level.id})
    survey = env.ref("hva_feedback.hva_question_set_base").current_survey_id
    entry = Entry(survey_id=survey.id, unit_id=unit.id, channel="web", source="collector", source_id=1)
    return env["survey.user_input"]._hva_store([Submission(entry, {}, kind="criticism") for _each in range(count)]).ids


def _cases(env, ids):
    return env["helpdesk.ticket"].search([("hva_answer_id", "in", ids)])


def test_what_one_worker_holds_the_other_leaves_alone(new_env):
    with new_env() as env:
        ids = _answers(env, 6)
    with new_env() as first, new_env() as second:
        held = first["survey.user_input"]._hva_lock_pending(4)
        free = second["survey.user_input"]._hva_lock_pending(10)
        assert held.ids == ids[:4]
        assert free.ids == ids[4:]
        held._hva_route()
        free._hva_route()
    with new_env() as env:
        assert len(_cases(env, ids)) == 6
        assert set(env["survey.user_input"].browse(ids).mapped("hva_routing")) == {"case"}


def test_a_crash_before_the_commit_loses_nothing(new_env):
    with new_env() as env:
        ids = _answers(env, 3)
    with new_env(commit=False) as env:  # the worker dies after the work and before its commit
        env["survey.user_input"]._hva_lock_pending(10)._hva_route()
        assert len(_cases(env, ids)) == 3
    with new_env() as env:
        assert not _cases(env, ids)
        env["survey.user_input"]._cron_hva_route()
    with new_env() as env:
        assert len(_cases(env, ids)) == 3


def test_many_runs_at_once_make_each_case_once(new_env):
    with new_env() as env:
        ids = _answers(env, 20)

    def work():
        for _each in range(6):
            try:
                with new_env() as env:
                    env["survey.user_input"]._cron_hva_route(limit=3)
            except OperationalError:
                pass  # lost a race; the next run of the job takes the rows again

    assert not side_by_side(work, work, work)
    with new_env() as env:
        env["survey.user_input"]._cron_hva_route()
        cases = _cases(env, ids)
        assert len(cases) == 20
        assert len(cases.hva_answer_id) == 20
