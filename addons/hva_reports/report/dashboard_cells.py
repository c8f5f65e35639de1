"""From the cells of `hva.query` to what the dashboard draws: text in the reader's language beside each value.

A drawn cell is {"value": number or None, "text": words, "reason": code or None}, "is_words" if its text is a sentence
and may be broken over lines. A drawn table is {"caption", "columns": [{"key", "label"}], "rows": [{"key", "label",
"cells", ...}], "total"}; the first column is the row's name, so a row has one cell less than there are columns. A row
may have a bar under its name, "width" (0..100); "is_heading" stands over rows that are "is_part" of it.
"""

from . import wording

MINUS = "\N{MINUS SIGN}"
NOTHING = "–"
ALIKE = (None, "own_only", "managers_only")  # what is kept from the reader by whose the unit is, in every row


def number(env, value, kind):
    """Return a value of a column's kind (count, score, share, mean, hours) in words."""
    if kind == "share":
        return wording.share(env, value)
    if kind in ("mean", "hours"):
        return wording.decimal(env, value)
    return wording.whole(env, value)


def drawn(env, cell, kind):
    """Return a cell of the query as a drawn one; without a value it says why."""
    if cell["value"] is None:
        return {"value": None, "text": cell["text"] or "", "reason": cell["reason"] or cell["state"]}
    if kind == "share" and cell["value"] > 1:
        return {"value": None, "text": env._("More answers than people asked"), "reason": "more_answers"}
    return told(env, cell["value"], kind)


def hours(env, cell):
    """Return hours of cases as a drawn cell: a dash where no case came so far, for there may well be feedback."""
    if cell["value"] is None and cell["state"] == "no_data":
        return {"value": None, "text": NOTHING, "reason": None}
    return drawn(env, cell, "hours")


def told(env, value, kind):
    """Return a value as a drawn cell."""
    return {"value": value, "text": number(env, value, kind), "reason": None}


def columns(labels):
    """Return the columns of a drawn table by their headings."""
    return [{"key": label, "label": label} for label in labels]


def pruned(table):
    """Return a drawn table without the columns in which nobody is told anything, and all for the same reason."""
    lines = [*table["rows"], *([table["total"]] if table["total"] else [])]
    kept = [
        place
        for place in range(len(table["columns"]) - 1)
        if not _tells_nothing([one["cells"][place] for one in lines])
    ]
    for line in lines:
        line["cells"] = [line["cells"][place] for place in kept]
    return {**table, "columns": [table["columns"][0], *(table["columns"][place + 1] for place in kept)]}


def _tells_nothing(cells):
    return all(cell["value"] is None and cell["reason"] in ALIKE for cell in cells) and len(cells) > 0


def empty():
    """Return a drawn cell in which nothing stands."""
    return {"value": None, "text": "", "reason": None}


def width(cell, full):
    """Return how wide the bar of a cell is, 0..100 of `full`; None where there is nothing to draw."""
    if cell["value"] is None or not full:
        return None
    return round(min(100 * cell["value"] / full, 100), 1)


def interval(env, cell):
    """Return the 95 % interval of a cell as a drawn one: nothing where its value stands for nobody or is hidden."""
    if cell["value"] is None or cell["low"] is None:
        return empty()
    return {"value": cell["low"], "text": wording.interval(env, cell["low"], cell["high"]), "reason": None}


def share_interval(env, cell):
    """Return the 95 % interval of a share as a drawn cell, empty where there is none."""
    if cell["value"] is None or cell["low"] is None:
        return empty()
    low, high = wording.percent(env, cell["low"]), wording.percent(env, cell["high"])
    return {"value": cell["low"], "text": env._("%(low)s to %(high)s", low=low, high=high), "reason": None}


def points(env, share):
    """Return a difference of shares in whole percentage points, without its sign."""
    return wording.whole(env, abs(100 * share))


def change(env, compared):
    """Return the change from the earlier period as a drawn cell: no arrow where its interval holds zero."""
    verdict = (compared or {}).get("verdict", "none")
    if verdict == "none" or compared["change"] is None:
        return empty()
    if verdict == "same":
        return {"value": compared["change"], "text": env._("No clear change"), "reason": None, "is_words": True}
    arrow, sign = ("▲", "+") if verdict == "up" else ("▼", MINUS)
    points = wording.whole(env, abs(compared["change"]))
    return {"value": compared["change"], "text": f"{arrow} {sign}{points}", "reason": None}


def target(env, line):
    """Return the target of a row's score and how it stands as a drawn cell; empty where there is none."""
    goal = line.get("targets", {}).get("nps")
    if not goal:
        return empty()
    verdicts = {
        "met": env._("%(goal)s: met"),
        "not_met": env._("%(goal)s: not met"),
        "cannot_tell": env._("%(goal)s: cannot tell yet"),
    }
    text = verdicts.get(goal["verdict"], "%(goal)s") % {"goal": wording.goal_of(env, goal["value"])}
    return {"value": goal["value"], "text": text, "reason": None, "is_words": True}


def run(env, answer, run_chart):
    """Return the spec of a run chart of NPS by step: scores, their intervals, the median. None without any score."""
    cells = [row["cells"]["nps"] for row in answer["rows"]]
    if all(cell["value"] is None for cell in cells):
        return None
    series = [
        {
            "role": "score",
            "label": env._("NPS"),
            "values": [cell["value"] for cell in cells],
            "texts": [drawn(env, cell, "score")["text"] for cell in cells],
        },
        {"role": "low", "label": "", "values": [cell["low"] for cell in cells]},
        {"role": "high", "label": env._("95 % interval"), "values": [cell["high"] for cell in cells]},
    ]
    median = (run_chart or {}).get("median")
    if median is not None and run_chart["is_long_enough"]:
        label = env._("Median: %(median)s", median=wording.whole(env, median))
        series.append({"role": "median", "label": label, "values": [median] * len(cells)})
    return {
        "kind": "run",
        "labels": [row["label"] for row in answer["rows"]],
        "series": series,
        "min": -100,
        "max": 100,
    }


def span(env, rows):
    """Return the spec of a chart of scores with their intervals, one under the other; None where no row has any."""
    told = [row for row in rows if row["cells"]["nps"]["value"] is not None]
    if not told:
        return None
    cells = [row["cells"]["nps"] for row in told]
    return {
        "kind": "span",
        "labels": [row["label"] for row in told],
        "series": [
            {
                "role": "score",
                "label": env._("NPS"),
                "values": [cell["value"] for cell in cells],
                "texts": [number(env, cell["value"], "score") for cell in cells],
            },
            {"role": "low", "label": env._("95 % interval"), "values": [cell["low"] for cell in cells]},
            {"role": "high", "label": "", "values": [cell["high"] for cell in cells]},
        ],
        "min": -100,
        "max": 100,
    }
