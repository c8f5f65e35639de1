from . import (
    feedback_page,
    helpdesk_guard,
    survey_guard,
)
