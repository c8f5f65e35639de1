from . import (
    error_page,
    feedback_page,
    helpdesk_guard,
    set_preview,
    survey_guard,
)
