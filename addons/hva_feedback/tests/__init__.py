from . import (
    test_foreign_surveys,
    test_question_bank,
    test_set_languages,
    test_set_lock,
    test_set_roles,
    test_set_version,
)
