"""The body of a report mail: one number first, readable on a phone, with no picture but the county's logo."""

from markupsafe import Markup

from . import wording

MAIL_UNITS = 12  # rows of the unit table in the mail; the workbook has them all
MAIL_COMMENTS = 6


def render_mail(env, report, title):
    """Return the mail of `report` (a `report_matrix.Report`) as a whole HTML page in the language of `env`."""
    score = report.headline
    ranked = sorted(report.units.rows, key=lambda row: -(row["n"].value or 0))
    shown = {row.key for row in ranked[:MAIL_UNITS]}
    values = {
        "html_lang": (env.lang or "en").replace("_", "-"),  # "lang" is taken by QWeb itself
        "title": title,
        "mail_look": env["hva.look"]._get_mail_look(env.company.id),
        "period": wording.period(env, report.span),
        "titles": wording.column_titles(env),
        "report": report,
        "score": score and wording.decimal(env, score.value),
        "facts": wording.facts(env, report) if score else [],
        "comparisons": wording.comparisons(env, report),
        "wording_changes": wording.wording_changes(env, report),
        "units": [_line(env, row) for row in report.units.rows if row.key in shown],
        "more_units": len(report.units.rows) - len(shown),
        "unit_total": report.units.total and _line(env, report.units.total),
        "channels": [_line(env, row) for row in report.channels.rows],
        "statements": [_statement(env, row) for row in report.statements.rows],
        "comments": [_comment(env, comment) for comment in report.comments[:MAIL_COMMENTS]],
        "more_comments": report.comment_count - min(MAIL_COMMENTS, len(report.comments)),
        "url": f"{env['ir.config_parameter'].sudo().get_param('web.base.url')}"  # sudo: the address is no secret
        "/odoo/action-hva_reports.hva_feedback_analysis_action",
    }
    return Markup("<!DOCTYPE html>\n") + env["ir.qweb"]._render("hva_reports.report_mail", values)


def _line(env, row):
    """Return what the mail says of a unit or channel: its NPS with interval and n, or the reason for none."""
    score, n = row["nps"], row["n"]
    details = [] if row["low"].value is None else [wording.interval(env, row["low"].value, row["high"].value)]
    if n.value:
        details.append(f"n = {wording.whole(env, n.value)}")
    figure = wording.reason(env, score.reason) if score.value is None else wording.whole(env, score.value)
    return {"label": row.label, "figure": figure, "details": details}


def _statement(env, row):
    mean = env._("mean %(mean)s", mean=wording.decimal(env, row["mean"].value))
    return {
        "label": row.label,
        "figure": wording.percent(env, row["share"].value),
        "details": [mean, f"n = {wording.whole(env, row['n'].value)}"],
    }


def _comment(env, comment):
    score = "" if comment.score is None else env._("%(score)s out of 10", score=comment.score)
    return {"text": comment.text, "about": " · ".join(part for part in (comment.unit, score) if part)}
