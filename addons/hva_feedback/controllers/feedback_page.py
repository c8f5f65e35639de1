"""The public page `/p/<code>`: a form without session, cookie or script, and the POST that stores a feedback.

GET reads and never writes, so previews and scanners leave no trace. POST answers with 303 to the thank-you page, or
with the same page and 422 with everything typed still in it; nothing an outsider sends may end in a traceback.
"""

import dataclasses

from odoo import http
from odoo.http import request

from ..tools import form_nonce
from .child_page import form_page
from .page_answer import closed_page, forget_visitor, message_page, now, secret, thank_you, thanks_page
from .page_guard import judge, lead_nowhere, slow_down
from .public_routes import READ, WRITE
from .unit_finder import UnitFinder

FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
# Only what can be a code: a website may have pages of its own below /p/.
CODE_PATH = "/p/<string(length=22):code>"


class FeedbackPage(http.Controller):
    @http.route("/p/kiitos", **READ)
    def thank(self, lang=None, **_ignored):
        """Say thank you. No code and no look-up: a personal link is used up when the giver gets here."""
        forget_visitor()
        asked = request.httprequest.args
        return thanks_page(lang, is_told="told" in asked, ticket=asked.get("take"))

    @http.route(f"{CODE_PATH}/kiitos", **READ)
    def thank_embedded(self, code, lang=None, **_ignored):
        """Say thank you inside the website that embeds the way in."""
        forget_visitor()
        entry = request.env["hva.collector"].sudo()._hva_resolve_code(code)  # sudo: the public has no rights
        around = entry.frame_ancestors if entry else ()
        is_told = "told" in request.httprequest.args
        return thanks_page(lang, around, f"/p/{code}/kiitos", is_told=is_told)

    @http.route(CODE_PATH, **READ)
    def show(self, code, lang=None, **_ignored):
        """Show the form that a code opens."""
        forget_visitor()
        entry = request.env["hva.collector"].sudo()._hva_resolve_code(code)  # sudo: the public has no rights
        if entry is None:
            return lead_nowhere(lang)
        if not entry.is_open:
            return closed_page(entry, lang)
        if entry.finds_unit:
            return UnitFinder(code, entry, lang).show(request.httprequest.args.to_dict())
        return form_page(code, entry, lang).render()

    @http.route(CODE_PATH, **WRITE)
    def send(self, code, **_posted):
        """Store a feedback, once."""
        return receive(code)


def receive(code, path=None):
    """Store what was posted for a code and thank, or say why not. `path` is the form's address, see `FormPage`."""
    refused = refuse_post()
    if refused:
        return refused
    forget_visitor()
    form = request.httprequest.form
    posted = {name: form.getlist(name) for name in form if name}  # a part of a multipart body may have no name
    token = form_nonce.read(secret(), code, form.get("nonce", ""), now())
    collectors = request.env["hva.collector"].sudo()  # sudo: the public has no rights
    # Before the code is looked up: after the first of two posts a personal link leads nowhere.
    if token.nonce and request.env["survey.user_input"]._hva_is_stored(token.nonce):
        entry = collectors._hva_resolve_code(code)
        ticket = request.env["hva.follow.up"]._offer_again(token.nonce)
        return thank_you(form.get("lang"), code if entry and entry.frame_ancestors else None, ticket)
    entry = collectors._hva_resolve_code(code)
    if entry is None:
        return lead_nowhere(form.get("lang"))
    if not entry.is_open:
        return closed_page(entry, form.get("lang"))
    verdict = judge(entry)
    token = dataclasses.replace(token, state="busy" if verdict.retry_after else token.state, mark=verdict.mark)
    if token.survey_id:
        # A page that was opened before a publish still posts to its own version.
        entry = dataclasses.replace(entry, survey_id=token.survey_id)
    if entry.finds_unit:
        response = UnitFinder(code, entry, form.get("lang")).store(posted, token)
    else:
        response = form_page(code, entry, form.get("lang"), path).store(posted, token)
    return slow_down(response, entry, verdict)


def refuse_post():
    """Return the answer to a request that no form of ours makes, None where it is one."""
    if request.httprequest.method != "POST":
        forget_visitor()
        return message_page("unreadable", 405, None, "unreadable_text")
    if request.httprequest.mimetype not in FORM_TYPES:
        forget_visitor()
        return message_page("unreadable", 415, None, "unreadable_text")
    return None
