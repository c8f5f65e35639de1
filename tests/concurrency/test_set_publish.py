"""Two people press Publish at the same moment."""

import pytest

SET = "hva_feedback.hva_question_set_base"


def test_the_second_of_two_publishers_is_told_to_wait(new_env):
    from odoo.exceptions import UserError

    with new_env() as first:
        assert first.ref(SET)._publish().hva_version == 2
        with new_env(commit=False) as second, pytest.raises(UserError, match="right now"):
            second.ref(SET)._publish()
    with new_env() as later:
        question_set = later.ref(SET)
        assert question_set._publish().hva_version == 3
        states = {version.hva_version: version.hva_state for version in question_set.version_ids}
        assert states == {1: "retired", 2: "retired", 3: "published"}
        assert question_set.current_survey_id.hva_version == 3


def test_a_pilot_that_begins_during_a_publish_is_told_to_wait(new_env):
    from odoo.exceptions import UserError

    with new_env() as first:
        units, day = first["hva.unit"].search([], limit=1), first["hva.clock"]._today()
        if not units:
            level = first["hva.unit.level"].search([], limit=1)
            units = first["hva.unit"].create({"name": "Unit", "level_id": level.id})
        unit_id = units.id
    with new_env() as first:
        before = first.ref(SET).current_version
        assert first.ref(SET)._publish().hva_version == before + 1
        with new_env(commit=False) as second, pytest.raises(UserError, match="right now"):
            second.ref(SET)._publish_pilot(second["hva.unit"].browse(unit_id), day)
    with new_env() as later:
        pilot = later.ref(SET)._publish_pilot(later["hva.unit"].browse(unit_id), day)
        assert (pilot.hva_version, pilot.hva_state) == (before + 2, "pilot")
        with new_env(commit=False) as other, pytest.raises(UserError, match="right now"):
            other.ref(SET)._publish()
    with new_env() as end:
        states = [version.hva_state for version in end.ref(SET).version_ids]
        assert (states.count("published"), states.count("pilot")) == (1, 1)
