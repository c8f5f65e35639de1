from . import (
    delivery_report,
    opt_out,
)
