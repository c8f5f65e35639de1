"""Which records of every foreign model each role may read, change and delete, and whether it may create."""

import hashlib

from ..world import ROLES

OPERATIONS = ("read", "write", "create", "unlink")
DOORS = ("survey.survey", "survey.question", "survey.user_input", "survey.user_input.line", "helpdesk.ticket")
DEFINITIONS = ("ir.", "res.groups", "res.lang", "mail.template")
MANY = 60


def see(house):
    seen = {}
    for login in (*ROLES, None):
        with house.env(login or "public", commit=False) as env:
            for name in sorted(env.registry):
                model = env[name]
                if model._abstract or model._transient or name.startswith("hva."):
                    continue
                if rights := _rights(model):
                    seen[f"{login or 'public'} {name}"] = rights
            for name in DOORS:
                seen[f"{login or 'public'} doors of {name}"] = _doors(env[name])
    return seen


def _rights(model):
    allowed = [operation for operation in OPERATIONS if model.has_access(operation)]
    if not allowed:
        return None
    rights = {"may": allowed}
    if "read" not in allowed:
        return rights
    shown = model.search([], order="id")
    everything = model.with_context(active_test=False).search([], order="id")
    rights["shown"] = _ids(model, shown)
    rights["archived too"] = _ids(model, everything)
    for operation in ("write", "unlink"):
        if operation in allowed:
            rights[operation] = _ids(model, everything._filtered_access(operation))
    return rights


def _ids(model, records):
    """Return the ids, or how many and a sum of them. Definitions that came with our modules are not counted."""
    ids = [record_id for record_id in records.ids if record_id not in _definitions(model)]
    if len(ids) <= MANY:
        return ids
    return f"{len(ids)}: {hashlib.sha256(str(ids).encode()).hexdigest()[:12]}"


def _definitions(model):
    """Ids of ours in the tables where Odoo keeps what every module brings: rows there are our code, not data."""
    if not model._name.startswith(DEFINITIONS):
        return ()
    cache = model.env.cr.cache.setdefault("guest_definitions", {})
    if model._name not in cache:
        cache[model._name] = _read_definitions(model)
    return cache[model._name]


def _read_definitions(model):
    if model._name == "ir.model.data":
        condition, named = "SELECT id FROM ir_model_data WHERE module LIKE 'hva\\_%%'", ()
    else:
        condition = """
            SELECT res_id FROM ir_model_data WHERE model = %s
            GROUP BY res_id HAVING bool_and(module LIKE 'hva\\_%%')
        """
        named = (model._name,)
    model.env.cr.execute(condition, named)
    return {record_id for (record_id,) in model.env.cr.fetchall()}


def _doors(model):
    """What a model gives by each way of asking."""
    if not model.has_access("read"):
        return None
    everything = model.with_context(active_test=False)
    groupby = {"survey.survey": "survey_type", "helpdesk.ticket": "stage_id"}.get(model._name, "create_uid")
    return {
        "search_count": everything.search_count([]),
        "name_search": sorted(row[0] for row in everything.name_search("", limit=500)),
        "search_read": [row["id"] for row in everything.search_read([], ["id"], order="id")],
        "web_search_read": everything.web_search_read([], {"id": {}})["length"],
        "formatted_read_group": [
            [str(group[groupby]), group["__count"]]
            for group in everything.formatted_read_group([], [groupby], ["__count"])
        ],
        "web_read_group": [
            [str(group[groupby]), group["__count"]]
            for group in everything.web_read_group([], [groupby], ["__count"])["groups"]
        ],
        "export_data": _exported(everything),
    }


def _exported(model):
    if not model.env.user.has_group("base.group_allow_export"):
        return None
    return len(model.search([]).export_data([".id"])["datas"])
