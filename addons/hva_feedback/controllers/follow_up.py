"""`/p/follow`: a giver follows a feedback with the code that was taken after sending, and may add one message.

The code travels in the body of a POST only: no address, no cookie and no log has it. Every page of it is drawn anew and
kept by nobody.
"""

from odoo import http
from odoo.http import request

from ..tools.codes_tables import LANGUAGES
from ..tools.field_view import code_field
from ..tools.follow_code import show_follow_code
from ..tools.follow_message import check_message, view_message
from ..tools.follow_view import show_day, steps
from ..tools.text_guard import is_told
from .feedback_page import refuse_post
from .page_answer import draw, forget_visitor, message_page
from .page_guard import count_miss
from .page_style import read_css
from .page_texts import LOCALES, page_texts
from .public_routes import READ, WRITE

PATH = "/p/follow"
CODES_CSS = read_css("hva_feedback/static/src/feedback_page/codes.css")
FOLLOW_CSS = read_css("hva_feedback/static/src/feedback_page/follow.css")
POST = {**WRITE, "max_content_length": 16 * 1024}


class FollowUpPage(http.Controller):
    @http.route(PATH, **READ)
    def ask(self, lang=None, **_ignored):
        """Ask for the code."""
        forget_visitor()
        return ask_page(_language(lang))

    @http.route(PATH, **POST)
    def show(self, **_posted):
        """Show what has happened to the feedback of a code."""
        return with_code(lambda lang, typed, answer: status_page(lang, typed, answer))

    @http.route(f"{PATH}/new", **POST)
    def take(self, **_posted):
        """Make the code of a feedback that was just given, and show it once."""
        refused = refuse_post()
        if refused:
            return refused
        forget_visitor()
        form = request.httprequest.form
        lang = _language(form.get("lang"))
        code = request.env["hva.follow.up"]._take(form.get("ticket", ""))
        if not code:
            return message_page("follow_late", 410, lang, "follow_late_text")
        texts = page_texts(lang)
        base = request.env["hva.follow.up"].get_base_url().rstrip("/")
        values = {"code": show_follow_code(code), "address": f"{base.partition('://')[2]}{PATH}"}
        return _draw("follow_new", 200, lang, texts["follow_code_title"], **values)

    @http.route(f"{PATH}/message", **POST)
    def add(self, **_posted):
        """Store the one message that belongs to a code."""
        return with_code(receive_message)


def with_code(answer_page):
    """Return `answer_page(lang, typed, answer)` for the code that was posted, or the page that asks for it again."""
    refused = refuse_post()
    if refused:
        return refused
    forget_visitor()
    form = request.httprequest.form
    lang, typed = _language(form.get("lang")), form.get("code", "")[:60]
    answer = request.env["hva.follow.up"]._open(typed)
    return answer_page(lang, typed, answer) if answer else missed(lang, typed)


def missed(lang, typed):
    """Say that nothing is found, without why. Who tries many waits a minute; codes that work go on opening."""
    return count_miss(
        lambda too_many: ask_page(lang, typed, *(("follow_code_slow", 429) if too_many else ("follow_code_wrong", 404)))
    )


def ask_page(lang, typed="", error_key="", status=200):
    """Draw the page that asks for the code."""
    texts = page_texts(lang)
    error = texts[error_key] if error_key else ""
    field = code_field(texts["follow_code"], texts["follow_code_hint"], typed, error)
    title = texts["follow_title"]
    return _draw(
        "follow_ask", status, lang, texts["error_title"] % {"title": title} if error_key else title, field=field
    )


def status_page(lang, typed, answer, view=None, is_sent=False):
    """Draw what has happened. `view` is the form of the message with what is wrong in it."""
    texts = page_texts(lang)
    follow = request.env["hva.follow.up"]
    facts, case = follow._facts(answer)
    messages = request.env["hva.case.message"].sudo()._of_code(answer)  # sudo: the code is the permission
    sent = messages.filtered(lambda message: message.direction == "in")
    has_problem = bool(view and (view.summary or view.warnings))
    title = texts["follow_title"]
    if has_problem:
        title = texts["error_title" if view.summary else "warning_page_title"] % {"title": title}
    values = {
        "code": typed,
        "steps": steps(facts, texts),
        "has_case": bool(case),
        "answers": [_shown(message, texts) for message in messages - sent],
        "changes": follow._changes(answer, lang),
        "sent": [_shown(message, texts) for message in sent],
        "view": view or view_message(texts),
        # the summary is that of the forms: here it speaks of the message
        "texts": {
            **texts,
            "summary_kept": texts["follow_message_kept"],
            "warning_text": texts["follow_message_check"],
        },
        "is_sent": is_sent,
    }
    return _draw("follow_status", 422 if has_problem else 200, lang, title, **values)


def receive_message(lang, typed, answer):
    """Store the message, or show the page again with what is wrong or to be looked at."""
    messages = request.env["hva.case.message"].sudo()  # sudo: the code is the permission
    if messages._has_written(answer):
        return status_page(lang, typed, answer)
    form = request.httprequest.form
    posted = {name: form.getlist(name) for name in form if name}
    raw = form.get("message", "")
    checked = check_message(raw)
    if checked.problems or not is_told(checked.warned, posted):
        view = view_message(page_texts(lang), raw, checked.problems, () if checked.problems else checked.warned)
        return status_page(lang, typed, answer, view=view)
    messages._receive_by_code(answer, lang, checked.text)
    return status_page(lang, typed, answer, is_sent=True)


def _shown(message, texts):
    """Return {when, lang, paragraphs} of a message."""
    lang_code = message.lang_code or "fi"
    paragraphs = [part.split("\n") for part in (message.body or "").replace("\r\n", "\n").strip().split("\n\n")]
    return {
        "when": texts["follow_answered_on"] % {"day": show_day(message.day)},
        "lang": lang_code,
        "parts": paragraphs,
    }


def _language(lang):
    return lang if lang in LOCALES else "fi"


def _draw(template, status, lang, title, **values):
    names = dict(LANGUAGES)
    common = {
        "lang_code": lang,
        "texts": page_texts(lang),
        "page_title": title,
        "languages": [(code, names[code]) for code in LOCALES],
    }
    return draw(f"hva_feedback.{template}", status, {**common, **values}, extra_css=CODES_CSS + FOLLOW_CSS)
