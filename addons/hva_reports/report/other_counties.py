"""Figures of other counties in the reader's words: why a row is refused, and the table beside our own figures."""

from datetime import timedelta

from babel.numbers import format_decimal, format_percent

from odoo.tools import format_date
from odoo.tools.misc import babel_locale_parse
from odoo.tools.translate import LazyTranslate

from ..tools.county_figures import fit
from ..tools.metric_registry import METRICS
from ..tools.periods import Span
from ..tools.query_definition import kind_of
from . import dashboard_cells, query_words, wording

_lt = LazyTranslate(__name__)

PROBLEMS = {
    "county_missing": _lt("The name of the county is missing."),
    "source_missing": _lt("The source is missing."),
    "too_long": _lt("A text is longer than %(value)s characters."),
    "metric_missing": _lt("The figure is missing: nps, response_rate …"),
    "metric_unknown": _lt("There is no figure “%(value)s”."),
    "channel_unknown": _lt("There is no channel “%(value)s”."),
    "hedge_unknown": _lt("“%(value)s” is none of: exact, about, over, under."),
    "value_missing": _lt("The value is missing."),
    "value_bad": _lt("“%(value)s” is not a number."),
    "out_of_scale": _lt("The value is outside the scale of the figure: %(value)s."),
    "not_whole": _lt("A count is a whole number."),
    "n_bad": _lt("“%(value)s” is not a number of answers."),
    "far": _lt("“%(value)s” is a slip: figures are of days between 1990 and 2100."),
    "bad_date": _lt("“%(value)s” is not a date. Write 31.12.2026 or 2026-12-31."),
    "start_on_missing": _lt("The first day is missing."),
    "end_on_missing": _lt("The last day is missing."),
    "read_on_missing": _lt("The day on which it was read is missing."),
    "not_yet": _lt("%(value)s is still to come: nobody has read it then."),
    "dates": _lt("The last day is before the first."),
    "url_bad": _lt("“%(value)s” is not the address of a web page."),
    "twice": _lt("The same as row %(value)s."),
}


def problem(env, code, value):
    """Return why a figure is refused, in words."""
    text = env._(PROBLEMS[code])  # a lazy text takes no arguments
    return text % {"value": value}


def table(env, figures, span, own):
    """Return the drawn table of `figures` (dicts, in their order) beside our own.

    `own` is {(metric, channel or ""): CELL} with the name of what it is about as own["name"]. None without figures.
    Each group has one metric and channel: our own figure first, then the others by name.
    """
    if not figures:
        return None
    groups = {}
    for figure in figures:
        groups.setdefault((figure["metric"], figure["channel"]), []).append(figure)
    return {
        "title": env._("Other counties"),
        "lead": env._(
            "What other counties have published, beside our own figures. This is no ranking: other counties ask other "
            "people, by other channels and in other words. Look at the period, the channel and n first."
        ),
        "columns": [env._("County"), env._("Result"), env._("Period and source")],
        "groups": [_group(env, code, channel, part, span, own) for (code, channel), part in groups.items()],
    }


def _group(env, code, channel, figures, span, own):
    label = query_words.metric_labels(env)[code]
    channels = wording.channel_names(env)
    name = env._("%(figure)s, %(channel)s", figure=label, channel=channels[channel].lower()) if channel else label
    return {
        "key": f"{code}/{channel}",
        "label": name,
        "rows": [_own_row(env, code, channel, span, own), *(_row(env, figure, span) for figure in figures)],
    }


def _own_row(env, code, channel, span, own):
    cell = own[code, channel]
    drawn = dashboard_cells.drawn(env, cell, METRICS[code].kind)
    return {
        "key": "own",
        "label": env._("Own: %(unit)s", unit=own["name"]),
        "is_own": True,
        "value": drawn["text"],
        "is_hidden": bool(drawn["reason"]),
        "n": f"n = {wording.whole(env, cell['n'])}" if cell["n"] is not None and not drawn["reason"] else "",
        "period": wording.period(env, span),
        "fit": "",
        "source": env._("This system"),
        "url": None,
    }


def _row(env, figure, span):
    first, last = figure["start_on"], figure["end_on"]
    fits = {"same": env._("the same period"), "overlap": env._("partly the same period")}
    where = ", ".join(part for part in (figure["county"], figure["service"]) if part)
    read = env._("read on %(day)s", day=format_date(env, figure["read_on"]))
    return {
        "key": str(figure["id"]),
        "label": where,
        "is_own": False,
        "value": value(env, figure),
        "is_hidden": False,
        "n": f"n = {wording.whole(env, figure['n'])}" if figure["n"] else env._("n is not told"),
        "period": period(env, first, last),
        "fit": fits.get(fit(span, first, last), env._("another period")),
        "source": figure["source"],
        "read": read,
        "url": figure["url"] or None,
    }


def period(env, first, last):
    """Return the days from `first` to `last` in words: "2025", "October 2026", else both days."""
    days = Span(first, last + timedelta(days=1))
    return query_words.step_label(env, kind_of(days), days)


def value(env, figure):
    """Return the value of a figure as it was published, in the reader's way of writing numbers."""
    locale, number = babel_locale_parse(env.lang), figure["value"]
    if METRICS[figure["metric"]].kind == "share":
        text = format_percent(round(number / 100, 6), locale=locale, decimal_quantization=False)
    else:
        text = format_decimal(number, locale=locale).replace("-", "\N{MINUS SIGN}")
    hedges = {
        "about": env._("about %(value)s", value=text),
        "over": env._("more than %(value)s", value=text),
        "under": env._("less than %(value)s", value=text),
    }
    return hedges.get(figure["hedge"], text)
