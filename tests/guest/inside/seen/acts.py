"""What the people of the foreign house do in a day, and what comes of it: records, numbers, messages and mail."""

import json
import re

from odoo.fields import Command

from . import plain
from .pages import body, page


def see(house):
    seen = {}
    for act in (
        _take_a_survey,
        _fail_a_question,
        _portal_ticket,
        _desk,
        _mail_comes_in,
        _edit_surveys,
        _invite,
        _refused,
    ):
        house.sent.clear()
        seen |= {f"{act.__name__[1:]} {what}": value for what, value in act(house).items()}
        seen[f"{act.__name__[1:]} mail"] = _mail(house)
    return seen


def _mail(house):
    return [
        [plain.text(str(m["To"])), plain.text(str(m["Subject"])), plain.text(str(m["From"])), _words(m)]
        for m in house.sent
    ]


def _words(message):
    part = message.get_body(("html", "plain"))
    return plain.text(part.get_content()) if part else ""


def _rows(records):
    """Every stored field of new records, without ids and times of their own."""
    rows = records.sudo().read(_stored(records))
    for row in rows:
        for name in ("id", "create_date", "write_date", "duration_tracking", "access_token"):
            row.pop(name, None)
    return plain.value(rows)


def _stored(records):
    skipped = ("one2many", "many2many", "binary", "many2one_reference")
    return [
        name
        for name, field in records._fields.items()
        if field.store and field.type not in skipped and not name.startswith("hva_") and field.comodel_name not in NEW
    ]


NEW = ("survey.survey", "survey.question", "survey.user_input", "survey.question.answer")  # ids of these are new too


def _messages(records):
    found = (
        records.env["mail.message"]
        .sudo()
        .search([("model", "=", records._name), ("res_id", "in", records.ids)], order="id")
    )
    return [
        [
            plain.text(m.body or ""),
            m.subtype_id.name,
            m.author_id.name,
            sorted(m.notified_partner_ids.mapped("name")),
            [[v.field_id.name, v.old_value_char, v.new_value_char] for v in m.tracking_value_ids],
        ]
        for m in found
    ]


# -- surveys ----------------------------------------------------------------------------------------------------------


def _take_a_survey(house):
    """From the link to the thank-you, as the page's own script does it."""
    seen = {}
    for title in ("Canteen", "Own form", "Fire safety", "Interview"):
        with house.env(commit=False) as env:
            survey = env["survey.survey"].search([("title", "=", title)])
            token, last = survey.access_token, survey.user_input_ids.sorted("id")[-1:].id
        browser = house.browser()
        browser.get(f"/survey/start/{token}")
        with house.env(commit=False) as env:
            answer = env["survey.user_input"].search([("survey_id.title", "=", title), ("id", ">", last)])
            path, values = f"{token}/{answer.access_token}", _values(answer.survey_id)
            layout, questions = answer.survey_id.questions_layout, answer.survey_id.question_ids.ids
        seen[f"{title} begins"] = plain.value(browser.call(f"/survey/begin/{path}"))
        steps = [{}] if layout == "one_page" else [{"question_id": question} for question in questions]
        for number, step in enumerate(steps):
            seen[f"{title} step {number}"] = plain.value(browser.call(f"/survey/submit/{path}", **values, **step))
        seen[f"{title} ends"] = page(browser, f"/survey/{path}")
        with house.env(commit=False) as env:
            answer = env["survey.user_input"].search([("survey_id.title", "=", title), ("id", ">", last)])
            seen[f"{title} answer"] = _rows(answer)
            seen[f"{title} lines"] = _rows(answer.user_input_line_ids)
            seen[f"{title} messages"] = _messages(answer)
            survey = answer.survey_id
            env["mail.mail"].process_email_queue()
            seen[f"{title} counts"] = [survey.answer_count, survey.answer_done_count, survey.success_ratio]
    return seen


def _values(survey):
    values = {}
    for question in survey.question_ids:
        options = [str(option) for option in question.suggested_answer_ids.ids]
        values[str(question.id)] = {
            "simple_choice": lambda q, o: o[:1],
            "multiple_choice": lambda q, o: o,
            "matrix": lambda q, o: {str(row): o[:1] for row in q.matrix_row_ids.ids},
            "scale": lambda q, o: "99",  # core checks no range, and we do not for others
            "numerical_box": lambda q, o: "5",
            "date": lambda q, o: "2026-01-02",
        }.get(question.question_type, lambda q, o: "x" * 3000)(question, options)
    return values


def _fail_a_question(house):
    """A mandatory question left empty is refused with core's words."""
    browser = house.browser()
    with house.env(commit=False) as env:
        token = env["survey.survey"].search([("title", "=", "Canteen")]).access_token
    browser.get(f"/survey/start/{token}")
    with house.env(commit=False) as env:
        path = f"{token}/{env['survey.user_input'].search([], order='id desc', limit=1).access_token}"
    browser.call(f"/survey/begin/{path}")
    return {"empty": plain.value(browser.call(f"/survey/submit/{path}"))}


def _edit_surveys(house):
    with house.env("officer") as env:
        survey = env["survey.survey"].create(
            {
                "title": "Fresh",
                "question_and_page_ids": [
                    Command.create(
                        {
                            "title": "Lunch?",
                            "question_type": "simple_choice",
                            "suggested_answer_ids": [Command.create({"value": v}) for v in ("Good", "Bad")],
                        }
                    )
                ],
            }
        )
        question = survey.question_ids
        survey.write({"title": "Fresh 2", "survey_type": "assessment"})
        question.write({"title": "Lunch, then?", "question_type": "multiple_choice"})
        question.update_field_translations("title", {"fi_FI": "Lounas?"})
        question.suggested_answer_ids[0].value = "Excellent"
        copy = survey.copy()
        survey.active = False  # not before: Odoo's new session codes do not look at those of archived surveys
        seen = {
            "new survey": _rows(survey | copy),
            "new questions": _rows(survey.question_ids | copy.question_ids),
            "new options": _rows(survey.question_ids.suggested_answer_ids | copy.question_ids.suggested_answer_ids),
            "types to choose": survey.allowed_survey_types,
            "messages": _messages(survey),
            "title in Finnish": question.with_context(lang="fi_FI").title,
            "actions": [survey.action_result_survey()["type"], survey.action_test_survey()["type"]],
        }
        question.suggested_answer_ids[0].unlink()
        question.unlink()
        (survey | copy).unlink()
        boss = env["survey.survey"].search([("title", "=", "Canteen")])
        boss.question_ids[1].sequence = 40
        boss.question_ids[2].unlink()
        boss.action_archive()
        boss.action_unarchive()
        seen["Canteen after editing"] = [[q.title, q.sequence] for q in boss.question_ids]
    with house.env("surveyboss") as env:
        survey = env["survey.survey"].search([("title", "=", "Quiz night")])
        survey.action_start_session()
        survey_token = survey.access_token
        seen["session"] = [survey.session_state, bool(survey.session_code), survey.session_available]
    browser = house.browser("surveyboss")
    seen["managing a session"] = page(browser, f"/survey/session/manage/{survey_token}")["status"]
    with house.env("surveyboss") as env:
        env["survey.survey"].search([("title", "=", "Quiz night")]).action_end_session()
        old = env["survey.survey"].with_context(active_test=False).search([("title", "=", "Old one")])
        old.unlink()
        seen["deleted"] = not old.exists()
        seen["titles"] = env["survey.survey"].search([], order="id").mapped("title")
    return seen


def _invite(house):
    with house.env("surveyboss") as env:
        survey = env["survey.survey"].search([("title", "=", "By invitation")])
        action = survey.action_send_survey()
        invite = env["survey.invite"].with_context(**action["context"]).create({"emails": "new@guest.example"})
        seen = {"action": plain.value(action), "subject": invite.subject, "body": plain.text(str(invite.body))}
        last = env["survey.user_input"].search([], order="id desc", limit=1).id
        invite.action_invite()
        env["mail.mail"].sudo().process_email_queue()
        seen["answers"] = _rows(env["survey.user_input"].search([("id", ">", last)]))
    return seen


# -- helpdesk ---------------------------------------------------------------------------------------------------------


def _portal_ticket(house):
    browser = house.browser("portal_customer")
    token = browser.token("/new/ticket")
    data = {"subject": "From the portal", "description": "It hums", "csrf_token": token}
    answer = browser.post("/submitted/ticket", data=data)
    with house.env(commit=False) as env:
        ticket = env["helpdesk.ticket"].search([("name", "=", "From the portal")])
        done = env["helpdesk.ticket.stage"].search([("close_from_portal", "=", True)], limit=1)
        other = env["helpdesk.ticket"].search([("name", "=", "Nobody's")])
        seen = {"page": body(answer).replace(f"/my/ticket/{ticket.id}", "<it>"), "ticket": _rows(ticket)}
    for each in (ticket.id, other.id):
        closing = browser.get(f"/ticket/close?ticket_id={each}&stage_id={done.id}", allow_redirects=False)
        seen[f"closing {each == ticket.id}"] = closing.status_code
    with house.env() as env:
        env["mail.mail"].process_email_queue()
        both = env["helpdesk.ticket"].browse([ticket.id, other.id])
        seen |= {"closed": both.mapped("stage_id.name"), "messages": _messages(both)}
    return seen


def _desk(house):
    with house.env("agent") as env:
        ticket = env["helpdesk.ticket"].create({"name": "Mouse", "description": "<p>Dead</p>", "user_id": False})
        seen = {"new": _rows(ticket)}
        ticket.assign_to_me()
        seen["taken"] = _rows(ticket)
        customer = env["res.partner"].search([("name", "=", "Portal Customer")])
        ticket.message_subscribe(partner_ids=customer.ids)
        ticket.partner_id = customer
        ticket.message_post(body="Answer", message_type="comment", subtype_xmlid="mail.mt_comment")
        ticket.activity_schedule("mail.mail_activity_data_todo", summary="Call")
        for stage in env["helpdesk.ticket.stage"].search([]):
            ticket.stage_id = stage
        seen["closed"] = _rows(ticket)
        ticket.team_id = env["helpdesk.ticket.team"].search([], limit=1)
        ticket.activity_ids.action_feedback(feedback="Done")
        copy = ticket.copy()
        seen |= {
            "copy": _rows(copy),
            "stage of the copy": copy.stage_id.name,
            "link": bool(ticket._portal_ensure_token()),
        }
        seen["form"] = ticket.get_formview_id()
        seen["followers"] = sorted(ticket.message_partner_ids.mapped("name"))
        seen["suggested"] = plain.value(ticket._message_get_suggested_recipients())
        seen["stages"] = env["helpdesk.ticket"].web_read_group([], ["stage_id"], ["__count"])["groups"].__len__()
        seen["activities"] = plain.value(
            [[g["model"], g["total_count"]] for g in env["res.users"]._get_activity_groups()]
        )
    with house.env("deskboss") as env:
        env["mail.mail"].sudo().process_email_queue()
        stage = env["helpdesk.ticket.stage"].create({"name": "Fresh stage"})
        seen["new stage"] = _rows(stage)
        stage.write({"name": "Fresher", "active": False})
        stage.unlink()
        ticket = env["helpdesk.ticket"].search([("name", "=", "Mouse")], limit=1, order="id")
        seen["messages"] = _messages(ticket)
        ticket.unlink()
        seen["numbers"] = env["helpdesk.ticket"].create({"name": "Last", "description": "-"}).number
    return seen


def _mail_comes_in(house):
    with house.env() as env:
        thread = env["mail.thread"].with_context(mail_create_nolog=False)
        alias = env["helpdesk.ticket.team"].search([("name", "=", "Computers")])
        ticket = env["helpdesk.ticket"].message_new(
            {
                "subject": "By mail",
                "body": "<p>Hello</p>",
                "from": "x@guest.example",
                "author_id": False,
                "to": "",
                "cc": "",
            },
            {"team_id": alias.id},
        )
        message = (
            "From: x@guest.example\nTo: desk@guest.example\nSubject: Re: By mail\nMessage-Id: <m1@guest.example>\n"
        )
        known = env["mail.message"].search([("model", "=", "helpdesk.ticket"), ("res_id", "=", ticket.id)], limit=1)
        message += f"In-Reply-To: {known.message_id}\nContent-Type: text/plain\n\nMore\n"
        routed = thread.message_process("helpdesk.ticket", message.encode(), thread_id=ticket.id)
        return {"ticket": _rows(ticket), "routed": routed == ticket.id, "messages": _messages(ticket)}


WHO_MAY = re.compile(r"(: - | for the following groups:).*")  # groups of ours may stand in core's list of who may


# -- what is refused --------------------------------------------------------------------------------------------------


def _refused(house):
    """The same attempts are refused, with the same kind of error, and the same ones pass."""
    attempts = {
        "clerk deletes a survey": ("clerk", lambda env: env["survey.survey"].browse(1).unlink()),
        "officer reads the boss's": ("officer", lambda env: _one(env, "survey.survey", "For the boss").read(["title"])),
        "own agent reads another's": ("agent_own", lambda env: _one(env, "helpdesk.ticket", "Nobody's").read(["name"])),
        "b agent reads a's": ("b_agent", lambda env: _one(env, "helpdesk.ticket", "Nobody's").read(["name"])),
        "agent makes a stage": ("agent", lambda env: env["helpdesk.ticket.stage"].create({"name": "x"})),
        "agent archives a ticket": ("agent", lambda env: _one(env, "helpdesk.ticket", "Nobody's").action_archive()),
        "agent deletes a ticket": ("agent", lambda env: _one(env, "helpdesk.ticket", "Nobody's").unlink()),
        "boss writes everything": (
            "deskboss",
            lambda env: _one(env, "helpdesk.ticket", "Nobody's").write(
                {"active": False, "number": "X1", "partner_email": "a@guest.example", "company_id": env.company.id}
            ),
        ),
        "public renames a stage": (
            "public",
            lambda env: env["helpdesk.ticket.stage"].search([])[0].write({"name": "x"}),
        ),
        "recruiter edits an interview": (
            "hrboss",
            lambda env: _one(env, "survey.survey", "Interview").write({"title": "I"}),
        ),
    }
    seen = {}
    for what, (login, attempt) in attempts.items():
        with house.env(login, commit=False) as env:
            try:
                attempt(env)
                env.flush_all()
                seen[what] = "passes"
            except Exception as error:  # noqa: BLE001  the kind of refusal is what is looked at
                seen[what] = json.dumps([type(error).__name__, WHO_MAY.sub("", plain.text(str(error)))])
            env.cr.rollback()
            env.clear()
    return seen


def _one(env, model, name):
    field = "title" if model == "survey.survey" else "name"
    # sudo: the attempt begins with knowing the number of the record
    return env[model].browse(env[model].sudo().with_context(active_test=False).search([(field, "=", name)], limit=1).id)
