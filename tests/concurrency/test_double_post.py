"""One form sent several times at the same moment is stored once, on real connections."""

import threading
import time
from functools import partial

import pytest
from side_by_side import side_by_side


@pytest.fixture
def way_in(new_env):
    """A clinic with a collector, committed; returns what a submission needs."""
    with new_env() as env:
        level = env["hva.unit.level"].create({"name": "Level"})
        unit = env["hva.unit"].create({"name": "Clinic", "level_id": level.id})
        collector = env["hva.collector"].create({"name": "Poster", "unit_id": unit.id})
        return collector.code


def submission(env, code, nonce):
    from odoo.addons.hva_feedback.tools.entry import Submission

    entry = env["hva.collector"]._hva_resolve_code(code)
    _languages, form = env["hva.collector"]._hva_page_form(entry.survey_id, "fi")
    question = next(question for question in form.questions if question.role == "nps")
    return Submission(entry, {question.id: 0}, nonce)


def post_like_the_page(new_env, code, nonce, told, barrier):
    from odoo.service.model import retrying

    def transaction():
        if env["survey.user_input"]._hva_is_stored(nonce):
            return "thanks"
        env["survey.user_input"]._hva_store([submission(env, code, nonce)])
        time.sleep(0.3)
        return "stored"

    with new_env(commit=False) as env:
        barrier.wait()
        told.append(retrying(transaction, env))


def test_parallel_posts_of_one_form_store_one_answer(new_env, way_in, monkeypatch):
    monkeypatch.setattr("random.uniform", lambda low, high: 0.4)  # Odoo's pause before a retry, up to 32 s otherwise
    nonce, told = "N" * 22, []
    post = partial(post_like_the_page, new_env, way_in, nonce, told, threading.Barrier(5, timeout=60))
    assert not side_by_side(*[post] * 5)
    assert sorted(told) == ["stored"] + ["thanks"] * 4
    with new_env() as env:
        assert env["survey.user_input"].search_count([("hva_nonce", "=", nonce)]) == 1


def test_a_post_that_began_before_the_other_ended_is_begun_again(new_env, way_in):
    """The lock is free again and the old snapshot does not show the answer: the unique index is what is left."""
    from odoo.exceptions import ConcurrencyError

    nonce = "M" * 22
    with new_env(commit=False) as late:
        late.cr.execute("SELECT 1")  # the snapshot is taken here
        with new_env() as first:
            first["survey.user_input"]._hva_store([submission(first, way_in, nonce)])
        assert not late["survey.user_input"]._hva_is_stored(nonce)
        with pytest.raises(ConcurrencyError):
            late["survey.user_input"]._hva_store([submission(late, way_in, nonce)])
    with new_env() as env:
        assert env["survey.user_input"]._hva_is_stored(nonce)
