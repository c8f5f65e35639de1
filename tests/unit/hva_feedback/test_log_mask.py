"""Keys and personal data stay out of Odoo's own logs."""

import logging

from hva_feedback.tools import log_mask

CODE = "Ab1" * 7 + "c"


class Kept(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


def logged(name, *args):
    log_mask.install()
    log_mask.install()
    logger, handler = logging.getLogger(name), Kept()
    logger.addHandler(handler)
    try:
        logger.error(*args)
    finally:
        logger.removeHandler(handler)
    return handler.lines[0]


def test_the_code_of_a_page_is_not_in_the_access_log():
    line = logged("werkzeug", '%s - "%s" %s', "10.0.0.1", f"GET /p/{CODE}?lang=sv HTTP/1.1", 200)
    assert CODE not in line
    assert "/p/*** HTTP" in line
    for variant in (f"/P/{CODE}", f"/p//{CODE}"):
        assert CODE not in logged("werkzeug", '"%s"', f"GET {variant} HTTP/1.1")


def test_other_paths_are_logged_as_they_are():
    for path in ("/p/kiitos", f"/web/content/{CODE}", f"/help/{CODE}", f"/mypage/p{CODE}"):
        assert path in logged("werkzeug", '"%s"', f"GET {path} HTTP/1.1")


def test_an_addon_can_add_its_own_addresses():
    log_mask.also_mask("/made_up/report/")
    line = logged("werkzeug", '"%s"', f"GET /made_up/report/{CODE}?text=Hei+Maija HTTP/1.1")
    assert CODE not in line
    assert "Maija" not in line


def test_values_of_our_tables_are_not_in_the_database_log():
    statement = b'INSERT INTO "survey_user_input_line" ("value_text_box") VALUES (\'salainen palaute\')'
    error = ValueError('duplicate key: Key (phone)=(+358401234567) already exists in "hva_contact"')
    line = logged("odoo.sql_db", "bad query: %s\nERROR: %s", statement, error)
    assert "salainen" not in line
    assert "+358" not in line
    assert "survey_user_input_line" in line
    assert "ValueError" in line
    assert "salainen" not in logged("odoo.sql_db", "bad query: %s\nERROR: %s", "UPDATE hva_x SET a = 'salainen'", error)


def test_other_statements_are_logged_as_they_are():
    assert "'x'" in logged(
        "odoo.sql_db", "bad query: %s\nERROR: %s", b"INSERT INTO res_partner (name) VALUES ('x')", ValueError()
    )
