"""A warning while our addons load is a failure; other people's deprecations are not."""

from tools.dev.checklog import complaints

START = "2026-11-23 13:08:19,855 8082"


def test_a_quiet_log_has_no_complaints():
    assert complaints(f"{START} INFO db odoo.modules.loading: 42 modules loaded in 1.00s\n") == []


def test_a_warning_is_a_complaint():
    log = f"{START} WARNING db odoo.addons.base.models.ir_ui_view: a view is wrong\nTraceback (most recent call last):"
    assert complaints(log) == ["WARNING odoo.addons.base.models.ir_ui_view: a view is wrong"]


def test_an_error_is_a_complaint():
    assert complaints(f"{START} ERROR ? odoo.sql_db: bad query: SELECT 1") == ["ERROR odoo.sql_db: bad query: SELECT 1"]


def test_deprecations_count_only_in_our_code():
    others = f"{START} WARNING ? py.warnings: /venv/PyPDF2/__init__.py:21: DeprecationWarning: PyPDF2 is deprecated."
    ours = f"{START} WARNING db py.warnings: /x/addons/hva_sms/models/hva_visit.py:3: DeprecationWarning: old"
    assert complaints(others) == []
    assert len(complaints(ours)) == 1
