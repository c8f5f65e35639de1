from . import (
    delivery_report,
    did_we_send,
    opt_out,
    pool_page,
    visit_intake,
)
