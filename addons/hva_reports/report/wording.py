"""How numbers, periods and reasons are said in the reader's language. Mail and workbook share these words."""

import re
from decimal import Decimal
from functools import lru_cache
from urllib.parse import urlencode

from babel.numbers import format_decimal, format_percent

from odoo.tools import format_date
from odoo.tools.misc import babel_locale_parse

from ..tools.query_definition import kind_of
from ..tools.report_answers import JUDGED
from ..tools.rounding import rounded
from ..tools.wording_breaks import between
from .query_words import reasons, step_label


def whole(env, number):
    """Return a score or count without decimals, with the language's separators and a minus that is read aloud."""
    return whole_in(env.lang, number)


def decimal(env, number):
    """Return a number with one decimal, and a minus that is read aloud."""
    return _said(env.lang, rounded(number, 1), "0.0")


def percent(env, share):
    """Return a share (0..1) as whole per cent."""
    return percent_in(env.lang, share)


def whole_in(lang, number):
    """Return what `whole` does in the language `lang` (a code of Odoo's), which need not be installed."""
    return _said(lang, rounded(number), "#,##0")


def percent_in(lang, share):
    """Return what `percent` does in the language `lang`."""
    return _said(lang, rounded(share, 2), None)


def share(env, part):
    """Return a share (0..1) of people as whole per cent; a few of many are not nobody, and nearly all are not all."""
    if 0 < part < Decimal("0.005"):
        return f"<\N{NO-BREAK SPACE}{percent(env, 0.01)}"
    if Decimal("0.995") <= part < 1:
        return f">\N{NO-BREAK SPACE}{percent(env, 0.99)}"
    return percent(env, part)


def kept(text):
    """Return a sentence of which no span of numbers ("0–6", "42 – 57") is broken over two lines."""
    joined = re.sub(r"(?<=\d)–(?=\d)", "\N{WORD JOINER}–\N{WORD JOINER}", text)
    return re.sub(r"(?<=\d) – (?=[\d\N{MINUS SIGN}])", "\N{NO-BREAK SPACE}–\N{NO-BREAK SPACE}", joined)


def sentence(text):
    """Return a text as it stands at the beginning of a line."""
    return text[:1].upper() + text[1:]


@lru_cache(8192)
def _said(lang, number, pattern):
    locale = babel_locale_parse(lang)
    if pattern:
        text = format_decimal(number, format=pattern, locale=locale)
    else:
        text = format_percent(number, locale=locale, decimal_quantization=False)
    return text.replace("-", "\N{MINUS SIGN}")


def period(env, span):
    """Return a span of days in words: "October 2026" or "Week 47/2026" for a calendar period, else its ends."""
    return step_label(env, kind_of(span), span)


def reason(env, code):
    """Return what stands in a cell that has no number."""
    own = {
        "unclear": env._("No clear change"),
        "no_target": env._("No target"),
        "met": env._("Met"),
        "not_met": env._("Not met"),
        "cannot_tell": env._("Cannot tell"),
    }
    return own[code] if code in own else reasons(env)[code]


def interval(env, low, high):
    """Return the ends of an interval, e.g. "42 to 57"."""
    return env._("%(low)s to %(high)s", low=whole(env, low), high=whole(env, high))


def facts(env, report):
    """Return the lines beside the one number: its interval, n and how much feedback there was in all."""
    score = report.headline
    return [
        env._("95 %% interval: %(interval)s", interval=interval(env, score.low, score.high)),
        env._("Answers (n): %(n)s", n=whole(env, score.n)),
        env._("Feedback in all: %(count)s", count=whole(env, report.answers)),
    ]


def targets(report):
    """Return [(figure, sentence)] of the targets of the units together: how each figure stands to its own, in words."""
    return [(one.label, one.text) for one in report.standings if one.verdict in JUDGED]


def verdict(env, row):
    """Return how the score of a row of the unit table stands to its target, "" without one."""
    goal = row.cells.get("target")
    if not goal or goal.value is None or row["standing"].reason not in JUDGED:
        return ""
    said = reason(env, row["standing"].reason)
    return env._("Target %(goal)s: %(verdict)s", goal=goal_of(env, goal.value), verdict=said.lower())


def goal_of(env, value, kind="score"):
    """Return a target of a score or share (0..1), with its decimal where it has one."""
    if kind == "share":
        return _said(env.lang, rounded(value, 3), None)
    return whole(env, value) if rounded(value) == rounded(value, 1) else decimal(env, value)


def comparisons(env, report):
    """Return [(arrow or "", sentence)] about the scores of the period before and of last year."""
    days = [one.day for one in report.breaks if one.column == "nps"]
    parts = (("before", report.before, report.before_span), ("year_ago", report.year_ago, report.year_ago_span))
    lines = []
    if not report.headline and not report.before and not report.year_ago:
        return lines
    for name, earlier, span in parts:
        cut = between(report.breaks, "nps", span, report.span)
        day = cut.day if cut else max(days, default=None)
        other = max(report.other_words.get(name, ()), key=lambda score: score.n, default=None)
        arrow, text = comparison(env, report.headline, earlier, span, other and (other, day))
        lines.append((arrow, sentence(text)))
    return lines


def comparison(env, now, before, before_span, other=None):
    """Return (arrow or "", sentence) about the score of an earlier period, an `Earlier` or None.

    No arrow inside the interval, and none over a change of the question's words: `other` is then the score in the other
    words and the day on which they changed.
    """
    name = period(env, before_span)
    if now and not before and other:
        score, day = other
        return "", env._(
            "%(period)s: not compared (NPS %(nps)s, %(n)s answers), because the words of the question changed on "
            "%(day)s.",
            period=name,
            nps=whole(env, score.value),
            n=whole(env, score.n),
            day=format_date(env, day),
        )
    if not before:
        return "", env._("%(period)s: no feedback to compare with.", period=name)
    if not now:
        return "", env._(
            "%(period)s: NPS %(nps)s, n = %(n)s.", period=name, nps=whole(env, before.value), n=whole(env, before.n)
        )
    facts = {
        "period": name,
        "nps": whole(env, before.value),
        "n": whole(env, before.n),
        "points": whole(env, abs(before.change)),
        "low": whole(env, before.low),
        "high": whole(env, before.high),
    }
    if before.verdict == "up":
        return "▲", env._(
            "Up %(points)s points from %(period)s (NPS %(nps)s, %(n)s answers). Interval of the change: "
            "%(low)s to %(high)s.",
            **facts,
        )
    if before.verdict == "down":
        return "▼", env._(
            "Down %(points)s points from %(period)s (NPS %(nps)s, %(n)s answers). Interval of the change: "
            "%(low)s to %(high)s.",
            **facts,
        )
    return "", env._(
        "No clear change from %(period)s (NPS %(nps)s, %(n)s answers). The interval of the change, %(low)s to "
        "%(high)s, holds zero.",
        **facts,
    )


def wording_changes(env, report):
    """Return one sentence for each question whose words changed in the months that the report looks back on, and for
    each score of this period that stands for other words than the one above it."""
    labels = {"nps": env._("Recommendation 0–10"), **report.item_labels}
    return [
        env._(
            "The words of “%(question)s” changed on %(day)s. Figures before and after that day are not comparable.",
            question=labels[one.column],
            day=format_date(env, one.day),
        )
        for one in report.breaks
    ] + [
        env._(
            "Other words of “%(question)s”: NPS %(nps)s, %(n)s answers. They are not in the other figures.",
            question=labels["nps"],
            nps=whole(env, score.value),
            n=whole(env, score.n),
        )
        for score in report.other_words.get("now", ())
    ]


def column_titles(env):
    """Return {column key: title} for all tables."""
    return {
        "unit": env._("Unit"),
        "channel": env._("Channel"),
        "statement": env._("Statement"),
        "month": env._("Month"),
        "answers": env._("Feedback"),
        "n": env._("NPS answers (n)"),
        "promoters": env._("Promoters (9–10)"),
        "passives": env._("Passives (7–8)"),
        "detractors": env._("Detractors (0–6)"),
        "nps": env._("NPS"),
        "low": env._("95 % interval, lower end"),
        "high": env._("95 % interval, upper end"),
        "change": env._("Change from the period before"),
        "year_change": env._("Change from last year"),
        "mean": env._("Mean (1–5)"),
        "share": env._("Share who agree"),
        "day": env._("Day"),
        "score": env._("Recommendation 0–10"),
        "wording": env._("Wording"),
        "target": env._("Target"),
        "standing": env._("Target met?"),
        "text": env._("Open feedback"),
    }


def about(env, report):
    """Return [(heading, text)] that explain every number of the report."""
    small = (env._("Small numbers"), _about_small_numbers(env, report))
    return [*_about_scores(env), *_about_targets(env, report), *_about_feedback(env), small]


def _about_scores(env):
    return [
        (
            env._("NPS"),
            env._(
                "Net Promoter Score: the share of promoters (9–10) minus the share of detractors (0–6), times 100. "
                "From -100 to 100. Passives (7–8) count in n. Totals are reckoned from people, never from other scores."
            ),
        ),
        (
            env._("n"),
            env._(
                "How many people gave a score from 0 to 10. 0 is an answer like any other; an empty one is not counted."
            ),
        ),
        (
            env._("95 % interval"),
            env._(
                "Tango's score interval for the difference of two proportions of one sample (Statistics in Medicine "
                "1998;17:891-908). If the same service were asked about again and again, 95 of 100 such intervals "
                "would hold the true score. Few answers make it wide."
            ),
        ),
        (
            env._("Change"),
            env._(
                "The interval of a change combines the two intervals by the square-and-add rule (Newcombe 1998, Zou "
                'and Donner 2008). While it holds zero we say "No clear change" and draw no arrow.'
            ),
        ),
    ]


def _about_targets(env, report):
    if not report.standings and "target" not in report.units.columns:
        return []
    return [
        (
            env._("Target"),
            env._(
                "What the county aims at in this year. Met: the whole interval reaches the target. Not met: all of it "
                "is below. Else nobody can tell yet."
            ),
        )
    ]


def _about_feedback(env):
    return [
        (
            env._("Statements"),
            env._(
                'Mean of the answers 1–5 and share of the answers 4–5. "Does not apply to me" and skipped statements '
                "are not counted. For the enablement question: the share of better and much better."
            ),
        ),
        (
            env._("Units"),
            env._(
                "Your own units. Feedback belongs to the unit visited; a merged unit's feedback is shown on the unit "
                "that goes on with its work. A correction of the unit changes the figures from then on."
            ),
        ),
        (
            env._("Open feedback"),
            env._("The words as they were given. Identity codes, phone numbers and mail addresses are masked."),
        ),
    ]


def _about_small_numbers(env, report):
    if not report.is_wide:
        return env._(
            "Nothing is hidden here: these are your own units. Take care when you show small numbers to others."
        )
    return env._(
        "Of other units nothing is shown from fewer than %(base)s answers, nor a group of 1 to %(cell)s "
        "people. More is hidden where a hidden figure could otherwise be worked out. "
        "Of your own units nothing is hidden.",
        base=report.limits.base,
        cell=report.limits.cell - 1,
    )


def hidden(env, report):
    """Return a sentence where a figure is kept from the reader, else ""."""
    return env._("Some figures are hidden so that nobody's answer can be told.") if report.hidden else ""


def address(env, report):
    """Return the address of exactly these results on the page of results, which asks the reader to sign in."""
    base = env["ir.config_parameter"].sudo().get_param("web.base.url")  # sudo: the address is no secret
    kind = kind_of(report.span)
    days = {"until": report.span.last_day.isoformat()} if kind == "own" else {}
    unit = {"unit": report.unit} if report.unit else {}
    view = {**unit, "period": kind, "on": report.span.start.isoformat(), **days, "compare": "previous"}
    return f"{base}/odoo/hva-results?{urlencode(view)}"


def channel_names(env):
    """Return {channel code: name}."""
    return dict(env["hva.fact"]._fields["channel"]._description_selection(env))
