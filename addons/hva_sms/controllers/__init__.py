from . import (
    delivery_report,
    opt_out,
    visit_intake,
)
