from . import (
    delivery_report,
    did_we_send,
    inbound_sms,
    opt_out,
    pool_page,
    visit_intake,
)
