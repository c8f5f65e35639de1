"""Was this form hard to use? The question on the thank-you page, and the answer to it.

It is asked without knowing who answers or what was answered before: nothing leads from one to the other.
"""

import functools

from odoo import http
from odoo.http import request

from ..tools import form_nonce
from ..tools.answer_validation import Problem
from ..tools.difficulty import check_difficulty, view_difficulty
from .feedback_page import CODE_PATH, refuse_post
from .page_answer import NUMBER_FOR, closed_page, forget_visitor, now, secret, see_other, thanks_page
from .page_texts import LOCALES, page_texts
from .public_routes import WRITE

POST = {**WRITE, "max_content_length": 16 * 1024}


class DifficultyPage(http.Controller):
    @http.route("/p/kiitos", **POST)
    def tell(self, **_posted):
        """Store what was said on the thank-you page."""
        return refuse_post() or receive("form", "/p/kiitos", thanks_page)

    @http.route(f"{CODE_PATH}/kiitos", **POST)
    def tell_embedded(self, code, **_posted):
        """Store what was said on the thank-you page inside another website."""
        refused = refuse_post()
        if refused:
            return refused
        forget_visitor()
        entry = request.env["hva.collector"].sudo()._hva_resolve_code(code)  # sudo: the public has no rights
        if entry is None:
            return closed_page(None, request.httprequest.form.get("lang"))
        path = f"/p/{code}/kiitos"
        draw_page = functools.partial(thanks_page, frame_ancestors=entry.frame_ancestors, path=path)
        return receive("embed", path, draw_page, entry.company_id)


def receive(page, path, draw_page, company_id=None):
    """Store what was posted and lead to the thanks for it, or show `draw_page(lang, view=)` with what is wrong."""
    forget_visitor()
    form = request.httprequest.form
    posted = {name: form.getlist(name) for name in form if name}
    lang = form.get("lang") if form.get("lang") in LOCALES else "fi"
    said, problems = check_difficulty(posted)
    # How long the page was open does not matter: the number only keeps two posts from being stored twice.
    nonce = form_nonce.read(secret(), NUMBER_FOR, form.get("nonce", ""), now()).nonce
    if not nonce:
        problems = (Problem("form", "stale_form"), *problems)
    if problems:
        return draw_page(lang, view=view_difficulty(page_texts(lang), posted, problems))
    county = company_id or request.env["hva.look"]._get_only_county()
    request.env["hva.page.difficulty"]._receive(said, nonce, page=page, lang_code=lang, company_id=county or None)
    return see_other(path, lang, told=1)
