"""The screens of those who run text messages open in Finnish and Swedish; their pictures are the guide's."""

import pytest

from tools.dev.demo.browser import chromium

DESK = (1400, 1000)
PEOPLE = """
for lang in ("fi", "sv"):
    env["res.users"].create({
        "name": "Veera Viestijä", "login": f"veera.{lang}", "password": f"veera.{lang}",
        "lang": {"fi": "fi_FI", "sv": "sv_SE"}[lang], "tz": "Europe/Helsinki",
        "group_ids": [(6, 0, [env.ref("hva_feedback.hva_feedback_group_admin").id,
                              env.ref("hva_feedback.hva_feedback_group_technical").id])],
    })
env.cr.commit()
"""
SCREENS = {  # picture -> action, whether the first row is opened, what must be drawn
    "rule": ("hva_contact_rule_action", True, ".o_form_view [name=sample_percent]"),
    "text": ("hva_sms_text_action", True, ".o_form_view textarea"),
    "why-not-asked": ("hva_visit_outcome_county_action", False, ".o_view_nocontent, .o_pivot, .o_list_view"),
    "rehearsal": ("hva_contact_rehearsal_action", False, ".o_form_view, .o_list_view, .o_view_nocontent"),
    "sending": ("hva_sending_action", False, ".o_form_view"),
    "targeted": ("hva_campaign_action", False, ".o_view_nocontent, .o_list_view"),
}


@pytest.fixture(scope="module")
def people(office):
    office.odoo.shell(PEOPLE)
    return {"fi": "veera.fi", "sv": "veera.sv"}


@pytest.mark.parametrize(("lang", "menu"), [("fi", "Tekstiviestit"), ("sv", "Textmeddelanden")])
def test_each_screen_opens_in_the_readers_language(office, pictures, people, lang, menu):
    titles = set()
    with chromium(DESK) as browser:
        browser.log_in(office.url, people[lang], people[lang])
        for name, (action, opens_row, drawn) in SCREENS.items():
            browser.open(f"{office.url}/odoo/action-hva_sms.{action}")
            browser.wait_for(".o_main_navbar", holding=menu)
            if opens_row:
                browser.wait_for(".o_data_row .o_data_cell:not(.o_handle_cell)").click()
            browser.wait_for(drawn)
            assert not browser.driver.find_elements("css selector", ".o_error_dialog")
            titles.add(browser.text_of(".o_breadcrumb"))
            browser.settle().picture(pictures / f"sms-{name}-{lang}.png")
    assert len(titles) == len(SCREENS)
