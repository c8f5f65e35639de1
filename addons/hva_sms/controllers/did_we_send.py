"""`/p/viesti`: whoever got a message asks whether it came from us, and learns that and nothing else.

What is typed travels in the body of a POST, so no address and no log has it, and is not stored. Questions are counted
by network for a minute, as on the other pages that take a code.
"""

import logging

from odoo import http
from odoo.http import request

from odoo.addons.hva_feedback.controllers.feedback_page import refuse_post
from odoo.addons.hva_feedback.controllers.page_answer import draw, forget_visitor
from odoo.addons.hva_feedback.controllers.public_routes import READ, WRITE
from odoo.addons.hva_feedback.tools.field_view import Field
from odoo.addons.hva_feedback.tools.follow_view import show_day
from odoo.addons.hva_feedback.tools.throttle import network_of

from ..tools import sent_check
from ..tools.own_address import host_of
from ..tools.person_hash import PersonKeyError
from .message_texts import SPOKEN, message_texts

_logger = logging.getLogger(__name__)

PATH = "/p/viesti"
POST = {**WRITE, "max_content_length": 8 * 1024}


class DidWeSendPage(http.Controller):
    @http.route(PATH, **READ)
    def ask(self, lang=None, **_ignored):
        """Ask for the link and the day."""
        forget_visitor()
        return _page(_language(lang), request.env["hva.clock"]._today().isoformat())

    @http.route(PATH, **POST)
    def check(self, **_posted):
        """Say whether the message came from us."""
        refused = refuse_post()
        if refused:
            return refused
        forget_visitor()
        form = request.httprequest.form
        lang, link, raw_day = _language(form.get("lang")), form.get("link", ""), form.get("day", "")[:20]
        typed, day = sent_check.read_typed(link), sent_check.read_day(raw_day, request.env["hva.clock"]._today())
        own_host = host_of(_link_start())
        if typed and not typed.start and not sent_check.is_foreign(typed, own_host):
            typed = None  # our own address without a code says nothing
        if typed and sent_check.is_foreign(typed, own_host):
            return _page(lang, raw_day, verdict="not_ours")
        if not (typed and day):
            errors = {name for name, value in (("link", typed), ("day", day)) if not value}
            return _page(lang, raw_day, 422, link=link[: sent_check.LONGEST_TYPED], errors=errors)
        return self._look_up(lang, typed, day, own_host)

    def _look_up(self, lang, typed, day, own_host):
        """Answer for a beginning of a code. Asked too much, known and unknown ones are told alike to wait."""
        if _is_too_much():
            response = _page(lang, day.isoformat(), 429, verdict="slow")
            response.headers["Retry-After"] = str(int(sent_check.ASKED_WITHIN.total_seconds()))
            return response
        try:
            is_known = request.env["hva.sent.mark"]._is_known(typed.start, day)
        except PersonKeyError as error:
            _logger.error("nobody can be told whether a message is ours: %s", error)
            return _page(lang, day.isoformat(), 503, verdict="broken")
        verdict = sent_check.judge(typed, own_host, is_known)
        return _page(lang, day.isoformat(), verdict=verdict, day=day, is_ours=bool(typed.host))


def _is_too_much():
    """Count a question; tell whether there were too many. What is refused is not counted."""
    counts = request.env["hva.throttle"].sudo()  # sudo: nobody has rights on it
    whats = [f"asked {network_of(request.httprequest.remote_addr)}", "asked"]
    if sent_check.is_too_much(*(counts._count(what, sent_check.ASKED_WITHIN) for what in whats)):
        return True
    counts._add(whats)
    return False


def _language(lang):
    return lang if lang in dict(SPOKEN) else "fi"


def _link_start():
    """Return what all our links begin with."""
    return f"{request.env['hva.sms.text']._get_link_base()}/p/"


def _page(lang, raw_day, status=200, verdict="", day=None, is_ours=False, link="", errors=frozenset()):
    """Draw the page: the form, with what is wrong in it, or what may be said of the message."""
    texts, count = message_texts(lang), {"count": sent_check.KEPT_DAYS}
    facts = {"day": show_day(day) if day else "", "start": _link_start()}
    title = texts[f"{verdict}_title" if verdict else "sent_title"]
    lines = [f"{verdict}_text", *(["ours_link" if is_ours else "ours_look"] if verdict == "ours" else [])]
    senders = request.env["hva.sms.gateway"].sudo()._get_public_senders()  # sudo: everybody may know them
    company_id = request.env.company.id
    values = {
        "lang_code": lang,
        "languages": SPOKEN,
        "texts": texts,
        "title": title,
        "page_title": texts["error_title"] % {"title": title} if errors else title,
        "verdict": verdict,
        "lines": [texts[key] % facts for key in lines] if verdict else [],
        "fake": request.env["hva.page.text"]._get_texts(company_id, lang).get("sms_fake", ""),
        "known": [texts["know_start"] % facts]
        + ([texts["know_sender"] % {"senders": ", ".join(senders)}] if senders else [])
        + [texts["know_never"], texts["know_where"]],
        "fields": [
            Field(
                name="link",
                kind="char",
                title=texts["sent_link"],
                hint=texts["sent_link_hint"],
                text=link.replace("\0", "").encode(errors="replace").decode(),
                max_length=sent_check.LONGEST_TYPED,
                error=texts["sent_link_error"] if "link" in errors else "",
            ),
            Field(
                name="day",
                kind="date",
                input_type="date",
                title=texts["sent_day"],
                hint=texts["sent_day_hint"] % count,
                text=raw_day.replace("\0", "").encode(errors="replace").decode(),
                error=texts["sent_day_error"] % count if "day" in errors else "",
            ),
        ],
    }
    return draw("hva_sms.did_we_send_page", status, values)
