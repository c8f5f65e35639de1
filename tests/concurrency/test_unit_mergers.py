"""Two administrators reorganise at the same moment: the second one's picture is old, and Odoo asks again."""

import contextlib

import psycopg2
import pytest

from odoo.exceptions import ValidationError


@pytest.fixture
def units(new_env):
    with new_env() as env:
        level = env["hva.unit.level"].create({"name": "Level"})
        return env["hva.unit"].create([{"name": name, "level_id": level.id} for name in ("Clinic", "Dental")]).ids


def merge(env, source, target):
    env["hva.unit"].browse(source)._merge_into(env["hva.unit"].browse(target), "At the same moment")
    env.flush_all()


def test_units_are_never_merged_into_each_other(new_env, units):
    clinic, dental = units
    with new_env() as env, contextlib.ExitStack() as second_request:
        late = second_request.enter_context(new_env(commit=False))
        late["hva.unit"].browse(units).mapped("merged_into_id")  # its picture of the tree is taken here
        merge(env, clinic, dental)
        env.cr.commit()
        with pytest.raises(psycopg2.errors.SerializationFailure):
            merge(late, dental, clinic)
        late.cr.rollback()
        with pytest.raises(ValidationError):
            merge(late, dental, clinic)
        late.cr.rollback()
        rows = late["hva.audit"].search([("unit_id", "in", units), ("action", "=", "unit_merge")])
        assert [row.res_id for row in rows] == [clinic], "what was refused is not on the trail"
