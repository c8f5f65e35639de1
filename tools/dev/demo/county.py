"""What an administrator would set before the first day: gateway, contact rules, collectors, report schedule.

Runs inside `odoo shell` on a database with the addons' demo data. From then on the story goes through the doors.
"""

import json

from .public_figures import store

SENDER = "Satakunta"
SAMPLE_PERCENT = 92.0
VISITS_SOURCE, CALLS_SOURCE = "demo", "demo-calls"
QUEUE = "ajanvaraus"


def set_up(env, settings: dict[str, str]) -> dict[str, object]:
    """Set the county up and return the facts that the story needs; the caller commits.

    :param settings: url, public_url, drop_dir, kannel_url, kannel_username
    """
    _set_parameters(env, settings)
    _set_gateway(env, settings)
    places = env["hva.unit"].search([("child_ids", "=", False)], order="oid")
    paused = places[-1]
    excluded = _set_contact_rules(env, paused)
    asked = places - paused
    collectors = _make_collectors(env, asked[:12])
    _make_front_door(env, places[0])
    stored = store(env, asked, env["hva.clock"]._today())
    return {
        "units": env["hva.unit"].search_count([]),
        "levels": env["hva.unit.level"].search_count([]),
        "asked": asked.mapped("oid"),
        "paused": paused.oid,
        "excluded_service": excluded,
        "handlers": {unit.name: _handler(env, unit) for unit in asked},
        "recipients": len(env.ref("hva_reports.hva_report_schedule_monthly")._get_recipients()),
        "collectors": [{"name": each.name, "unit": each.unit_id.name, "code": each.code} for each in collectors],
        "stored": stored,
        "visits_key": _make_key(env, "Demo patient system", VISITS_SOURCE, "visits"),
        "calls_key": _make_key(env, "Demo telephone system", CALLS_SOURCE, "calls"),
        "called": _make_queue(env, asked[4]),
        "survey": {
            "unit_id": env.ref("hva_feedback.demo_unit_terveyspalvelut").id,
            "set_id": env.ref("hva_feedback.hva_question_set_base").id,
        },
    }


def print_facts(facts: dict[str, object]) -> None:
    """Print the facts on one line that `read_facts` finds among other output."""
    print(f"FACTS {json.dumps(facts)}")


def read_facts(printed: str) -> dict[str, object]:
    line = next(line for line in printed.splitlines() if line.startswith("FACTS "))
    return dict(json.loads(line.removeprefix("FACTS ")))


def _set_parameters(env, settings) -> None:
    parameters = {
        "web.base.url": settings["url"],
        "web.base.url.freeze": "True",
        "hva_sms.public_base_url": settings["public_url"],
        "hva_sms.drop_dir": settings["drop_dir"],
        "hva_feedback.guard_foreign_tickets": "True",
    }
    for name, value in parameters.items():
        env["ir.config_parameter"].set_param(name, value)


def _set_gateway(env, settings) -> None:
    env["hva.sms.gateway"].create(
        {
            "name": "Kannel",
            "kind": "kannel",
            "url": settings["kannel_url"],
            "username": settings["kannel_username"],
            "password": "$HVA_KANNEL_PASSWORD",
            "sender_id": SENDER,
            "is_simulator": True,  # behind the demo's Kannel is a message centre of our own
            "rate_per_minute": 3000,
        }
    )


def _set_contact_rules(env, paused) -> str:
    """Let messages go out at any hour of any day: the story must run whenever somebody starts it."""
    excluded = env.ref("hva_feedback.hva_service_child_protection")
    county = env.ref("hva_sms.hva_contact_rule_county")
    hours = {
        "window_start": 0,
        "window_end": 24,
        "is_sent_saturday": True,
        "is_sent_sunday": True,
        "is_sent_on_holidays": True,
        "is_next_working_day": False,
    }
    county.write({**hours, "sample_percent": SAMPLE_PERCENT, "excluded_service_ids": [(6, 0, excluded.ids)]})
    env.ref("hva_sms.hva_contact_rule_calls").write(hours)
    county.copy({"name": f"{paused.name}: not asked now", "unit_id": paused.id, "is_paused": True})
    return str(excluded.code)


def _make_collectors(env, units):
    question_set = env.ref("hva_feedback.hva_question_set_base")
    return env["hva.collector"].create(
        [
            {"name": f"{unit.name}: poster", "unit_id": unit.id, "channel": "qr", "set_id": question_set.id}
            for unit in units
        ]
    )


def _make_key(env, name, code, brings) -> str:
    """Return the key of a system that delivers by REST."""
    source = env["hva.visit.source"].create({"name": name, "code": code, "brings": brings})
    return str(source.action_make_key()["context"]["default_key"])


def _make_queue(env, unit) -> str:
    """Tie a queue of the telephone system to a unit; return the unit's name."""
    env["hva.call.queue"].create({"name": "Ajanvaraus", "code": QUEUE, "unit_id": unit.id})
    return str(unit.name)


def _make_front_door(env, place):
    """One address for the whole county, where the giver finds the unit: what a county links to from its website."""
    top = env["hva.unit"].browse(int(place.parent_path.split("/")[0]))
    door = {"name": "Front door", "unit_id": top.id, "channel": "web", "finds_unit": True, "finds_all": True}
    env["hva.collector"].create(door)


def _handler(env, unit) -> str:
    """Return the login of somebody who handles the unit's cases."""
    reach = [("unit_id", "=", unit._get_responsible_unit().id), ("role", "=", "handler")]
    return str(env["hva.unit.reach"].search(reach, limit=1).user_id.login)
