from . import (
    api_document,
    delivery_report,
    did_we_send,
    inbound_sms,
    opt_out,
    pool_page,
    visit_intake,
)
