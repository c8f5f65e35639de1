"""The first day of a new administrator, by clicking: own questions for dental care, from the ready set to an answer.

With HVA_GUIDE_PICTURES=docs/guide/pictures the pictures of the guide are made anew.
"""

import pytest
from first_day import (
    CLINIC,
    LOGIN,
    PHONE,
    SET_NAME,
    STATEMENTS,
    FirstDay,
    answer_on_a_phone,
)

from tools.dev.demo.browser import DESK, chromium

NEWCOMER = f"""
env["res.users"].with_context(no_reset_password=True).create({{
    "name": "Aino Aloittaja", "login": "{LOGIN}", "password": "{LOGIN}", "lang": "fi_FI", "tz": "Europe/Helsinki",
    "group_ids": [(6, 0, [env.ref("hva_feedback.hva_feedback_group_admin").id])],
}})
env.cr.commit()
"""


@pytest.fixture(scope="module")
def day(office, pictures):
    office.odoo.shell(NEWCOMER)
    with chromium(DESK) as browser:
        yield FirstDay(browser, office.url, pictures, office.directory / "downloads")


def test_the_newcomer_signs_in_and_reads_finnish(day):
    menus = day.sign_in()
    assert all(word in menus for word in ("Palauteasiat", "Kysyminen", "Asetukset"))


def test_a_set_after_the_ready_one_asks_two_own_statements_last(day):
    titles = day.make_set()
    own = [titles.index(texts[0]) for texts in STATEMENTS]
    assert own == sorted(own) and titles.index("kun sitä tarvitsin") < own[0]


def test_the_draft_is_seen_on_a_phone_and_on_a_desktop_in_each_language(day):
    texts, links = day.preview()
    assert min(texts) <= 320 < max(texts)
    assert all(own[0] in text for own in STATEMENTS for text in texts.values())
    assert {"Suomi", "Svenska", "English"} <= set(links)


def test_the_set_is_published(day):
    assert day.publish() == "1"


def test_a_poster_of_the_clinic_asks_it_and_is_answered_on_a_phone(day, pictures):
    address, asked = day.make_way_in()
    assert asked == SET_NAME
    poster = day.print_poster()
    assert CLINIC in poster and address.partition("//")[2] in "".join(poster.split())
    with chromium(PHONE) as browser:
        unit, thanks, is_too_wide = answer_on_a_phone(browser, address, pictures, 9, "Täysin samaa mieltä")
    assert unit == CLINIC and thanks and not is_too_wide


def test_the_answer_says_unit_version_and_what_was_answered_to_the_own_statements(day):
    answer = day.read_answer()
    assert CLINIC in answer["hva_unit_id"]
    assert (answer["hva_set_id"], answer["hva_set_version"]) == (SET_NAME, "1")
    lines = " ".join(answer["hva_numbers"].split())
    assert all(f"{own[0]} Täysin samaa mieltä" in lines for own in STATEMENTS)
