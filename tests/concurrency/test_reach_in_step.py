"""Two people change the organisation at the same moment: the table of reach never keeps half of it."""

import contextlib

import psycopg2
import pytest


@pytest.fixture
def world(new_env):
    """Two divisions, a clinic in the first, and a person who works nowhere yet. Ids, for they live in no one env."""
    with new_env() as env:
        level = env["hva.unit.level"].create({"name": "Level"})
        health, social = env["hva.unit"].create([{"name": name, "level_id": level.id} for name in ("Health", "Social")])
        clinic = env["hva.unit"].create({"name": "Clinic", "level_id": level.id, "parent_id": health.id})
        user = env["res.users"].create(
            {"name": "Newcomer", "login": "newcomer", "group_ids": [(6, 0, env.ref("base.group_user").ids)]}
        )
        return {"health": health.id, "social": social.id, "clinic": clinic.id, "user": user.id}


def reached(env, user_id):
    env.cr.execute("SELECT unit_id FROM hva_unit_reach WHERE user_id = %s", [user_id])
    return {unit_id for (unit_id,) in env.cr.fetchall()}


def hire(env, world, unit):
    env["hva.unit.access"].create({"user_id": world["user"], "unit_id": world[unit], "role": "handler"})


def test_a_person_joins_while_the_unit_moves_away(new_env, world):
    """The one who comes second meets a serialization failure, which Odoo answers by running the request again."""
    with new_env() as env, contextlib.ExitStack() as second_request:
        late = second_request.enter_context(new_env(commit=False))
        late["hva.unit"].search_count([])  # its picture of the tree is taken here
        env["hva.unit"].browse(world["clinic"]).parent_id = world["social"]
        env.cr.commit()
        with pytest.raises(psycopg2.errors.SerializationFailure):
            hire(late, world, "health")
        late.cr.rollback()
        hire(late, world, "health")
        late.cr.commit()
        assert reached(late, world["user"]) == {world["health"]}, "the clinic has gone, and is not reached"


def test_two_accesses_given_at_once_are_both_kept(new_env, world):
    with new_env() as env, contextlib.ExitStack() as second_request:
        late = second_request.enter_context(new_env(commit=False))
        late["hva.unit"].search_count([])
        hire(env, world, "health")
        env.cr.commit()
        with pytest.raises(psycopg2.errors.SerializationFailure):
            hire(late, world, "social")
        late.cr.rollback()
        hire(late, world, "social")
        late.cr.commit()
        assert reached(late, world["user"]) == {world["health"], world["clinic"], world["social"]}
