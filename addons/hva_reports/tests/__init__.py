from . import test_erasure, test_facts, test_feedback_analysis, test_list_export
from . import (
    test_others_figures,
    test_query,
    test_dashboard,
    test_dashboard_browser,
    test_query_equals_counting,
    test_query_sources,
    test_report_doors,
    test_report_look,
    test_report_numbers,
    test_report_preview,
    test_report_schedule,
    test_small_numbers,
    test_start,
    test_translations,
    test_wall_figures,
    test_wording_breaks,
)
