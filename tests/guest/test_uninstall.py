"""Our addons go without a trace: no column, rule, job or view of ours, and every foreign row as it was."""

import pytest

# What changes in tables that are not ours, each with its reason; (gone or changed, new or changed) rows or anything.
ODOOS_OWN = {
    "ir_module_module": "the list of modules was read again",
    "ir_actions_todo": "Odoo's wizard for the first steps counts as done after an installation",
    "ir_cron_trigger": "jobs of Odoo were woken (mail queue)",
    "orm_signaling_registry": "other processes are told to load again",
    "orm_signaling_assets": "the same",
    "orm_signaling_default": "the same",
    "orm_signaling_groups": "the same",
    "orm_signaling_stable": "the same",
    "orm_signaling_routing": "the same",
    "orm_signaling_templates": "the same",
    "bus_bus": "messages to open browsers, which Odoo clears by itself",
    "ir_attachment": "bundles of scripts and styles are built anew",
    "res_users_log": "our people signed in",
    "res_device_log": "the same",
}
OUR_PEOPLE = {"res_users", "res_partner"}  # stamped when our groups go; their values are compared in the other tests
KEPT = {  # the published versions and what was answered: new rows alone
    "survey_survey": 6,
    "survey_question": 58,
    "survey_question_answer": 222,
    "survey_user_input": 4,
    "survey_user_input_line": 16,
    "res_users_survey_survey_rel": 6,
    "mail_message": 6,
}
ADDON_NAMES = {"ir_module_module", "ir_module_module_dependency", "ir_model_data", "bus_bus"}


def test_there_was_something_to_take_away(story):
    assert all(story.of_ours.values()), story.of_ours


def test_installing_complains_about_nothing(story):
    assert story.install_log == []


def test_uninstalling_complains_about_nothing(story):
    assert story.left_log == []


def test_every_view_draws_and_nothing_points_at_what_is_gone(story):
    assert story.left == {"hva_feedback": {"views": [], "records": [], "columns": []}}


@pytest.mark.parametrize(
    "kind", ["columns", "constraints", "indexes", "relations", "functions", "triggers", "comments"]
)
def test_the_schema_is_as_it_was(story, kind):
    before, after = story.traces_before.schema[kind], story.traces_after.schema[kind]
    assert sorted(after - before) == [] and sorted(before - after) == []


def test_no_row_names_us_any_more(story):
    """Whatever table and column: rules, jobs, settings, sequences, groups, mails, names and values of records."""
    left = {table: rows for table, rows in story.traces_after.words.items() if table not in ADDON_NAMES}
    known = {table for table in left if _only_staff(left[table])}
    assert {table: rows for table, rows in left.items() if table not in known} == {}


def _only_staff(rows):
    """The foreign house's own employees are called `hva_handler` and so on."""
    return all("@guest.example" in row or '"login": "hva_' in row for row in rows)


def test_every_foreign_row_is_as_it_was(story):
    changed = _difference(story.traces_before, story.traces_after)
    assert {table: counts for table, counts in changed.items() if table not in KEPT} == {}
    assert {table: counts[0] for table, counts in changed.items() if counts[0]} == {}, "changed or deleted"


def test_answers_stay_as_an_archived_survey_and_cases_go(story):
    changed = _difference(story.traces_before, story.traces_after)
    assert {table: changed.get(table, (0, 0))[1] for table in KEPT} == KEPT
    assert "helpdesk_ticket" not in changed


def test_they_come_again_and_go_one_by_one(story):
    assert story.again_log == []
    nothing = {"views": [], "records": [], "columns": []}
    assert story.again_left == dict.fromkeys(("hva_reports", "hva_sms", "hva_feedback"), nothing)
    for kind, was in story.traces_before.schema.items():
        assert story.traces_again.schema[kind] ^ was == set(), kind
    assert _difference(story.traces_after, story.traces_again).keys() <= KEPT.keys()


def _difference(before, after):
    from traces import difference

    counts = difference(before, after)
    return {table: count for table, count in counts.items() if table not in ODOOS_OWN and table not in OUR_PEOPLE}
