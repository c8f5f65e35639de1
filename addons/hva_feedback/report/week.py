"""A unit's week: what its people read on the screen, print for the coffee room, and get by mail on Monday.

Everything is asked with the rights of the reader in the environment. The mail has no words of a giver unless the county
switched that on, and then only of feedback that may be shared (`survey_user_input_share`).
"""

from datetime import timedelta

from markupsafe import Markup

from odoo.tools import format_date

from ..tools.codes_tables import KINDS
from ..tools.meeting_agenda import Candidate, arrange
from ..tools.weekly import WEEK, shorten

MAIL_COMMENTS = 3
MAIL_LONGEST = 280
SCREEN_THANKS, SCREEN_COMMENTS = 24, 8
SOON = timedelta(days=14)


def week_values(unit, week):
    """Return the figures of the week that begins on the Monday `week`, for `unit` and its parts.

    A dict: period, new, kinds [(label, count)], unread, late, open_cases, discussed, and counts of improvements
    (to_do, late_changes, done). Constant in queries.
    """
    env = unit.env
    answers, cases = env["survey.user_input"], env["helpdesk.ticket"]
    given = week_domain(unit, week)
    labels = dict(answers._fields["hva_kind"]._description_selection(env))
    by_kind = dict(answers._read_group(given, ["hva_kind"], ["__count"]))
    today = env["hva.clock"]._today()
    open_cases = [
        ("hva_is_case", "=", True),
        ("hva_state", "!=", "closed"),
        ("hva_responsible_unit_id", "child_of", unit.ids),
    ]
    changes = env["hva.improvement"]
    mine = ("unit_id", "child_of", unit.ids)
    return {
        "period": _period(env, week),
        "new": sum(by_kind.values()),
        "kinds": [(labels[code], by_kind[code]) for code, _label in KINDS if by_kind.get(code)],
        "thanks": by_kind.get("thanks", 0),
        "unread": answers.search_count([*_ours(unit), ("hva_read_on", "=", False), ("hva_has_text", "=", True)]),
        "discussed": answers.search_count([*given, ("hva_discussed_on", "!=", False)]),
        "open_cases": cases.search_count(open_cases),
        "late": cases.search_count([*open_cases, ("hva_is_late", "=", True)]),
        "to_do": changes.search_count([mine, ("state", "=", "decided"), ("due_on", "<=", today + SOON)]),
        "late_changes": changes.search_count([mine, ("is_late", "=", True)]),
        "done": changes.search_count([mine, ("done_on", ">=", week), ("done_on", "<", week + WEEK)]),
    }


def week_domain(unit, week):
    """Return the domain of the feedback given to `unit` and its parts in the week."""
    return [*_ours(unit), ("hva_given_on", ">=", week), ("hva_given_on", "<", week + WEEK)]


def week_comments(unit, week, most, longest=None):
    """Return words of the week that may be shared, thanks first: [{text, kind}], masked; `longest` cuts them short."""
    answers = unit.env["survey.user_input"]
    found = answers.search([*week_domain(unit, week), *answers._hva_share_domain()], limit=200, order="id desc")
    texts = {answer.id: answer._hva_shared_text() for answer in found}
    labels = dict(answers._fields["hva_kind"]._description_selection(unit.env))
    chosen = arrange([Candidate(a.id, a.hva_kind or None, a.hva_given_on) for a in found if texts[a.id]], most)
    return [
        {
            "text": shorten(texts[answer.id], longest) if longest else texts[answer.id],
            "kind": labels.get(answer.hva_kind, ""),
            "is_thanks": answer.hva_kind == "thanks",
        }
        for answer in found.browse(chosen)
    ]


def render_week_mail(unit, week):
    """Return the mail as a whole HTML page in the language of the environment."""
    env = unit.env
    # sudo: parameters are readable by system administrators alone
    with_words = env["ir.config_parameter"].sudo().get_param("hva_feedback.digest_comments") in ("1", "True", "true")
    base = unit.get_base_url().rstrip("/")
    lang_code = (env.lang or "en").split("_")[0]
    values = {
        "html_lang": (env.lang or "en").replace("_", "-"),  # "lang" is taken by QWeb itself
        "unit": unit.name,
        "week": week_values(unit, week),
        "comments": week_comments(unit, week, MAIL_COMMENTS, MAIL_LONGEST) if with_words else [],
        "changes": public_changes(unit, week, lang_code),
        "url": f"{base}/hva_feedback/week/{unit.id}?week={week.isoformat()}",
        "mail_look": env["hva.look"]._get_mail_look(unit.company_id.id),
    }
    return Markup("<!DOCTYPE html>\n") + env["ir.qweb"]._render("hva_feedback.week_mail", values)


def public_changes(unit, week, lang_code):
    """Return the approved texts of what was published in the week: everybody may read them."""
    published = unit.env["hva.improvement"]._hva_public(unit, lang_code)
    return [change for change in published if week <= change["published_on"] < week + WEEK]


def _ours(unit):
    return [
        ("hva_is_feedback", "=", True),
        ("hva_unit_id", "child_of", unit.ids),
        ("state", "=", "done"),
        ("test_entry", "=", False),
    ]


def _period(env, week):
    first = format_date(env, week, date_format="d.M.")
    return f"{first}–{format_date(env, week + WEEK - timedelta(days=1), date_format='d.M.yyyy')}"
