"""A nurse between two patients and her manager: from login to a closed case, and from feedback to a decision.

With HVA_GUIDE_PICTURES=docs/guide/pictures the pictures of the guides are made anew.
"""

import pytest
from handling_day import (
    CRITICISM,
    EMAIL,
    HANDLER,
    MAKE,
    MANAGER,
    SUGGESTION,
    THANKS,
    HandlerDay,
    ManagerDay,
)

from tools.dev.demo.browser import DESK, chromium

REPLY = "Kiitos, kun kerroit. Pahoittelemme odotusta. Soitamme sinulle huomenna."
FEWEST = 8  # sign in, the app's two, the case, take, close, outcome, confirm
REPLYING = 2  # reply, send
CASE_AND_MAILS = f"""
case = env["helpdesk.ticket"].search([("hva_kind", "=", "criticism")], order="id desc", limit=1)
print("CASE", case.hva_state, case.hva_outcome, case.user_id.login)
bodies = [body or "" for body in env["mail.mail"].sudo().search([]).mapped("body_html")]
print("LEAKS", sum(words in body for body in bodies for words in ({CRITICISM[:25]!r}, {SUGGESTION[:25]!r})))
"""


@pytest.fixture(scope="module")
def given(office):
    office.odoo.shell(MAKE)


@pytest.fixture(scope="module")
def handler(office, pictures, given):
    with chromium(DESK) as browser:
        yield HandlerDay(browser, office.url, pictures)


@pytest.fixture(scope="module")
def manager(office, pictures, given):
    with chromium(DESK) as browser:
        yield ManagerDay(browser, office.url, pictures)


def test_a_handler_finds_replies_and_closes_in_a_few_clicks(handler):
    handler.sign_in(HANDLER)
    words, form = handler.open_case()
    assert words == CRITICISM
    assert EMAIL not in form, "the address is read by a button that leaves a row"
    handler.take()
    before_reply = handler.clicks
    preview = handler.reply(REPLY)
    assert REPLY in preview and CRITICISM not in preview
    assert handler.clicks - before_reply == REPLYING
    handler.close()
    assert handler.clicks == FEWEST + REPLYING


def test_the_handler_reads_the_thanks_in_one_pile(handler):
    shown, left = handler.read_thanks()
    assert all(text in shown for text in THANKS) and CRITICISM not in shown
    assert not any(text in left for text in THANKS)


def test_a_manager_reads_the_week_and_decides_what_changes(manager):
    manager.sign_in(MANAGER)
    week = manager.read_week()
    assert all(text in week for text in (CRITICISM, SUGGESTION, *THANKS)), "what people said first, in one list"
    words = {
        "name": "Lisää tuoleja aulaan",
        "heard": "Aulassa joutuu seisomaan.",
        "decision": "Hankimme kymmenen tuolia.",
    }
    assert manager.decide(words, responsible="Hilla Harjoitus", days=14) == "decided"


def test_a_manager_looks_at_the_results_of_the_last_month(manager):
    unit, score, meaning = manager.read_results()
    assert unit
    assert score.lstrip("\N{MINUS SIGN}").isdigit(), "one number"
    assert "%" in meaning, "and what it means"


def test_the_case_is_closed_with_its_outcome_and_no_mail_holds_the_givers_words(office):
    said = office.odoo.shell(CASE_AND_MAILS)
    assert f"CASE closed corrected {HANDLER}" in said
    assert "LEAKS 0\n" in said
