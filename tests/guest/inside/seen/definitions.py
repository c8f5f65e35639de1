"""What a person's screen is made of: views, fields, menus, defaults, jobs and settings, without what is ours.

A view counts as unchanged when it is the same for a record that is not ours: our fields and what is shown for our
records alone is taken out, and conditions are read with our fields empty and `survey_type` something else.
"""

import re

from lxml import etree

from ..world import ROLES
from . import plain

VIEWERS = ("everything", "officer", "agent_own", "mailer", "webmaster", "recruiter")
VIEWED = (
    "survey.survey",
    "survey.question",
    "survey.question.answer",
    "survey.user_input",
    "survey.user_input.line",
    "survey.invite",
    "helpdesk.ticket",
    "helpdesk.ticket.stage",
    "helpdesk.ticket.team",
    "mailing.mailing",
    "hr.applicant",
    "hr.job",
    "res.users",
    "res.partner",
    "res.company",
    "resource.calendar",
    "mail.activity.type",
)
KINDS = ("list", "form", "search", "kanban", "pivot", "graph", "activity", "calendar")
DEFAULTED = ("survey.survey", "survey.question", "survey.question.answer", "helpdesk.ticket", "helpdesk.ticket.stage")
NAMED_OURS = ("hva_", "%(hva_")
FALSE_FOR_OTHERS = [
    (re.compile(r"survey_type == 'hva'"), "False"),
    (re.compile(r"survey_type != 'hva'"), "True"),
    (re.compile(r"not (parent\.)?hva_\w+"), "True"),
    (re.compile(r"(parent\.)?hva_\w+"), "False"),
    (re.compile(r" or False\b"), ""),
    (re.compile(r"\bFalse or "), ""),
    (re.compile(r" and True\b"), ""),
    (re.compile(r"\bTrue and "), ""),
    (re.compile(r"^.* or True$|^True or .*$"), "True"),
]


def see(house):
    seen = {}
    for login in VIEWERS:
        with house.env(login, commit=False) as env:
            seen.update({f"{login} {what}": value for what, value in _views(env).items()})
    for login in ROLES:
        with house.env(login, commit=False) as env:
            if env.user._is_internal():
                seen[f"{login} menus"] = sorted(_menus(env["ir.ui.menu"]))
            seen.update({f"{login} {what}": value for what, value in _defaults(env).items()})
            seen[f"{login} activity types"] = _activity_types(env)
    with house.env(commit=False) as env:
        seen.update(_jobs_and_settings(env))
    return seen


def _views(env):
    seen = {}
    for name in VIEWED:
        model = env[name]
        if not model.has_access("read"):
            continue
        wanted = [[False, kind] for kind in KINDS] + [[view, kind] for view, kind in _views_of_actions(env, name)]
        for view_id, kind in wanted:
            try:
                shown = model.get_views([[view_id, kind]], {"toolbar": True})
            except Exception as error:  # a model without such a view says so
                seen[f"view {name} {kind} {view_id}"] = type(error).__name__
                continue
            view = shown["views"][kind]
            seen[f"view {name} {kind} {view_id}"] = {
                "id": view["id"],
                "arch": for_others(view["arch"]),
                "toolbar": plain.value(view.get("toolbar")),
            }
        seen[f"fields {name}"] = _fields(model)
    return seen


def _fields(model):
    fields = plain.value(model.fields_get())
    for field in fields.values():
        field.pop("depends", None)  # read by nobody's screen
    return fields


def _views_of_actions(env, name):
    # sudo: actions are chosen by menus and buttons, not by rights
    for action in env["ir.actions.act_window"].sudo().search([("res_model", "=", name)], order="id"):
        for data in action.get_external_id().values():
            if not data.startswith("hva_"):
                yield from ((view_id, kind) for view_id, kind in action.views if view_id and kind in KINDS)


def for_others(arch):
    """Return a view as it is for records that are not ours."""
    root = etree.fromstring(arch)
    for node in list(root.iter(etree.Element)):
        if node.get("data-used-by") or node.get("name", "").startswith(NAMED_OURS) or _hidden_for_others(node):
            # `data-used-by` are fields that Odoo adds for conditions, in an order of its own
            _take_out(node)
    for node in root.iter():
        node.text, node.tail = ((part or "").strip() for part in (node.text, node.tail))
    return plain.text(etree.tostring(root, encoding="unicode"))


def _hidden_for_others(node):
    """Read the conditions of a node with our fields empty; tell whether it is hidden then."""
    hidden = False
    for name, condition in list(node.attrib.items()):
        if "hva" not in condition:
            continue
        for pattern, replacement in FALSE_FOR_OTHERS:
            condition = pattern.sub(replacement, condition)
        hidden |= name in ("invisible", "column_invisible") and condition == "True"
        if condition == "False":
            del node.attrib[name]
        else:
            node.set(name, condition)
    return hidden


def _take_out(node):
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _menus(menu):
    return [f"{item['name']} {item.get('xmlid')}" for item in menu.load_menus(False).values() if item["id"] != "root"]


def _defaults(env):
    seen = {}
    for name in DEFAULTED:
        model = env[name]
        if not model.has_access("create"):
            continue
        fields = [field for field in model.fields_get(attributes=[]) if not field.startswith("hva_")]
        seen[f"defaults {name}"] = plain.value(model.default_get(fields))
        spec = {field: {} for field in fields if model._fields[field].type not in ("one2many", "many2many")}
        if name != "survey.question.answer":
            seen[f"new form {name}"] = plain.value(model.onchange({}, [], spec)["value"])
    return seen


def _activity_types(env):
    types = env["mail.activity.type"]
    if not types.has_access("read"):
        return None
    return types.search([("res_model", "in", (False, "helpdesk.ticket"))]).mapped("name")


def _jobs_and_settings(env):
    ours = "hva_%"
    foreign = env["ir.model.data"].search([("model", "=", "ir.cron"), ("module", "not =like", ours)]).mapped("res_id")
    jobs = env["ir.cron"].with_context(active_test=False).browse(sorted(foreign))
    settings = env["ir.config_parameter"].search([("key", "not =like", ours)], order="key")
    return {
        "jobs": plain.value(jobs.read(["name", "active", "interval_number", "interval_type", "user_id", "code"])),
        "settings": plain.value([[s.key, "" if "secret" in s.key or "uuid" in s.key else s.value] for s in settings]),
        "languages": env["res.lang"].with_context(active_test=False).search([("active", "=", True)]).mapped("code"),
        "sequences": plain.value(
            env["ir.sequence"].search([("code", "not =like", ours)]).read(["code", "number_next_actual"])
        ),
    }
