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
