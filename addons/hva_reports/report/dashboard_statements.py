"""The statements of the dashboard: how many agree with each, and how people answered, value by value."""

from . import dashboard_cells as cells
from . import dashboard_words as words

STEPS = (5, 4, 3, 2, 1)


def statements(env, key, title, answer):
    """Return the figure of the rows of a group of statements; None where nobody took a stand on any."""
    rows = [row for row in answer["rows"] if row["cells"]["stand"]["value"]]
    if not rows:
        return None
    labels = [env._("Statement"), env._("Agree"), env._("Mean"), "n"]
    return {
        "key": key,
        "title": title,
        "table": {
            "caption": title,
            "columns": cells.columns(labels),
            "rows": [
                {
                    "key": row["key"],
                    "label": row["label"],
                    "width": cells.width(row["cells"]["agree"], 1),
                    "cells": [_drawn(env, row, "agree", "share"), _drawn(env, row, "mean", "mean"), _stand(env, row)],
                }
                for row in rows
            ],
            "is_sortable": False,
        },
        "is_wide": True,
    }


def distribution(env, rows):
    """Return the figure of how many chose each value: a bar for each statement of five steps, a table of all."""
    told = [row for row in rows if any(one["count"] for one in row.get("values", ()))]
    if not told:
        return None
    title = env._("How people answered")
    return {
        "key": "distribution",
        "title": title,
        "parts": _parts(env, told),
        "table": {
            "caption": title,
            "columns": cells.columns([env._("Answer"), env._("Share"), env._("People")]),
            "rows": [drawn for row in told for drawn in _value_rows(env, row)],
            "is_sortable": False,
        },
        "note": env._('Shares are of those who took a stand. "Does not apply" is counted beside them.'),
        "is_wide": True,
    }


def _value_rows(env, row):
    """Yield a heading row of a statement, then a row for each of its values."""
    yield {"key": row["key"], "label": row["label"], "is_heading": True, "cells": [cells.empty(), _stand(env, row)]}
    for one in row["values"]:
        yield {
            "key": f"{row['key']} {one['value']}",
            "label": one["label"],
            "is_part": True,
            "cells": [
                cells.told(env, one["share"], "share") if one["share"] is not None else cells.empty(),
                cells.told(env, one["count"], "count"),
            ],
        }


def _parts(env, rows):
    """Return the spec of a bar for each statement, cut by the steps 5 to 1; None where no row has these five."""
    told = []
    for row in rows:
        shares = {one["value"]: one for one in row["values"] if one["share"] is not None}
        if tuple(sorted(shares, reverse=True)) == STEPS:
            told.append((row, shares))
    if not told:
        return None
    return {
        "legend": [{"step": step, "label": told[0][1][step]["label"]} for step in STEPS],
        "bars": [
            {
                "key": row["key"],
                "label": row["label"],
                "parts": [{"step": step, "width": round(100 * shares[step]["share"], 2)} for step in STEPS],
            }
            for row, shares in told
        ],
        "alt": words.parts_alt(env, [row["label"] for row, _shares in told]),
    }


def _drawn(env, row, code, kind):
    """Return a cell; one that has no meaning for a question (a mean of yes and no) stays empty."""
    cell = row["cells"][code]
    return cells.empty() if cell["state"] == "not_applicable" else cells.drawn(env, cell, kind)


def _stand(env, row):
    return cells.drawn(env, row["cells"]["stand"], "count")
