"""The words of an answer to a query, in the reader's language."""

from odoo.tools import format_date

STATEMENTS = ("st1", "st2", "st3", "st4", "st5", "st6", "st7", "lang", "pei")


def metric_labels(env):
    """Return {metric code: label}."""
    labels = {
        "answers": env._("Feedback"),
        "n": env._("Answers (n)"),
        "nps": env._("NPS"),
        "nps_adjusted": env._("NPS with the county's channels"),
        "promoters": env._("Promoters (9–10)"),
        "passives": env._("Passives (7–8)"),
        "detractors": env._("Detractors (0–6)"),
        "text_share": env._("With open text"),
        "mean_statements": env._("Mean of the statements"),
        "agree": env._("Agree"),
        "mean": env._("Mean"),
        "stand": env._("Took a stand"),
        "share": env._("Share"),
        "v0": env._("Does not apply"),
        **{f"v{value}": str(value) for value in range(1, 6)},
        "visits": env._("Visits"),
        "may_ask": env._("May be asked"),
        "invited": env._("Invitations"),
        "sent": env._("Sent"),
        "delivered": env._("Delivered"),
        "response_rate": env._("Response rate"),
        "response_gap": env._("Response rate compared with the others"),
        "cases": env._("Cases"),
        "take_hours_median": env._("Taken in, median (working hours)"),
        "take_hours_p90": env._("Taken in, 9 of 10 (working hours)"),
        "close_hours_median": env._("Closed in, median (working hours)"),
        "close_hours_p90": env._("Closed in, 9 of 10 (working hours)"),
    }
    names = {
        "lang": env._("Own language"),
        "pei": env._("Enablement (PEI)"),
        **{f"st{number}": env._("Statement %(number)s", number=number) for number in range(1, 8)},
    }
    for item in STATEMENTS:
        labels[f"agree_{item}"] = env._("%(statement)s: agree", statement=names[item])
        labels[f"mean_{item}"] = env._("%(statement)s: mean", statement=names[item])
        labels[f"n_{item}"] = env._("%(statement)s: answers", statement=names[item])
    return labels


def reasons(env):
    """Return {reason code: what stands in a cell that has no number}."""
    return {
        "no_answers": env._("No feedback yet"),
        "wording": env._("Not comparable: other words"),
        "small": env._("Hidden so that nobody's answer can be told"),
        "not_published": env._("Shown for whole months, from the third day after they end"),
        "managers_only": env._("For the unit's managers"),
        "own_only": env._("For the unit's own people"),
        "not_here": env._("Does not apply here"),
        "few_in_channel": env._("Too few answers in a channel"),
        "few_asked": env._("Fewer than ten were asked"),
        "no_invitations": env._("Nobody was invited"),
    }


def step_label(env, kind, span):
    """Return a period in words: "October 2026", "Week 47/2026", "1/2026 (quarter)"; else its first and last day."""
    if kind == "day":
        return format_date(env, span.start)
    if kind == "week":
        year, week, _day = span.start.isocalendar()
        return env._("Week %(week)s/%(year)s", week=week, year=year)
    if kind == "month":
        return format_date(env, span.start, date_format="LLLL yyyy")
    number = (span.start.month - 1) // {"quarter": 3, "tertial": 4}.get(kind, 12) + 1
    if kind == "quarter":
        return env._("Quarter %(number)s/%(year)s", number=number, year=span.start.year)
    if kind == "tertial":
        return env._("Tertial %(number)s/%(year)s", number=number, year=span.start.year)
    if kind == "year":
        return str(span.start.year)
    return f"{format_date(env, span.start)} – {format_date(env, span.last_day)}"
