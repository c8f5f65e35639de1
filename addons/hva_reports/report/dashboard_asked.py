"""From a visit to an answer: how many steps are taken by how many, why people are not asked, and who answers less."""

from . import dashboard_cells as cells
from . import dashboard_words as words

WHOLE = ("visits", "may_ask")


def funnel(env, answers):
    """Return the figure of the steps from a visit to an answer; None where nobody was to be asked."""
    found = answers["asked"]["totals"]["cells"]
    if not found["invited"]["value"] and not found["visits"]["value"]:
        return None
    title = env._("From a visit to an answer")
    by_message = next((row for row in answers["channels"]["rows"] if row["key"] == "sms"), None)
    steps = [
        ("visits", env._("Visits and calls we were told of"), found["visits"]),
        ("may_ask", env._("May be asked"), found["may_ask"]),
        ("invited", env._("To be asked"), found["invited"]),
        ("sent", env._("Sent"), found["sent"]),
        ("delivered", env._("Arrived"), found["delivered"]),
        *([("answered", env._("Answered"), by_message["cells"]["answers"])] if by_message else []),
    ]
    shown = [step for step in steps if step[0] not in WHOLE or found["visits"]["value"]]
    full = max(cell["value"] or 0 for _key, _label, cell in shown)
    rows = [
        {"key": key, "label": label, "width": cells.width(cell, full), "cells": [cells.drawn(env, cell, "count")]}
        for key, label, cell in shown
    ]
    return {
        "key": "asked",
        "title": title,
        "lead": words.response(env, found["response_rate"], rows[-1]["cells"][0]["text"]),
        "table": _table(env, title, [env._("Step"), env._("People")], rows),
        "note": env._(
            "Answers are counted on the day they came, messages on the day they left. Nobody is followed: opening a "
            "link leaves no trace, so how many opened it is not known."
        ),
        "is_wide": True,
    }


def reasons(env, answers):
    """Return the figure of why people were not asked; None for who may not see it and where everybody was."""
    answer = answers["not_asked"]
    if not answer["rows"]:
        return None
    title = env._("Why people were not asked")
    every = answers["asked"]["totals"]["cells"]["visits"]["value"]
    rows = sorted(answer["rows"], key=lambda row: -(row["cells"]["visits"]["value"] or 0))
    drawn = [
        {
            "key": row["key"],
            "label": row["label"],
            "width": cells.width(row["cells"]["visits"], every),
            "cells": [cells.drawn(env, row["cells"]["visits"], "count")],
        }
        for row in rows
    ]
    return {
        "key": "not_asked",
        "title": title,
        "table": _table(env, title, [env._("Reason"), env._("Visits")], drawn),
        "note": env._("Each visit has one reason: the first that holds."),
        "is_wide": True,
    }


def missing(env, answers):
    """Return the figure of who answers less than the others, by age, language and unit."""
    parts = [
        (env._("By age"), "ages", "invited"),
        (env._("By language"), "languages", "sent"),
        (env._("By unit"), "units", "sent"),
    ]
    groups = [(label, name, _told(answers[name]["rows"], code), code) for label, name, code in parts]
    groups = [group for group in groups if len(group[2]) > 1]
    if not groups:
        return None
    title = env._("Who answers less")
    low = [row["label"] for _label, _name, rows, _code in groups for row in rows if _is_lower(row)]
    lead = (
        env._("Fewer than of the others answer: %(groups)s.", groups=", ".join(low))
        if low
        else env._("No group answers clearly less than the others.")
    )
    labels = [
        env._("Group"),
        env._("Asked"),
        env._("Response rate"),
        env._("95 % interval"),
        env._("Against the others"),
    ]
    return {
        "key": "missing",
        "title": title,
        "lead": lead,
        "table": _table(env, title, labels, [row for group in groups for row in _rows(env, *group)]),
        "note": env._(
            "Of text messages. Age is known only where ten people of the same age were asked at once. What was asked "
            "of fewer than ten is not compared."
        ),
        "is_wide": True,
    }


def _told(rows, code):
    return [row for row in rows if row["key"] and row["cells"][code]["value"]]


def _is_lower(row):
    gap = row["cells"]["response_gap"]
    return gap["high"] is not None and gap["high"] < 0


def _rows(env, label, name, rows, code):
    yield {"key": name, "label": label, "is_heading": True, "cells": [cells.empty()] * 4}
    for row in rows:
        rate, gap = row["cells"]["response_rate"], row["cells"]["response_gap"]
        is_few = gap["state"] == "hidden"
        yield {
            "key": f"{name} {row['key']}",
            "label": row["label"],
            "is_part": True,
            "cells": [
                cells.drawn(env, row["cells"][code], "count"),
                cells.drawn(env, gap if is_few else rate, "share"),
                cells.empty() if is_few else cells.share_interval(env, rate),
                cells.empty() if is_few else _against(env, gap),
            ],
        }


def _against(env, gap):
    """Return in words whether a group answers less or more; nothing where the interval of the difference holds zero."""
    if gap["low"] is None:
        return cells.empty()
    if gap["low"] <= 0 <= gap["high"]:
        return {"value": gap["value"], "text": env._("No clear difference"), "reason": None, "is_words": True}
    points = cells.points(env, gap["value"])
    text = env._("%(points)s points more", points=points) if gap["value"] > 0 else (
        env._("%(points)s points less", points=points)
    )  # fmt: skip
    return {"value": gap["value"], "text": text, "reason": None, "is_words": True}


def _table(env, title, labels, rows):
    return {"caption": title, "columns": cells.columns(labels), "rows": rows, "is_sortable": False}
