"""The page of adoption: counts of tools/adoption.py in the reader's words. static/src/adoption lays it out and reckons
nothing."""

from dataclasses import dataclass
from typing import Any

from ..tools.adoption import PERIODS, Adoption, by_channel
from . import dashboard_cells, query_words, wording
from .dashboard_cells import NOTHING

MOST_LACKING = 100  # of the list by name; the rest is a number and a list of its own


@dataclass(frozen=True)
class Found:
    """What a view of adoption is made of. `cases` is the answer of `hva.query` by the same rows."""

    view: dict[str, str]
    tree: Any
    unit: int | None
    reach: set[int]
    span: Any
    answers: dict[tuple[int, str], int]
    touchpoints: list
    trainings: tuple[int, int]
    rows: dict[int, Adoption]
    total: Adoption
    cases: dict


def page(env, found, can_act):
    """Return the whole page. `can_act`: may the reader open ways in?"""
    node = found.tree.nodes.get(found.unit)
    name = node.label if node else env._("My own units")
    return {
        "view": found.view,
        "options": [{"value": str(days), "label": env._("The last %(days)s days", days=days)} for days in PERIODS],
        "unit": {"value": found.view["unit"], "label": name},
        "path": _path(found),
        "title": name,
        "subtitle": query_words.step_label(env, "own", found.span),
        "facts": _facts(env, found),
        "figures": [one for one in (_units(env, found), _channels(env, found), _promise(env, found)) if one],
        "lacking": _lacking(env, found, can_act),
        "notes": _notes(env),
    }


def as_rows(env, found):
    """Return (header, rows of text) of the table by unit, one plain number in each cell; the sum of all at the end."""
    header = [
        *(env._("Unit"), env._("Units"), env._("Units in use"), env._("Feedback"), env._("Handlers")),
        *(env._("Trained handlers"), env._("Touchpoints"), env._("Without a channel")),
        *(env._("Feedback with open text"), env._("Discussed"), env._("Unit meetings"), env._("Cases")),
        *(env._("Taken in, median (working hours)"), env._("Taken in, 9 of 10 (working hours)")),
        *(env._("Closed in, median (working hours)"), env._("Closed in, 9 of 10 (working hours)")),
    ]
    lines = [(label, one, cells) for _key, label, one, cells in _lines(found)]
    lines.append((env._("All"), found.total, found.cases["totals"]["cells"]))
    return header, [[label, *map(str, _numbers(one)), *_case_texts(cells)] for label, one, cells in lines]


def _numbers(one):
    handlers = (len(one.handlers), len(one.trained), one.touchpoints, one.lacking)
    return (one.units, one.units_used, one.answers, *handlers, one.texts, one.discussed, one.meetings)


def _case_texts(cells):
    codes = ("cases", "take_hours_median", "take_hours_p90", "close_hours_median", "close_hours_p90")
    values = [cells[code]["value"] for code in codes] if cells else [None] * len(codes)
    return ["" if value is None else f"{value:.1f}".removesuffix(".0") for value in values]


def _path(found):
    if found.unit is None:
        return []
    above = found.tree.paths[found.unit][:-1]
    return [{"value": str(unit), "label": found.tree.nodes[unit].label} for unit in above if unit in found.reach]


def _lines(found):
    """Yield (row, its name, its counts, its cells of cases or None) in the order of names."""
    cells = {row["key"]: row["cells"] for row in found.cases["rows"]}
    nodes = found.tree.nodes
    for key in sorted(found.rows, key=lambda key: (nodes[key].label or "", key)):
        yield key, nodes[key].label, found.rows[key], cells.get(str(key))


# ---------------------------------------------------------------------- the facts on top


def _facts(env, found):
    one, (trainings, people) = found.total, found.trainings
    handlers = len(one.handlers)
    return [
        _fact(
            *("units", env._("Units in use"), part_of(env, one.units_used, one.units)),
            env._("Units that have had feedback in these days."),
        ),
        _fact(
            *("answers", env._("Feedback"), wording.whole(env, one.answers)),
            env._("By %(count)s channels.", count=wording.whole(env, len(by_channel(found.answers)))),
        ),
        _fact(
            *("trained", env._("Trained handlers"), part_of(env, len(one.trained), handlers)),
            env._(
                "Of those who handle cases or lead. Trainings in these days: %(count)s, people: %(people)s.",
                count=wording.whole(env, trainings),
                people=wording.whole(env, people),
            ),
        ),
        _fact(
            *("lacking", env._("Touchpoints without a channel"), part_of(env, one.lacking, one.touchpoints)),
            env._("Units and services about which nobody can give feedback."),
        ),
        _fact(
            *("discussed", env._("Discussed with staff"), part_of(env, one.discussed, one.texts)),
            env._(
                "Of the feedback with open text. Unit meetings held: %(count)s.", count=wording.whole(env, one.meetings)
            ),
        ),
    ]


def _fact(key, label, value, text):
    return {"key": key, "label": label, "value": value, "text": text}


def part_of(env, part, whole):
    """Return "34 of 60 (57 %)", or a dash where there is nothing to be a part of."""
    if not whole:
        return NOTHING
    counts = {"part": wording.whole(env, part), "whole": wording.whole(env, whole)}
    return env._("%(part)s of %(whole)s (%(share)s)", share=wording.share(env, part / whole), **counts)


# ---------------------------------------------------------------------- tables


def _units(env, found):
    if len(found.rows) < 2:
        return None
    labels = [
        *(env._("Unit"), env._("Units in use"), env._("Feedback"), env._("Trained handlers")),
        *(env._("Without a channel"), env._("Discussed"), env._("Taken, half within"), env._("Closed, half within")),
    ]
    rows = []
    for key, label, one, cells in _lines(found):
        row = {"key": str(key), "label": label, "cells": _cells(env, one, cells)}
        rows.append({**row, "to": {"unit": str(key)}} if key != found.unit and key in found.reach else row)
    total = {"key": "total", "label": env._("All"), "cells": _cells(env, found.total, found.cases["totals"]["cells"])}
    return {
        "key": "units",
        "title": env._("Units below"),
        "lead": env._("Press a unit to see its adoption, and a heading to sort."),
        "table": _table(env._("Units below"), labels, rows, total, is_sortable=True),
        "note": env._("Hours are working hours from the beginning of the case."),
        "is_wide": True,
    }


def _cells(env, one, cells):
    hours = [
        dashboard_cells.hours(env, cells[code]) if cells else _cell(None, NOTHING)
        for code in ("take_hours_median", "close_hours_median")
    ]
    return [
        _part(env, one.units_used, one.units),
        _cell(one.answers, wording.whole(env, one.answers)),
        _part(env, len(one.trained), len(one.handlers)),
        _cell(one.lacking, wording.whole(env, one.lacking)),
        _part(env, one.discussed, one.texts),
        *hours,
    ]


def _channels(env, found):
    counts = by_channel(found.answers)
    if not counts:
        return None
    names, whole = wording.channel_names(env), sum(counts.values())
    rows = [
        {
            "key": channel,
            "label": names.get(channel, channel),
            "width": round(100 * number / whole, 1),
            "cells": [
                _cell(number, wording.whole(env, number)),
                _cell(number / whole, wording.share(env, number / whole)),
            ],
        }
        for channel, number in counts.items()
    ]
    title = env._("Feedback by channel")
    return {
        "key": "channels",
        "title": title,
        "table": _table(title, [env._("Channel"), env._("Feedback"), env._("Share")], rows),
        "is_wide": False,
    }


def _promise(env, found):
    """Return how soon cases that began in these days were taken and closed."""
    cells = found.cases["totals"]["cells"]
    if not cells["cases"]["value"]:
        return None
    title = env._("How soon we answer")
    steps = {"take": env._("Taken in hand"), "close": env._("Handled to the end")}
    rows = [
        {
            "key": step,
            "label": label,
            "cells": [
                dashboard_cells.drawn(env, cells[f"{step}_hours_median"], "hours"),
                dashboard_cells.drawn(env, cells[f"{step}_hours_p90"], "hours"),
                _cell(cells[f"{step}_hours_median"]["n"], wording.whole(env, cells[f"{step}_hours_median"]["n"] or 0)),
            ],
        }
        for step, label in steps.items()
    ]
    labels = [env._("Step"), env._("Half within, hours"), env._("9 of 10 within, hours"), env._("Cases")]
    return {
        "key": "promise",
        "title": title,
        "lead": env._(
            "Cases that began in these days: %(count)s. Working hours of the unit that handles them.",
            count=wording.whole(env, cells["cases"]["value"]),
        ),
        "table": _table(title, labels, rows),
        "note": env._("Cases that are still open are not in the hours."),
        "is_wide": False,
    }


def _table(caption, labels, rows, total=None, is_sortable=False):
    columns = [{"key": label, "label": label} for label in labels]
    return {"caption": caption, "columns": columns, "rows": rows, "total": total, "is_sortable": is_sortable}


def _part(env, part, whole):
    return _cell(part / whole if whole else None, part_of(env, part, whole))


def _cell(value, text):
    return {"value": value, "text": text, "reason": None}


# ---------------------------------------------------------------------- what somebody can do something about


def _lacking(env, found, can_act):
    lacking = [point for point in found.touchpoints if not point.has_channel]
    if not lacking:
        return None
    # sudo: names of services are no secret
    services = env["hva.service"].sudo().browse({point.service_id for point in lacking} - {None})
    names = {service.id: service.name for service in services}
    nodes, paths = found.tree.nodes, found.tree.paths
    rows = []
    for point in lacking:
        unit = nodes[point.unit_id].label
        label = env._("%(unit)s: %(service)s", unit=unit, service=names[point.service_id]) if point.service_id else unit
        place = " / ".join(nodes[above].label or "" for above in paths[point.unit_id][:-1])
        action = {"unit": point.unit_id, "service": point.service_id or False, "name": label}
        key = f"{point.unit_id}/{point.service_id or 0}"
        rows.append({"key": key, "label": label, "place": place, "action": action if can_act else None})
    rows.sort(key=lambda row: (row["label"], row["key"]))
    more = len(rows) - MOST_LACKING
    return {
        "title": env._("Touchpoints without a channel"),
        "lead": env._(
            "No open way in asks about them, and nobody was asked by text message in these days. Add a way in: an "
            "address with its QR code."
        ),
        "rows": rows[:MOST_LACKING],
        "more": env._("And %(count)s more.", count=wording.whole(env, more)) if more > 0 else "",
        "action_label": env._("Add a way in"),
    }


def _notes(env):
    return [
        env._(
            "A unit counts where people meet a service, or where it has feedback of its own. A handler is a person who "
            "may handle cases or lead in at least one of the units: who reaches several counts in each, once in all."
        ),
        env._("Trained is who has taken part in a training of the register. The page names nobody."),
    ]
