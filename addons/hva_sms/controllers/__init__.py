from . import (
    delivery_report,
    opt_out,
    pool_page,
    visit_intake,
)
