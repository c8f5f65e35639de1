"""The body of a report mail: one number first, readable on a phone, with no picture but the county's logo."""

from markupsafe import Markup

from . import wording

MAIL_UNITS = 12  # rows of the unit table in the mail; the workbook has them all
MAIL_COMMENTS = 6


def render_mail(env, report, title):
    """Return the mail of `report` (a `report_matrix.Report`) as a whole HTML page in the language of `env`."""
    score = report.headline
    told = [row for row in report.units.rows if row.is_own or row["nps"].value is not None]
    ranked = sorted(told, key=lambda row: -(row["n"].value or 0))
    shown = {row.key for row in ranked[:MAIL_UNITS]}
    period = wording.period(env, report.span)
    values = {
        "html_lang": (env.lang or "en").replace("_", "-"),  # "lang" is taken by QWeb itself
        "title": title,
        "mail_look": env["hva.look"]._get_mail_look(env.company.id),
        "period": period[:1].upper() + period[1:],
        "has_own": any(row.is_own for row in report.units.rows) or not report.is_wide,
        "titles": wording.column_titles(env),
        "report": report,
        "score": score and wording.whole(env, score.value),
        "facts": wording.facts(env, report) if score else [],
        "comparisons": wording.comparisons(env, report),
        "wording_changes": wording.wording_changes(env, report),
        "targets": wording.targets(report),
        "hidden": wording.hidden(env, report),
        "units": [_line(env, row) for row in report.units.rows if row.key in shown],
        "more_units": _more(env, len(report.units.rows), len(shown)),
        "unit_total": report.units.total and _line(env, report.units.total),
        "channels": [_line(env, row) for row in report.channels.rows],
        "statements": [_statement(env, row) for row in report.statements.rows],
        "comments": [_comment(env, comment) for comment in report.comments[:MAIL_COMMENTS]],
        "more_comments": _more(env, len(report.comments), MAIL_COMMENTS),
        "url": wording.address(env, report),
    }
    return Markup("<!DOCTYPE html>\n") + env["ir.qweb"]._render("hva_reports.report_mail", values)


def _more(env, count, shown):
    """Return how many of the workbook's `count` rows the mail leaves out, "" for none."""
    return wording.whole(env, count - shown) if count > shown else ""


def _line(env, row):
    """Return what the mail says of a unit or channel: its NPS with interval and n, or the reason for none."""
    score, n = row["nps"], row["n"]
    small = [] if row["low"].value is None else [wording.interval(env, row["low"].value, row["high"].value)]
    if n.value:
        small.append(f"n = {wording.whole(env, n.value)}")
    figure = wording.reason(env, score.reason) if score.value is None else wording.whole(env, score.value)
    details = [" · ".join(small), wording.verdict(env, row)]
    return {
        "label": row.label,
        "figure": figure,
        "is_number": score.value is not None,
        "details": [detail for detail in details if detail],
    }


def _statement(env, row):
    mean = env._("mean %(mean)s", mean=wording.decimal(env, row["mean"].value))
    return {
        "label": row.label,
        "figure": wording.share(env, row["share"].value),
        "is_number": True,
        "details": [f"{mean} · n = {wording.whole(env, row['n'].value)}"],
    }


def _comment(env, comment):
    score = "" if comment.score is None else env._("%(score)s out of 10", score=comment.score)
    score = score.replace(" ", "\N{NO-BREAK SPACE}")
    return {"text": comment.text, "about": " · ".join(part for part in (comment.unit, score) if part)}
