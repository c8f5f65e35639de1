from . import (
    feedback_analysis,
    feedback_analysis_wording,
    query_words,
    render_html,
    render_xlsx,
    wording,
)
