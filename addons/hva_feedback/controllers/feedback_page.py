"""The public page `/p/<code>`: a form without session, cookie or script, and the POST that stores a feedback.

GET reads and never writes, so previews and scanners leave no trace. POST answers with 303 to the thank-you page, or
with the same page and 422 with everything typed still in it; nothing an outsider sends may end in a traceback.
"""

import dataclasses
from datetime import UTC

from odoo import http
from odoo.http import request

from ..tools import form_nonce
from ..tools.answer_validation import Problem, validate
from ..tools.codes_tables import KINDS, LANGUAGES, codes
from ..tools.contact_check import check_contact
from ..tools.entry import Submission
from ..tools.page_view import build_view
from .page_style import HEADERS, STYLE
from .page_texts import LOCALES, page_texts

MAX_BODY = 64 * 1024
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
# Only what can be a code: a website may have pages of its own below /p/.
CODE_PATH = "/p/<string(length=22):code>"
LANGUAGE_NAMES = dict(LANGUAGES)


class FeedbackPage(http.Controller):
    @http.route(
        "/p/kiitos", type="http", auth="none", methods=["GET"], save_session=False, readonly=True, sitemap=False
    )
    def thank(self, lang=None, **_ignored):
        """Say thank you. No code and no look-up: a personal link is used up when the giver gets here."""
        _forget_visitor()
        return message_page("thanks", 200, lang, "thanks_text", "thanks_contact")

    @http.route(
        CODE_PATH,
        type="http",
        auth="none",
        methods=["GET"],
        save_session=False,
        readonly=True,
        sitemap=False,
    )
    def show(self, code, lang=None, **_ignored):
        """Show the form that a code opens."""
        _forget_visitor()
        entry = request.env["hva.collector"].sudo()._hva_resolve_code(code)  # sudo: the public has no rights
        if entry is None or not entry.is_open:
            return closed_page(entry, lang)
        return _FormPage(code, entry, lang).render()

    @http.route(
        CODE_PATH,
        type="http",
        auth="none",
        methods=["POST", "PUT", "PATCH", "DELETE", "OPTIONS"],  # the others to say no in our own words
        csrf=False,  # no session to forge; the signed form number takes its place
        save_session=False,
        readonly=False,  # without a user Odoo takes a route for a reading one
        sitemap=False,
        max_content_length=MAX_BODY,
    )
    def send(self, code, **_posted):
        """Store a feedback, once."""
        _forget_visitor()
        if request.httprequest.method != "POST":
            return message_page("unreadable", 405, None, "unreadable_text")
        if request.httprequest.mimetype not in FORM_TYPES:
            return message_page("unreadable", 415, None, "unreadable_text")
        form = request.httprequest.form
        posted = {name: form.getlist(name) for name in form if name}  # a part of a multipart body may have no name
        token = form_nonce.read(_secret(), code, form.get("nonce", ""), _now())
        # Before the code is looked up: after the first of two posts a personal link leads nowhere.
        if token.nonce and request.env["survey.user_input"]._hva_is_stored(token.nonce):
            return thank_you(form.get("lang"))
        entry = request.env["hva.collector"].sudo()._hva_resolve_code(code)  # sudo: the public has no rights
        if entry is None or not entry.is_open:
            return closed_page(entry, form.get("lang"))
        if token.survey_id:
            # A page that was opened before a publish still posts to its own version.
            entry = dataclasses.replace(entry, survey_id=token.survey_id)
        return _FormPage(code, entry, form.get("lang")).store(posted, token)


class _FormPage:
    """One form in one language: draws it, or stores what was filled in."""

    def __init__(self, code, entry, lang):
        self.code, self.entry = code, entry
        wished = lang if lang in LOCALES else entry.lang_code or "fi"
        languages, self.form = request.env["hva.collector"]._hva_page_form(entry.survey_id, wished)
        self.languages = [offered for offered in languages if offered in LOCALES]
        self.lang_code = self.form.lang_code
        self.texts = page_texts(self.lang_code)

    def store(self, posted, token):
        """Check, store and thank; or show the page again with what is wrong."""
        result = validate(self.form, posted)
        wants_contact = self._contact_wish(result.values)
        contact, contact_problems = None, ()
        if any(question.role == "contact_wish" for question in self.form.questions):
            details = (posted.get(f"contact_{name}", [""])[0] for name in ("name", "phone", "email"))
            contact, contact_problems = check_contact(wants_contact, *details)
        kind = posted.get("kind", [""])[0] or None
        problems = [*result.errors, *contact_problems]
        if kind not in {None, *codes(KINDS)} or len(posted.get("kind", ())) > 1:
            problems.append(Problem("kind", "not_offered"))
        if not (kind or wants_contact or self._has_answers(result.values) or problems):
            problems.append(Problem("form", "empty"))
        if token.state != "ok":
            problems.insert(0, Problem("form", "stale_form"))
        if problems:
            return self.render(posted, problems)
        if not request.env["hva.collector"].sudo()._hva_consume(self.entry):  # sudo: the public has no rights
            return closed_page(dataclasses.replace(self.entry, is_open=False, closed_reason="used"), self.lang_code)
        # What language a personal link's page was read in is kept only where the link itself says it (it may not, when
        # few people share it); an open way in keeps the language of the page.
        entry = self.entry
        if entry.source == "collector":
            entry = dataclasses.replace(entry, lang_code=self.lang_code)
        request.env["survey.user_input"]._hva_store(
            [Submission(entry, result.values, token.nonce, kind, contact=contact, mark=_mark(posted, token))]
        )
        return thank_you(self.lang_code)

    def _contact_wish(self, values):
        """Return True or False as answered, None where the wish was left open."""
        for question in self.form.questions:
            if question.role == "contact_wish" and question.id in values:
                return any(option.id == values[question.id] and option.value == 1 for option in question.options)
        return None

    def _has_answers(self, values):
        return any(question.role != "contact_wish" and question.id in values for question in self.form.questions)

    def render(self, posted=None, problems=()):
        """Draw the page: fresh, or as it was filled in with its problems."""
        view = build_view(self.form, posted or {}, problems, self.texts)
        place = request.env["hva.collector"]._hva_page_place(self.entry.unit_id, LOCALES[self.lang_code])
        texts = request.env["hva.page.text"]._get_texts(place["company_id"], self.lang_code)
        title = f"{view.title} – {place['unit']}"
        return _draw(
            "hva_feedback.feedback_page",
            422 if problems else 200,
            {
                "lang_code": self.lang_code,
                "page_title": self.texts["error_title"] % {"title": title} if problems else title,
                "texts": self.texts,
                "view": view,
                "county": place["county"],
                "unit": place["unit"],
                "notice": texts.get("notice"),
                "privacy": texts.get("privacy_link" if self.entry.source == "link" else "privacy_open"),
                "languages": [(code, LANGUAGE_NAMES[code]) for code in self.languages],
                "action": f"/p/{self.code}",
                "nonce": form_nonce.issue(_secret(), self.code, self.form.survey_id, _now()),
            },
        )


# ---------------------------------------------------------------------- answers


def thank_you(lang):
    """Redirect to the thank-you page, which needs no code."""
    suffix = f"?lang={lang}" if lang in LOCALES and lang != "fi" else ""
    return request.make_response("", [*HEADERS.items(), ("Location", f"/p/kiitos{suffix}")], status=303)


def closed_page(entry, lang):
    """Say that a code opens nothing: unknown (404), or closed for a reason (410)."""
    lang_code = lang if lang in LOCALES else (entry.lang_code if entry else None)
    if entry is None:
        return message_page("unknown", 404, lang_code, "unknown_text")
    reason = "archived" if entry.closed_reason in (None, "closed") else entry.closed_reason
    return message_page(reason, 410, lang_code, "used_text" if reason == "used" else "closed_text")


def message_page(title_key, status, lang_code, *line_keys):
    """Return a page that says one thing. `lang_code` None or unknown: Finnish."""
    lang_code = lang_code if lang_code in LOCALES else "fi"
    texts = page_texts(lang_code)
    title = texts[f"{title_key}_title"]
    values = {"lang_code": lang_code, "page_title": title, "title": title, "lines": [texts[key] for key in line_keys]}
    return _draw("hva_feedback.feedback_page_message", status, values)


def _draw(template, status, values):
    html = request.env["ir.qweb"]._render(template, {"style": STYLE, "county": "", **values})
    return request.make_response(
        html.strip(), [*HEADERS.items(), ("Content-Type", "text/html; charset=utf-8")], status=status
    )


def _forget_visitor():
    """Go on as the public user, whoever is logged in in this browser.

    Odoo notes who created a row: a member of staff, or a client with a portal account, must not be noted on a feedback.
    """
    request.update_env(user=request.env["ir.model.data"]._xmlid_to_res_id("base.public_user"))
    # Said here, because Odoo would read the user's whole row in each request to find its company.
    request.update_context(allowed_company_ids=list(request.env.user._get_company_ids()))


def _now():
    """Return the present moment in seconds since 1970."""
    return int(request.env["hva.clock"]._now().replace(tzinfo=UTC).timestamp())


def _secret():
    # sudo: the database's secret is for the server's own use
    return request.env["ir.config_parameter"].sudo().get_param("database.secret").encode()


def _mark(posted, token):
    """Return why an answer should be looked at with care (a code of `codes_tables.MARKS`), or None."""
    if any(posted.get("website", ())):
        return "trap_filled"
    return "too_fast" if token.is_too_fast else None
