from . import (
    list_export,
    report_preview,
)
