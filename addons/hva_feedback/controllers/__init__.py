from . import (
    page_style,
    page_embed,
    page_texts_about,
    page_texts,
    page_answer,
    error_page,
    form_page,
    feedback_page,
    helpdesk_guard,
    county_logo,
    set_preview,
    survey_guard,
)
