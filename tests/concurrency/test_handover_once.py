"""One handed over code, answered by two people at the same moment: one answer, on real connections."""

import threading
import time
from functools import partial

import pytest
from side_by_side import side_by_side


@pytest.fixture
def handed(new_env):
    """A code of a clinic, committed."""
    with new_env() as env:
        level = env["hva.unit.level"].create({"name": "Level"})
        unit = env["hva.unit"].create({"name": "Clinic", "level_id": level.id})
        link = env["hva.staff.link"].create({"name": "Ward", "unit_id": unit.id})
        [code], _last_day = link._hva_make_codes(1, 1)
        return code


def answer_like_the_page(new_env, code, nonce, told, barrier):
    from odoo.service.model import retrying

    from odoo.addons.hva_feedback.tools.entry import Submission

    def transaction():
        if env["survey.user_input"]._hva_is_stored(nonce):
            return "thanks"
        entry = env["hva.collector"]._hva_resolve_code(code)
        if entry is None:
            return "unknown"
        _languages, form = env["hva.collector"]._hva_page_form(entry.survey_id, "fi")
        question = next(question for question in form.questions if question.role == "nps")
        if not env["hva.collector"]._hva_consume(entry):
            return "used"
        env["survey.user_input"]._hva_store([Submission(entry, {question.id: 0}, nonce)])
        time.sleep(0.3)
        return "stored"

    with new_env(commit=False) as env:
        env.cr.execute("SELECT 1")  # both have begun before either ends
        barrier.wait()
        told.append(retrying(transaction, env))


def test_two_answers_with_one_code_store_one(new_env, handed, monkeypatch):
    monkeypatch.setattr("random.uniform", lambda low, high: 0.4)  # Odoo's pause before a retry, up to 32 s otherwise
    told, barrier = [], threading.Barrier(2, timeout=60)
    answers = (partial(answer_like_the_page, new_env, handed, letter * 22, told, barrier) for letter in "AB")
    assert not side_by_side(*answers)
    assert told.count("stored") == 1
    assert set(told) <= {"stored", "unknown", "used"}
    with new_env() as env:
        assert env["survey.user_input"].search_count([("hva_channel", "=", "handover")]) == 1
        assert env["hva.handover.code"].search_count([]) == 0


def test_wrong_pins_at_the_same_moment_are_all_counted(new_env, monkeypatch):
    from odoo.service.model import retrying

    monkeypatch.setattr("random.uniform", lambda low, high: 0.2)
    with new_env() as env:
        level = env["hva.unit.level"].create({"name": "Level"})
        unit = env["hva.unit"].create({"name": "Clinic", "level_id": level.id})
        link_id = env["hva.staff.link"].create({"name": "Desk", "unit_id": unit.id, "new_pin": "4071"}).id
    barrier = threading.Barrier(3, timeout=60)

    def guess():
        with new_env(commit=False) as env:
            env.cr.execute("SELECT 1")
            barrier.wait()
            retrying(lambda: env["hva.staff.link"].browse(link_id)._hva_try_pin("9999"), env)

    assert not side_by_side(guess, guess, guess)
    with new_env() as env:
        assert env["hva.staff.link"].browse(link_id).sudo().wrong_tries == 3
