"""Whose records come out by whose doors, while foreign people and ours live in the same house."""

import json

from odoo.exceptions import AccessError

from .county import PEOPLE as OURS
from .county import WORDS
from .world import ROLES

MARKED = {  # records of ours in core's models
    "survey.survey": [("survey_type", "=", "hva")],
    "survey.question": [("survey_id.survey_type", "=", "hva")],
    "survey.question.answer": [("question_id.survey_id.survey_type", "=", "hva")],
    "survey.user_input": [("hva_is_feedback", "=", True)],
    "survey.user_input.line": [("hva_unit_id", "!=", False)],
    "helpdesk.ticket": [("hva_is_case", "=", True)],
    "helpdesk.ticket.stage": [("hva_state", "!=", False)],
}
FOREIGN = (*MARKED, "mailing.mailing", "mailing.contact", "hr.applicant", "helpdesk.ticket.team", "survey.invite")
BY_UNIT = {  # where the company of a record is written
    "hva.unit": "company_id",
    "hva.collector": "unit_id.company_id",
    "hva.visit": "unit_id.company_id",
    "hva.invitation": "unit_id.company_id",
    "hva.fact": "unit_id.company_id",
    "hva.fact.month": "unit_id.company_id",
    "hva.feedback.analysis": "unit_id.company_id",
    "hva.unit.access": "unit_id.company_id",
    "hva.unit.reach": "unit_id.company_id",
    "hva.contact": "answer_id.hva_unit_id.company_id",
    "hva.report.run": "user_id.company_id",
    "survey.user_input": "hva_unit_id.company_id",
    "survey.user_input.line": "hva_unit_id.company_id",
    "helpdesk.ticket": "hva_responsible_unit_id.company_id",
}


def look(house):
    with house.env(commit=False) as env:
        ours, theirs, homes = _ours(env), _theirs(env), _by_company(env)
        paths = _paths(env)
    return {
        "ours seen by foreigners": _leaks(house, ROLES, ours),
        "theirs seen by ours": _beyond(house, [login for login in OURS if OURS[login][2] == "A"], theirs),
        "other company seen": _leaks(house, [n for n in OURS if OURS[n][2] == "B"], homes["A"])
        + _leaks(house, [n for n in OURS if OURS[n][2] == "A"], homes["B"]),
        "own seen": _seen_by_own(house, homes),
        "pages": _pages(house, paths),
        "our people in the portal": {
            login: house.browser(login).get("/my/tickets").status_code for login in ("hva_handler", "hva_admin")
        },
        "how much": {name: len(ids) for name, ids in ours.items()},
    }


def _ours(env):
    ours = {name: _ids(env[name], domain) for name, domain in MARKED.items()}
    for name in env.registry:
        if name.startswith("hva.") and not env[name]._abstract and not env[name]._transient:
            ours[name] = _ids(env[name], [])
    for name in ("mail.message", "mail.activity", "ir.attachment"):
        field = "res_model" if "res_model" in env[name]._fields else "model"
        ours[name] = [
            record_id
            for model, ids in list(ours.items())
            for record_id in _ids(env[name], [(field, "=", model), ("res_id", "in", ids)])
        ]
    return {name: ids for name, ids in ours.items() if ids}


def _theirs(env):
    ours = {name: set(_ids(env[name], domain)) for name, domain in MARKED.items()}
    return {name: sorted(set(_ids(env[name], [])) - ours.get(name, set())) for name in FOREIGN}


def _by_company(env):
    names = {"A": "First company", "B": "Second company"}
    return {
        letter: {model: _ids(env[model], [(f"{path}.name", "=", name)]) for model, path in BY_UNIT.items()}
        for letter, name in names.items()
    }


def _ids(model, domain):
    return model.with_context(active_test=False).search(domain, order="id").ids


# -- by the ORM -------------------------------------------------------------------------------------------------------


def _leaks(house, logins, wanted):
    """Return [login, model, door, ids] for every record of `wanted` that somebody gets hold of."""
    leaks = []
    for login in logins:
        with house.env(login, commit=False) as env:
            for name, ids in wanted.items():
                leaks += [[login, name, door, got[:5]] for door, got in _try_doors(env[name], ids).items() if got]
    return leaks


def _try_doors(model, ids):
    """Return {door: ids that came out}; a refusal is nothing."""
    everything = model.with_context(active_test=False)
    own = [("id", "in", ids)]
    doors = {
        "search": lambda: everything.search(own).ids,
        "search by number": lambda: [i for i in ids[:3] if everything.search([("id", "=", i)])],
        "count": lambda: ids[: everything.search_count(own)],
        "read": lambda: [row["id"] for row in model.browse(ids).read(["id", "display_name"])],
        "read one": lambda: [row["id"] for row in model.browse(ids[0]).read(["display_name"])],
        "access": lambda: model.browse(ids)._filtered_access("read").ids,
        "write": lambda: model.browse(ids)._filtered_access("write").ids,
        "delete": lambda: model.browse(ids)._filtered_access("unlink").ids,
        "name_search": lambda: sorted(set(ids) & {row[0] for row in everything.name_search("", own, limit=999)}),
        "web_search_read": lambda: [r["id"] for r in everything.web_search_read(own, {"id": {}})["records"]],
        "web_read": lambda: [row["id"] for row in model.browse(ids).web_read({"id": {}, "display_name": {}})],
        "read_group": lambda: ids[: sum(g[0] for g in everything._read_group(own, [], ["__count"]))],
        "formatted_read_group": lambda: ids[
            : sum(g["__count"] for g in everything.formatted_read_group(own, [], ["__count"]))
        ],
        "export": lambda: ids[: len(model.browse(ids).export_data(["display_name"])["datas"])],
        "subdomain": lambda: _through_children(everything, ids),
    }
    return {name: _ask(door) for name, door in doors.items()} if ids else {}


def _through_children(model, ids):
    """Guess at a record by searching its parent with a condition on the child."""
    if model._name != "survey.user_input.line":
        return []
    surveys = model.env["survey.survey"].with_context(active_test=False)
    return surveys.search([("user_input_ids.user_input_line_ids", "any", [("id", "in", ids)])]).ids


def _ask(door):
    from odoo.exceptions import UserError

    try:
        return door()
    except (AccessError, UserError):
        return []


def _beyond(house, logins, theirs):
    """What our people see of the foreign house that an ordinary employee does not."""
    with house.env("clerk", commit=False) as env:
        clerk = {
            name: set(_ask(lambda n=name, i=ids, e=env: _ids(e[n], [("id", "in", i)]))) for name, ids in theirs.items()
        }
    found = []
    for login in logins:
        with house.env(login, commit=False) as env:
            for name, ids in theirs.items():
                got = _ask(lambda n=name, i=ids, e=env: _ids(e[n], [("id", "in", i)]))
                found += [[login, name, sorted(set(got) - clerk[name])]] if set(got) - clerk[name] else []
    return found


def _seen_by_own(house, homes):
    """How much of their own county administrators see: a house where nobody sees anything would pass every test."""
    seen = {}
    for login, letter in (("hva_admin", "A"), ("hva_b_admin", "B"), ("hva_handler", "A"), ("hva_b_handler", "B")):
        with house.env(login, commit=False) as env:
            seen[login] = {
                name: len(_ask(lambda n=name, e=env, h=homes[letter]: _ids(e[n], [("id", "in", h[n])])))
                for name in ("survey.user_input", "helpdesk.ticket", "hva.collector")
            }
    return seen


# -- by the web -------------------------------------------------------------------------------------------------------


def _paths(env):
    survey = env.ref("hva_feedback.hva_question_set_base").current_survey_id
    answer = env["survey.user_input"].search([("hva_is_feedback", "=", True)], limit=1)
    case = env["helpdesk.ticket"].search([("hva_is_case", "=", True)], limit=1)
    token = survey.access_token
    return [
        f"/survey/results/{survey.id}",
        f"/survey/print/{token}",
        f"/survey/print/{token}?answer_token={answer.access_token}",
        f"/survey/start/{token}",
        f"/survey/test/{token}",
        f"/survey/{token}/{answer.access_token}",
        f"/survey/session/manage/{token}",
        f"/survey/{survey.id}/get_certification",
        f"/my/ticket/{case.id}",
        f"/my/ticket/{case.id}?access_token={case.access_token}",
        f"/hva_feedback/preview/{survey.id}",
    ]


def _pages(house, paths):
    """Return what of ours stands on a page that somebody foreign opens."""
    found = []
    for login in (None, "portal_customer", "surveyboss", "deskboss", "everything"):
        browser = house.browser(login)
        for path in paths:
            answer = browser.get(path, allow_redirects=True)
            words = [word for word in (WORDS, "Clinic A", "Giver", "+358401234567") if word in answer.text]
            if words:
                found.append(f"{login or 'public'} {path.split('?')[0]} {answer.status_code}: {json.dumps(words)}")
    return found
