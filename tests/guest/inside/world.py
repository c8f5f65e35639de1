"""The foreign house: two companies that run surveys, a helpdesk, recruitment, a website and mailings without us."""

from odoo.fields import Command
from odoo.tools.translate import TranslationImporter

from .world_survey import build_surveys

PEOPLE = {
    # login: (groups, company)
    "officer": ("survey.group_survey_user", "A"),
    "surveyboss": ("survey.group_survey_manager", "A"),
    "agent_own": ("helpdesk_mgmt.group_helpdesk_user_own", "A"),
    "agent_team": ("helpdesk_mgmt.group_helpdesk_user_team", "A"),
    "agent": ("helpdesk_mgmt.group_helpdesk_user", "A"),
    "deskboss": ("helpdesk_mgmt.group_helpdesk_manager", "A"),
    "recruiter": ("hr_recruitment.group_hr_recruitment_user", "A"),
    "hrboss": ("hr_recruitment.group_hr_recruitment_manager", "A"),
    "interviewer": ("hr_recruitment.group_hr_recruitment_interviewer", "A"),
    "mailer": ("mass_mailing.group_mass_mailing_user", "A"),
    "webmaster": ("website.group_website_designer", "A"),
    "everything": (
        "survey.group_survey_manager,helpdesk_mgmt.group_helpdesk_manager,hr_recruitment.group_hr_recruitment_manager",
        "A",
    ),
    "clerk": ("base.group_user", "A"),
    "portal_customer": ("base.group_portal", "A"),
    "portal_neighbour": ("base.group_portal", "A"),
    # employees who will work with our addons while these are there
    "hva_handler": ("base.group_user", "A"),
    "hva_manager": ("base.group_user", "A"),
    "hva_admin": ("base.group_user", "A"),
    "hva_b_handler": ("base.group_user", "B"),
    "hva_b_manager": ("base.group_user", "B"),
    "hva_b_admin": ("base.group_user", "B"),
    "b_officer": ("survey.group_survey_manager", "B"),
    "b_agent": ("helpdesk_mgmt.group_helpdesk_manager", "B"),
}


ROLES = [login for login in PEOPLE if not login.startswith("hva_")]


def build(house, finnish):
    """Build the world. `finnish` is our file of Finnish words for Helpdesk, which has none."""
    speak(house, finnish)
    with house.env() as env:
        # what a new database computes once is computed here, so that no snapshot finds it half done
        env["ir.config_parameter"].set_param("web.base.url", "http://guest.example")
        env["ir.config_parameter"].set_param("web.base.url.freeze", "True")
        companies = {"A": env.ref("base.main_company"), "B": env["res.company"].create({"name": "Second company"})}
        companies["A"].write({"name": "First company", "email": "first@guest.example"})
        users = _build_users(env, companies)
        build_surveys(env, users)
        _build_helpdesk(env, companies, users)
        _build_recruitment(env, companies, users)
        _build_website(env)
        _build_mailing(env, users)
        env["res.partner"].create({"name": "=1+1", "email": "formula@guest.example"})
    with house.env() as env:
        env["mail.mail"].process_email_queue()
        env["ir.cron"].search([]).write({"nextcall": "2100-01-01 00:00:00"})


def speak(house, finnish):
    with house.env() as env:
        importer = TranslationImporter(env.cr)
        importer.load_file(finnish, "fi_FI")
        importer.save()


def _build_users(env, companies):
    users = {}
    for login, (groups, company) in PEOPLE.items():
        users[login] = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": login.replace("_", " ").title(),
                    "login": login,
                    "password": login,
                    "email": f"{login}@guest.example",
                    "company_id": companies[company].id,
                    "company_ids": [Command.set(companies[company].ids)],
                    "group_ids": [Command.set([env.ref(group).id for group in _with_base(groups).split(",")])],
                    "tz": "Europe/Helsinki",
                    "lang": "en_US",
                }
            )
        )
    return users


def _with_base(groups):
    """Survey's and mailing's own groups do not make somebody an employee."""
    return groups if groups == "base.group_portal" else f"{groups},base.group_user,base.group_allow_export"


def _build_helpdesk(env, companies, users):
    team = env["helpdesk.ticket.team"].create(
        {
            "name": "Computers",
            "company_id": companies["A"].id,
            "show_in_portal": True,
            "user_ids": [Command.set([users["agent_own"].id, users["agent_team"].id, users["agent"].id])],
        }
    )
    other = env["helpdesk.ticket.team"].create({"name": "Doors", "company_id": companies["B"].id})
    own_stage = env["helpdesk.ticket.stage"].create(
        {"name": "Spare parts", "sequence": 3, "team_ids": [Command.set(team.ids)]}
    )
    env["helpdesk.ticket.category"].create({"name": "Hardware", "show_in_portal": True})
    tag = env["helpdesk.ticket.tag"].create({"name": "Urgent"})
    stages = env["helpdesk.ticket.stage"].search([])
    customer = users["portal_customer"].partner_id
    for number, stage in enumerate(stages):
        ticket = env["helpdesk.ticket"].create(
            {
                "name": f"Screen {number}",
                "description": "<p>Dark</p>",
                "team_id": team.id if stage != own_stage or number % 2 else team.id,
                "company_id": companies["A"].id,
                "partner_id": customer.id if number % 2 else False,
                "user_id": users["agent_own" if number % 3 else "agent"].id,
                "tag_ids": [Command.set(tag.ids)],
            }
        )
        ticket.stage_id = stage
    env["helpdesk.ticket"].create(
        [
            {"name": "=1+1", "description": "<p>A formula</p>", "user_id": False},
            {"name": "Lock", "description": "<p>Stuck</p>", "team_id": other.id, "company_id": companies["B"].id},
            {"name": "Nobody's", "description": "<p>-</p>", "user_id": False, "company_id": companies["A"].id},
        ]
    )
    first = env["helpdesk.ticket"].search([("partner_id", "=", customer.id)], limit=1)
    first.message_subscribe(partner_ids=[users["clerk"].partner_id.id, customer.id])
    first.with_user(users["agent"]).message_post(
        body="We look at it", message_type="comment", subtype_xmlid="mail.mt_comment"
    )
    first.activity_schedule("mail.mail_activity_data_todo", summary="Call", user_id=users["agent"].id)


def _build_recruitment(env, companies, users):
    survey = env["survey.survey"].search([("survey_type", "=", "recruitment")], limit=1)
    job = env["hr.job"].create(
        {
            "name": "Plumber",
            "company_id": companies["A"].id,
            "survey_id": survey.id,
            "interviewer_ids": [Command.set(users["interviewer"].ids)],
        }
    )
    applicant = env["hr.applicant"].create(
        {"partner_name": "Ann Applicant", "email_from": "ann@guest.example", "job_id": job.id}
    )
    answer = survey._create_answer(email="ann@guest.example", check_attempts=False)
    answer.applicant_id = applicant
    answer._save_lines(survey.question_ids[0], "I fix pipes")
    answer._mark_done()


def _build_website(env):
    website = env["website"].search([], limit=1)
    for url, title in (("/about-guests", "About guests"), ("/p/summer", "Summer page"), ("/p", "Short page")):
        view = env["ir.ui.view"].create(
            {
                "name": title,
                "type": "qweb",
                "key": f"website.guest_{title.lower().replace(' ', '_')}",
                "arch": f'<t t-name="x"><t t-call="website.layout"><div id="wrap"><p>{title}</p></div></t></t>',
            }
        )
        env["website.page"].create({"url": url, "view_id": view.id, "website_id": website.id, "is_published": True})


def _build_mailing(env, users):
    people = env["mailing.list"].create({"name": "Readers"})
    env["mailing.contact"].create(
        [{"name": f"Reader {n}", "email": f"r{n}@guest.example", "list_ids": [Command.set(people.ids)]} for n in (1, 2)]
    )
    env["mailing.mailing"].create(
        {
            "subject": "News",
            "body_html": "<p>News</p>",
            "body_arch": "<p>News</p>",
            "mailing_model_id": env["ir.model"]._get_id("mailing.list"),
            "contact_list_ids": [Command.set(people.ids)],
            "user_id": users["mailer"].id,
        }
    )
