"""Our own life in the foreign house: two counties, one in each company, with feedback, cases, visits and reports."""

import os
import tempfile
from datetime import timedelta
from pathlib import Path

from lxml import html

WORDS = "papukaijakahvila"  # said by a giver; it may turn up nowhere in the foreign house
KEY = "a key for tests that is long enough to be accepted"
PEOPLE = {
    # login: (role of access, further group, company)
    "hva_handler": ("handler", None, "A"),
    "hva_manager": ("manager", None, "A"),
    "hva_admin": (None, "hva_feedback.hva_feedback_group_admin", "A"),
    "hva_b_handler": ("handler", None, "B"),
    "hva_b_manager": ("manager", None, "B"),
    "hva_b_admin": (None, "hva_feedback.hva_feedback_group_admin", "B"),
}
OIDS = {"A": "1.2.246.10.1234567.10.1", "B": "1.2.246.10.7654321.10.1"}


def move_in(house):
    """Make the counties, let people give feedback through the page and run every job of ours once."""
    os.environ["HVA_PERSON_KEY"] = KEY
    with house.env() as env:
        codes = {letter: _build_county(env, letter) for letter in OIDS}
    browser = house.browser()
    for letter, code in codes.items():
        for score in (2, 9):
            _give(browser, f"/p/{code}", nps=score, words=f"{WORDS} {letter}")
    with house.env() as env:
        env["survey.user_input"]._cron_hva_route(limit=100)
    with house.env("hva_handler") as env:
        for case in env["helpdesk.ticket"].search([("hva_is_case", "=", True)]):
            case.action_hva_take()
            case.message_post(body="We call", message_type="comment", subtype_xmlid="mail.mt_note")
    with tempfile.TemporaryDirectory() as folder:
        _take_in_visits(house, Path(folder))
    with house.env() as env:
        env["hva.fact.month"]._cron_rebuild()
        env.ref("hva_reports.hva_report_schedule_monthly").action_send_now()
    with house.env() as env:
        env["hva.report.run"]._cron_build()
    with house.env() as env:
        env["mail.mail"].process_email_queue()
        env["ir.config_parameter"].set_param("hva_feedback.guard_foreign_tickets", "False")
        env["ir.config_parameter"].set_param("hva_feedback.timezone", "Europe/Helsinki")
        return count(env)


def count(env):
    """How much of ours there is: a test of an empty county would say nothing."""
    models = (
        "hva.unit",
        "hva.collector",
        "hva.contact",
        "hva.visit",
        "hva.invitation",
        "hva.fact",
        "hva.fact.month",
        "hva.report.run",
    )
    counts = {name: env[name].with_context(active_test=False).search_count([]) for name in models}
    counts["answers"] = env["survey.user_input"].search_count([("hva_is_feedback", "=", True)])
    counts["cases"] = env["helpdesk.ticket"].search_count([("hva_is_case", "=", True)])
    return counts


def _build_county(env, letter):
    name = {"A": "First company", "B": "Second company"}[letter]
    company = env["res.company"].search([("name", "=", name)])
    level = env["hva.unit.level"].search([], limit=1)
    make = env["hva.unit"].with_company(company).create
    common = {"level_id": level.id, "company_id": company.id}
    area = make({"name": f"Area {letter}", "is_area_owner": True, **common})
    clinic = make({"name": f"Clinic {letter}", "parent_id": area.id, "oid": OIDS[letter], **common})
    for login, (role, group, home) in PEOPLE.items():
        if home == letter:
            _build_person(env, login, group, role and area, role)
    collector = env["hva.collector"].create(
        {"name": f"Poster {letter}", "unit_id": clinic.id, "channel": "qr", "contact_mode": "visit"}
    )
    return collector.code


def _build_person(env, login, group, unit, role):
    user = env["res.users"].search([("login", "=", login)])
    if group:
        user.group_ids = [(4, env.ref(group).id)]
    if unit:
        env["hva.unit.access"].create({"user_id": user.id, "unit_id": unit.id, "role": role})


def _give(browser, path, nps, words):
    """Fill in the page as a person would: a score, words, criticism, and a wish to be contacted."""
    form = html.fromstring(browser.get(path).content).forms[-1]
    data = dict(form.form_values())
    for box in form.xpath(".//textarea"):
        data[box.name] = words
    for choice in form.xpath(".//input[@type='radio']"):
        if choice.get("value") == str(nps) and choice.name not in data:
            data[choice.name] = str(nps)
    data |= {"kind": "criticism", "contact_name": "Giver", "contact_phone": "+358401234567", "contact_email": ""}
    wish = form.xpath(".//input[@type='radio'][@name != 'kind']")[-2]
    data[wish.name] = wish.get("value")
    answer = browser.post(path, data=data, allow_redirects=False)
    assert answer.status_code == 303, html.fromstring(answer.content).text_content()


def _take_in_visits(house, folder):
    """One visit becomes an invitation, another one is not invited."""
    with house.env() as env:
        env["ir.config_parameter"].set_param("hva_sms.drop_dir", str(folder))
        env["ir.config_parameter"].set_param("hva_sms.public_base_url", "https://palaute.guest.example")
        env["hva.sms.gateway"].create({"name": "Dry", "kind": "dry_run", "sender_id": "County"})
        ended = (env["hva.clock"]._now() - timedelta(hours=1)).isoformat(timespec="seconds") + "+00:00"
    head = (
        "event_id;revision;status;visit_end;unit_oid;contact_type;age_years;language;phone;sms_consent;non_disclosure"
    )
    rows = [
        f"v{n};1;finished;{ended};{OIDS['A']};visit;{age};fi;+35840123456{n};true;false" for n, age in ((1, 45), (2, 5))
    ]
    path = folder / "visits.csv"
    path.write_text("\n".join((head, *rows)))
    os.utime(path, (path.stat().st_mtime - 60,) * 2)
    with house.env() as env:
        env["hva.drop.folder"]._cron_read_drop()
    with house.env() as env:
        env["hva.visit"]._cron_evaluate()
