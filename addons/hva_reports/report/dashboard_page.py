"""The dashboard as data: which figures stand where, in the reader's words. Figures come from answers of `hva.query`
alone; static/src/dashboard lays them out and neither reckons nor rounds."""

from datetime import datetime

from odoo.tools import format_date, format_datetime

from . import dashboard_cells as cells
from . import dashboard_words as words
from . import wording

QUOTE = 400  # characters of a comment; the whole is one press away


def page(env, answers, view, steps, options, domain, comments):
    """Return the whole page; `answers` by the names of `models/hva_dashboard.QUESTIONS`, and "run"."""
    headline = answers["headline"]
    unit, period = headline["unit"], headline["period"]
    name = unit["label"] if unit else env._("My own units")
    listed = _target(env._("%(unit)s, %(period)s", unit=name, period=period["label"]), domain)
    return {
        "view": view,
        "options": options,
        "steps": steps,
        "unit": {"value": view.get("unit", ""), "label": name},
        "path": [{"value": str(above), "label": label} for above, label in unit["path"]] if unit else [],
        "title": name,
        "subtitle": _subtitle(env, headline),
        "filtered": words.filtered(env, options, view),
        "empty": _empty(env, answers),
        "headline": _headline(env, answers, listed if comments or headline["scope"] == "own" else None),
        "figures": [figure for figure in _figures(env, answers, domain, name) if figure],
        "comments": _comments(env, comments, listed),
        "notes": _notes(env, answers),
    }


def is_empty(answers):
    """Tell whether there is no feedback in the period; a hidden count is not none."""
    total = answers["headline"]["totals"]["cells"]["answers"]
    return total["state"] == "no_data" or total["value"] == 0


def _empty(env, answers):
    if not is_empty(answers):
        return None
    ever = answers["ever"]["totals"]["cells"]["answers"]
    return words.empty(env, has_any=ever["state"] == "hidden" or bool(ever["value"]))


def periods(env):
    """Return (code, label) of every kind of period."""
    return [
        ("day", env._("Day")),
        ("week", env._("Week")),
        ("month", env._("Month")),
        ("quarter", env._("Quarter")),
        ("tertial", env._("Tertial (four months)")),
        ("year", env._("Year")),
        ("ytd", env._("Year to date")),
        ("own", env._("Own days")),
    ]


def comparisons(env):
    """Return (code, label) of what a period can be compared with."""
    return [
        ("previous", env._("The period before")),
        ("year_ago", env._("The same time last year")),
        ("none", env._("Nothing")),
    ]


def _subtitle(env, headline):
    period = headline["period"]
    if period["is_closed"]:
        return period["label"]
    return env._("%(period)s, not over yet", period=period["label"])


def _headline(env, answers, listed):
    totals = answers["headline"]["totals"]
    score, count = totals["cells"]["nps"], totals["cells"]["answers"]
    facts = []
    if score["low"] is not None:
        facts.append(env._("95 %% interval: %(interval)s", interval=wording.interval(env, score["low"], score["high"])))
    if score["n"] is not None:
        facts.append(env._("Answers (n): %(n)s", n=wording.whole(env, score["n"])))
    if count["value"] is not None:
        facts.append(env._("Feedback in all: %(count)s", count=wording.whole(env, count["value"])))
    earlier = answers["headline"]["compared"]
    return {
        "title": env._("Net Promoter Score (NPS)"),
        "figure": cells.drawn(env, score, "score"),
        "facts": facts,
        "meaning": words.meaning(env, answers["classes"]["rows"], score),
        "changes": [words.change(env, score, totals["compared"], earlier)] if earlier else [],
        "action": listed,
        "action_label": env._("Read the feedback"),
    }


def _figures(env, answers, domain, unit):
    own = answers["headline"]["scope"] == "own"
    yield _run(env, answers["run"])
    yield _statements(env, answers["statements"])
    for key, title, field in (
        ("channels", env._("Channels"), "hva_channel"),
        ("languages", env._("Languages"), "hva_lang_code"),
    ):
        yield _groups(env, key, title, answers[key], (domain, field, unit) if own else None)
    yield _units(env, answers["units"])


def _run(env, answer):
    run_chart = answer["run_charts"].get("nps") or {}
    spec = cells.run(env, answer, run_chart)
    title = env._("NPS over time")
    return {
        "key": "run",
        "title": title,
        "lead": run_chart.get("text") or "",
        "chart": {**spec, "alt": words.run_alt(env, spec)} if spec else None,
        "table": _table(env, title, answer, env._("Period"), total=False),
        "is_wide": True,
    }


def _statements(env, answer):
    title = env._("Statements")
    if not any(row["cells"]["agree"]["value"] is not None for row in answer["rows"]):
        return None
    rows = [
        {
            "key": row["key"],
            "label": row["label"],
            "width": cells.width(row["cells"]["agree"], 1),
            "cells": [
                cells.drawn(env, row["cells"]["agree"], "share"),
                cells.drawn(env, row["cells"]["mean"], "mean"),
                cells.drawn(env, row["cells"]["stand"], "count"),
            ],
        }
        for row in answer["rows"]
        if row["cells"]["agree"]["state"] != "no_data"
    ]
    labels = [env._("Statement"), env._("Agree"), env._("Mean"), "n"]
    return {
        "key": "statements",
        "title": title,
        "lead": env._("The share of people who agree, and the mean of 1 to 5, among the n people who took a stand."),
        "table": {"caption": title, "columns": _columns(labels), "rows": rows, "is_sortable": False},
        "is_wide": True,
    }


def _groups(env, key, title, answer, listed):
    """Return a figure of scores side by side, or None where there is nothing to set side by side."""
    if len(answer["rows"]) < 2:
        return None
    table = _table(env, title, answer, title, total=True)
    if listed:
        domain, field, unit = listed
        for row in table["rows"]:
            row["action"] = _target(f"{unit}, {row['label']}", [*domain, (field, "=", row["key"])])
    spec = cells.span(env, answer["rows"])
    return {
        "key": key,
        "title": title,
        "chart": {**spec, "alt": words.span_alt(env, spec)} if spec else None,
        "table": table,
        "is_wide": False,
    }


def _units(env, answer):
    if len(answer["rows"]) < 2:
        return None
    title = env._("Units below")
    table = _table(env, title, answer, env._("Unit"), total=True)
    if answer["compared"]:
        table["columns"] += _columns([env._("Change from %(period)s", period=answer["compared"]["label"])])
        for row, asked in zip(table["rows"], answer["rows"], strict=True):
            row["cells"].append(cells.change(env, asked["compared"].get("nps")))
        table["total"]["cells"].append(cells.change(env, answer["totals"]["compared"].get("nps")))
    for row, asked in zip(table["rows"], answer["rows"], strict=True):
        if asked["unit"] and str(asked["unit"]) != str(answer["definition"]["unit"]):
            row["to"] = {"unit": str(asked["unit"])}
    table["is_sortable"] = True
    return {
        "key": "units",
        "title": title,
        "lead": env._("Press a unit to see its results, and a heading to sort."),
        "table": table,
        "is_wide": True,
    }


def _table(env, caption, answer, first, total):
    """Return the drawn table of NPS, its interval, n and feedback by the rows of an answer."""
    labels = [first, env._("NPS"), env._("95 % interval"), "n", env._("Feedback")]
    return {
        "caption": caption,
        "columns": _columns(labels),
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


def _columns(labels):
    return [{"key": label, "label": label} for label in labels]


def _comments(env, comments, listed):
    if not comments:
        return None
    return {
        "title": env._("Latest open feedback"),
        "lead": "",
        "rows": [_comment(env, comment) for comment in comments],
        "action": {**listed, "domain": [*listed["domain"], ("hva_has_text", "=", True)]},
        "action_label": env._("Read all open feedback"),
    }


def _comment(env, comment):
    day = format_date(env, comment["day"])
    score = env._("recommendation %(score)s", score=comment["score"]) if comment["score"] is not None else ""
    text = comment["text"]
    return {
        "key": comment["id"],
        "lang": comment["lang"] or None,
        "text": text if len(text) <= QUOTE else text[:QUOTE].rstrip() + "…",
        "facts": ", ".join(part for part in (day, comment["unit"], comment["channel"], score) if part),
        "open_label": env._("Open the feedback of %(day)s, %(unit)s", day=day, unit=comment["unit"]),
        "action": {"id": comment["id"]},
    }


def _target(name, domain):
    return {"name": name, "domain": domain}


def _notes(env, answers):
    said = dict.fromkeys(note["text"] for answer in answers.values() for note in answer["notes"])
    fresh = format_datetime(env, datetime.fromisoformat(answers["headline"]["fresh_at"].rstrip("Z")), dt_format="short")
    return [*said, env._("The figures hold what was stored by %(time)s.", time=fresh)]
