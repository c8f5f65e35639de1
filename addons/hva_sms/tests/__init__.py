from . import (
    test_canary,
    test_delivery_report_door,
    test_delivery_reports,
    test_dispatch,
    test_drop_folder,
    test_feedback_links,
    test_link_page,
    test_no_path,
    test_opt_out_page,
    test_send_window,
    test_visit_reasons,
    test_visit_revisions,
)
