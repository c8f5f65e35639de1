from . import (
    feedback_analysis,
    render_html,
    render_xlsx,
    wording,
)
