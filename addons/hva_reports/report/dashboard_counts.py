"""Counts of the dashboard that are no scores: what feedback there was, about what, and how long its cases took."""

from . import dashboard_cells as cells

TIMES = ("take_hours_median", "take_hours_p90", "close_hours_median", "close_hours_p90")


def kinds(env, answers):
    """Return how much feedback was thanks, criticism ...; None where nothing was told apart."""
    return _counts(env, "kinds", env._("Kind of feedback"), answers)


def topics(env, answers):
    """Return what feedback was about."""
    return _counts(env, "topics", env._("Topics"), answers, env._("One feedback may have several topics."))


def _counts(env, key, title, answers, note=""):
    every = answers["headline"]["totals"]["cells"]["answers"]["value"]
    rows = [row for row in answers[key]["rows"] if row["cells"]["answers"]["value"]]
    if not every or not [row for row in rows if row["key"] not in ("", "0")]:
        return None
    return {
        "key": key,
        "title": title,
        "table": {
            "caption": title,
            "columns": cells.columns([title, env._("Feedback"), env._("Share")]),
            "rows": [
                {
                    "key": row["key"],
                    "label": row["label"],
                    "width": cells.width(row["cells"]["answers"], every),
                    "cells": [
                        cells.drawn(env, row["cells"]["answers"], "count"),
                        cells.drawn(env, row["cells"]["share"], "share"),
                    ],
                }
                for row in rows
            ],
            "is_sortable": False,
        },
        "note": note,
        "is_wide": False,
    }


def handling(env, answer):
    """Return how long cases took, in working hours, beside the earlier period; None where there were none."""
    found, before = answer["totals"]["cells"], answer["totals"]["compared"]
    if not found["cases"]["value"]:
        return None
    title = env._("Handling of cases")
    labels = {column["key"]: column["label"] for column in answer["columns"]}
    earlier = [answer["compared"]["label"]] if answer["compared"] else []
    return {
        "key": "handling",
        "title": title,
        "table": {
            "caption": title,
            "columns": cells.columns([env._("Measure"), answer["period"]["label"], *earlier]),
            "rows": [
                {
                    "key": code,
                    "label": labels[code],
                    "cells": [
                        _handled(env, code, cell) for cell in (found[code], *([before[code]] if earlier else []))
                    ],
                }
                for code in ("cases", *TIMES)
            ],
            "is_sortable": False,
        },
        "note": env._("Working hours of the unit responsible, from the opening of the day the clock began."),
        "is_wide": False,
    }


def _handled(env, code, cell):
    return cells.hours(env, cell) if code in TIMES else cells.drawn(env, cell, "count")
