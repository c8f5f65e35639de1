from . import (
    list_export,
    public_results,
    report_preview,
)
