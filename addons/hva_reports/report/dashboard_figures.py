"""The figures of the dashboard: one question each, as a picture, a table or both. See dashboard_page."""

from . import dashboard_asked, dashboard_counts, dashboard_statements
from . import dashboard_cells as cells
from . import dashboard_words as words

GROUPS = {  # question -> field of the feedback that it is grouped by
    "channels": "hva_channel",
    "languages": "hva_lang_code",
    "services": "hva_service_id",
    "modes": "hva_contact_mode",
}


def figures(env, answers, domain, unit):
    own = answers["headline"]["scope"] == "own"
    yield _run(env, answers["run"])
    yield dashboard_statements.statements(env, "statements", env._("Statements"), answers["statements"])
    title = env._("Own statements and questions")
    yield dashboard_statements.statements(env, "own_statements", title, answers["own_statements"])
    yield dashboard_statements.distribution(env, [*answers["statements"]["rows"], *answers["own_statements"]["rows"]])
    titles = {
        "channels": env._("Channels"),
        "languages": env._("Languages"),
        "services": env._("Services"),
        "modes": env._("Modes of contact"),
    }
    for key, field in GROUPS.items():
        yield _groups(env, key, titles[key], answers[key], (domain, field, unit) if own else None)
    yield dashboard_counts.kinds(env, answers)
    yield dashboard_counts.topics(env, answers)
    yield dashboard_counts.handling(env, answers["handling"])
    yield dashboard_asked.funnel(env, answers)
    yield dashboard_asked.reasons(env, answers)
    yield dashboard_asked.missing(env, answers)
    yield _units(env, answers["units"])


def _run(env, answer):
    run_chart = answer["run_charts"].get("nps") or {}
    spec = cells.run(env, answer, run_chart)
    title = env._("NPS over time")
    return {
        "key": "run",
        "title": title,
        "lead": words.run(env, run_chart, {row["key"]: row["label"] for row in answer["rows"]}),
        "chart": {**spec, "alt": words.run_alt(env, spec)} if spec else None,
        "table": cells.pruned(_table(env, title, answer, env._("Period"), total=False)),
        "is_wide": True,
    }


def _groups(env, key, title, answer, listed):
    """Return a figure of scores side by side, or None where there is nothing to set side by side."""
    if len(answer["rows"]) < 2:
        return None
    table = _table(env, title, answer, title, total=True)
    if key == "languages":
        _add_if_any(env, table, answer, "sent", env._("Asked by text message"), "count")
        _add_if_any(env, table, answer, "response_rate", env._("Response rate"), "share")
    if listed:
        domain, field, unit = listed
        for row in table["rows"]:
            row["action"] = words.target(
                f"{unit}, {row['label']}", [*domain, (field, "=", _as_stored(row["key"], field))]
            )
    spec = cells.span(env, answer["rows"])
    return {
        "key": key,
        "title": title,
        "chart": {**spec, "alt": words.span_alt(env, spec)} if spec else None,
        "table": cells.pruned(table),
        "is_wide": False,
    }


def _as_stored(key, field):
    """Return the value of a field of the feedback that a row is about; "" and 0 stand for none."""
    return int(key) or False if field.endswith("_id") else key or False


def _add_column(table, answer, label, make):
    """Add a column to the drawn rows and the total of an answer's table."""
    table["columns"] += cells.columns([label])
    lines = zip(table["rows"], answer["rows"], strict=True)
    for row, line in [*lines, *([(table["total"], answer["totals"])] if table["total"] else [])]:
        row["cells"].append(make(line))


def _add_if_any(env, table, answer, code, label, kind):
    if any(row["cells"][code]["value"] is not None for row in answer["rows"]):
        _add_column(table, answer, label, lambda line: cells.drawn(env, line["cells"][code], kind))


def _units(env, answer):
    if len(answer["rows"]) < 2:
        return None
    is_every = answer["definition"]["group"] == "leaf"
    title = env._("Every unit below") if is_every else env._("Units below")
    table = _table(env, title, answer, env._("Unit"), total=True)
    _add_if_any(env, table, answer, "mean_statements", env._("Mean of the statements"), "mean")
    _add_if_any(env, table, answer, "nps_adjusted", env._("NPS with the county's channels"), "score")
    _add_if_any(env, table, answer, "response_rate", env._("Response rate"), "share")
    if any(row.get("targets", {}).get("nps") for row in answer["rows"]):
        _add_column(table, answer, env._("Target"), lambda line: cells.target(env, line))
    if answer["compared"]:
        label = env._("Change from %(period)s", period=answer["compared"]["label"])
        _add_column(table, answer, label, lambda line: cells.change(env, line["compared"].get("nps")))
    for row, asked in zip(table["rows"], answer["rows"], strict=True):
        if asked["unit"] and str(asked["unit"]) != str(answer["definition"]["unit"]):
            row["to"] = {"unit": str(asked["unit"])}
    table["is_sortable"] = True
    return {
        "key": "units",
        "title": title,
        "lead": env._("Press a unit to see its results, and a heading to sort."),
        "switch": {
            "label": env._("Show the units right below") if is_every else env._("Show every unit below"),
            "to": {"rows": "" if is_every else "leaf"},
        },
        "table": cells.pruned(table),
        "is_wide": True,
    }


def _table(env, caption, answer, first, total):
    """Return the drawn table of NPS, its interval, n and feedback by the rows of an answer."""
    labels = [first, env._("NPS"), env._("95 % interval"), "n", env._("Feedback")]
    return {
        "caption": caption,
        "columns": cells.columns(labels),
        "rows": [_row(env, row) for row in answer["rows"]],
        "total": {**_row(env, answer["totals"]), "label": env._("All")} if total else None,
        "is_sortable": False,
    }


def _row(env, row):
    found = row["cells"]
    return {
        "key": row["key"],
        "label": row["label"],
        "cells": [
            cells.drawn(env, found["nps"], "score"),
            cells.interval(env, found["nps"]),
            cells.drawn(env, found["n"], "count"),
            cells.drawn(env, found["answers"], "count"),
        ],
    }
