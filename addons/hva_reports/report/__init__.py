from . import (
    feedback_analysis,
    feedback_analysis_wording,
    render_html,
    render_xlsx,
    wording,
)
