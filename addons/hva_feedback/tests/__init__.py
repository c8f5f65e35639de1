from . import (
    test_case_deadlines,
    test_case_privacy,
    test_case_states,
    test_foreign_surveys,
    test_foreign_tickets,
    test_question_bank,
    test_routing_into_cases,
    test_set_languages,
    test_set_lock,
    test_set_roles,
    test_set_version,
    test_survey_doors,
)
