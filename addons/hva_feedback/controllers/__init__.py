from . import (
    error_page,
    feedback_page,
    helpdesk_guard,
    survey_guard,
)
