"""A unit's week on the screen, and printed for the coffee room, for who is logged in and works there."""

import functools

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from ..models.res_users_digest import CHOICES
from ..report.week import SCREEN_COMMENTS, SCREEN_THANKS, public_changes, week_comments, week_values
from ..tools.weekly import WEEK, monday_of, read_week
from .meeting_texts import staff_lang
from .page_answer import draw
from .page_style import read_css
from .page_texts import OWN_LOCALES
from .week_texts import week_texts

PATH = "/hva_feedback/week"
MOST_UNITS = 30
INSIDE = ("unread", "open_cases", "late", "to_do", "late_changes", "done")  # not for the coffee room


@functools.lru_cache(maxsize=1)
def _css():
    return read_css("hva_feedback/static/src/week/week.css")


class WeekPage(http.Controller):
    @http.route(PATH, type="http", auth="user", methods=["GET"], readonly=True, sitemap=False)
    def first(self, **_ignored):
        """Open the week of the person's own unit; without one there is nothing to show."""
        units = _own_units()
        if not units:
            raise NotFound()
        return request.redirect(f"{PATH}/{units[0].id}", code=303)

    @http.route(f"{PATH}/<int:unit_id>", type="http", auth="user", methods=["GET"], readonly=True, sitemap=False)
    def show(self, unit_id, week="", **_ignored):
        """Show the week that holds the day `week`; the last whole week without one."""
        unit = _get_unit(unit_id)
        today = request.env["hva.clock"]._today()
        monday = read_week(str(week), today)
        lang_code = staff_lang(request.env)
        texts = week_texts(lang_code)
        unit = unit.with_context(lang=OWN_LOCALES[lang_code])
        figures = week_values(unit, monday)
        said = week_comments(unit, monday, SCREEN_THANKS + SCREEN_COMMENTS)
        path = f"{PATH}/{unit.id}"
        values = {
            "lang_code": lang_code,
            "company_id": unit.company_id.id,
            "page_title": texts["week_title"] % {"unit": unit.name},
            "statement_url": None,
            "texts": texts,
            "path": path,
            "period": texts["week_period"] % {"period": figures["period"]},
            "before": f"{path}?week={monday - WEEK}",
            "after": f"{path}?week={monday + WEEK}" if monday < monday_of(today) else None,
            "units": [(each.id, each.name) for each in _own_units() if each != unit],
            "new": figures["new"],
            "kinds": figures["kinds"],
            "discussed": figures["discussed"],
            "inside": [(texts[f"week_{name}"], figures[name]) for name in INSIDE],
            "thanks": [each for each in said if each["is_thanks"]][:SCREEN_THANKS],
            "others": [each for each in said if not each["is_thanks"]][:SCREEN_COMMENTS],
            "changes": public_changes(unit, monday, lang_code),
            "mail": request.env.user.hva_digest or "none",
            "csrf": request.csrf_token(),
        }
        return draw("hva_feedback.week_page", 200, values, extra_css=_css())

    @http.route(f"{PATH}/<int:unit_id>", type="http", auth="user", methods=["POST"], sitemap=False)
    def choose(self, unit_id, mail="", **_posted):
        """Keep whether this person gets the week by mail."""
        if mail in dict(CHOICES):
            request.env.user.write({"hva_digest": mail})
        return request.redirect(f"{PATH}/{unit_id}#mail", code=303)


def _own_units():
    """Return the units whose week this person reads: where the access was given, not each part of them."""
    # sudo: everybody may know the own accesses
    accesses = (
        request.env["hva.unit.access"]
        .sudo()
        .search([("user_id", "=", request.env.uid), ("is_valid_today", "=", True)], order="id", limit=MOST_UNITS)
    )
    units = accesses.unit_id.filtered("active")
    if not units and request.env.user.has_group("hva_feedback.hva_feedback_group_admin"):
        units = units.search(
            [("parent_id", "=", False), ("company_id", "in", request.env.companies.ids)], limit=MOST_UNITS
        )
    return units.sudo(False)


def _get_unit(unit_id):
    env = request.env
    unit = env["hva.unit"].with_context(active_test=False).browse(unit_id).exists()
    if not unit or not env.user.has_group("hva_feedback.hva_feedback_group_viewer") or not unit.has_access("read"):
        raise NotFound()
    if unit not in env.user._hva_units() and not env.user.has_group("hva_feedback.hva_feedback_group_admin"):
        raise NotFound()
    return unit
