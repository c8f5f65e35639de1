"""The dashboard as data: which figures stand where, in the reader's words. Figures come from answers of `hva.query`
alone; static/src/dashboard lays them out and neither reckons nor rounds."""

from datetime import datetime

from odoo.tools import format_date, format_datetime

from . import dashboard_cells as cells
from . import dashboard_figures, wording
from . import dashboard_words as words

QUOTE = 400  # characters of a comment; the whole is one press away


def page(env, answers, view, steps, options, domain, comments, has_units):
    """Return the whole page; `answers` by the names of `models/hva_dashboard.QUESTIONS`, and "run"."""
    headline = answers["headline"]
    unit, period = headline["unit"], headline["period"]
    name = unit["label"] if unit else env._("My own units")
    figures = [figure for figure in dashboard_figures.figures(env, answers, domain, name) if figure]
    listed = words.target(env._("%(unit)s, %(period)s", unit=name, period=period["label"]), domain)
    return {
        "view": view,
        "options": options,
        "steps": steps,
        "unit": {"value": view.get("unit", ""), "label": name},
        "path": [{"value": str(above), "label": label} for above, label in unit["path"]] if unit else [],
        "title": name,
        "subtitle": wording.sentence(_subtitle(env, headline)),
        "filtered": words.filtered(env, options, view),
        "empty": _empty(env, answers, has_units),
        "headline": _headline(env, answers, listed if comments or headline["scope"] == "own" else None),
        "figures": _side_by_side(figures),
        "comments": _comments(env, comments, listed),
        "notes": _notes(env, answers),
    }


def _side_by_side(figures):
    """Return the figures, two narrow ones beside each other; one that would stand alone gets the whole width."""
    waiting = None
    for figure in figures:
        if figure["is_wide"]:
            if waiting:
                waiting["is_wide"] = True
            waiting = None
        else:
            waiting = None if waiting else figure
    if waiting:
        waiting["is_wide"] = True
    return figures


def is_empty(answers):
    """Tell whether there is no feedback in the period; a hidden count is not none."""
    total = answers["headline"]["totals"]["cells"]["answers"]
    return total["state"] == "no_data" or total["value"] == 0


def _empty(env, answers, has_units):
    if not is_empty(answers):
        return None
    ever = answers["ever"]["totals"]["cells"]["answers"]
    has_any = ever["state"] == "hidden" or bool(ever["value"])
    return words.empty(env, has_any=has_any, has_units=has_units)


def periods(env):
    """Return {code: label} of every kind of period."""
    return {
        "day": env._("Day"),
        "week": env._("Week"),
        "month": env._("Month"),
        "quarter": env._("Quarter"),
        "tertial": env._("Tertial (four months)"),
        "year": env._("Year"),
        "ytd": env._("Year to date"),
        "own": env._("Own days"),
    }


def comparisons(env):
    """Return {code: label} of what a period can be compared with."""
    return {
        "previous": env._("The period before"),
        "year_ago": env._("The same time last year"),
        "own": env._("Own days"),
        "none": env._("Nothing"),
    }


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
    if (text := totals["cells"]["text_share"]["value"]) is not None:
        facts.append(env._("With open text: %(share)s", share=wording.share(env, text)))
    earlier = answers["headline"]["compared"]
    return {
        "title": env._("Net Promoter Score (NPS)"),
        "figure": cells.drawn(env, score, "score"),
        "facts": [*facts, *words.adjusted(env, totals["cells"]["nps_adjusted"])],
        "meaning": words.meaning(env, answers["classes"]["rows"], score),
        "targets": [target["text"] for target in totals.get("targets", {}).values()],
        "changes": _changes(env, totals, earlier),
        "action": listed,
        "action_label": env._("Read the feedback"),
    }


def _changes(env, totals, earlier):
    if not earlier or totals["cells"]["nps"]["value"] is None:
        return []
    said = words.change(env, totals["cells"]["nps"], totals["compared"], earlier)
    return [said, *words.split(env, totals["compared"]["nps_adjusted"])]


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


def _notes(env, answers):
    # how channels are weighed is said where the score with the county's channels stands
    notes = [note for answer in answers.values() for note in answer["notes"] if note["code"] != "mix"]
    said = dict.fromkeys(note["text"] for note in notes)
    moment = datetime.fromisoformat(answers["headline"]["fresh_at"].rstrip("Z"))
    fresh = format_datetime(env, moment, tz=str(env["hva.clock"]._zone()), dt_format="short")
    return [*said, env._("The figures hold what was stored by %(time)s.", time=fresh)]
