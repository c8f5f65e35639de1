"""`/p/vastaajaksi`: joining the resident pool and leaving it. Without script, session or cookie; GET never writes.

Joining takes two steps: the form, and what was sent to the contact. What the page answers never tells whether somebody
is in the pool. A count by network and one by contact keep the form from being used to flood somebody.
"""

import hashlib
import logging
from datetime import timedelta
from urllib.parse import urlencode

from odoo import http
from odoo.http import request

from odoo.addons.hva_feedback.controllers.feedback_page import refuse_post
from odoo.addons.hva_feedback.controllers.page_answer import draw, forget_visitor
from odoo.addons.hva_feedback.controllers.page_guard import count_miss
from odoo.addons.hva_feedback.controllers.page_style import LOOK, read_css
from odoo.addons.hva_feedback.controllers.page_texts import page_texts
from odoo.addons.hva_feedback.controllers.public_routes import READ, WRITE
from odoo.addons.hva_feedback.tools import throttle
from odoo.addons.hva_feedback.tools.log_mask import also_mask

from ..tools.person_hash import PersonKeyError
from ..tools.pool_wish import read_any_contact, read_wish
from .pool_texts import LANGUAGES, PATH, pool_texts
from .pool_view import PoolView, view_form, view_line

_logger = logging.getLogger(__name__)

CONFIRM, LEAVE = f"{PATH}/vahvista", f"{PATH}/eroa"
CSS = read_css("hva_sms/static/src/pool_page/pool.css")
POST = {**WRITE, "max_content_length": 16 * 1024}
NETWORK_WITHIN, NETWORK_MOST = timedelta(minutes=10), 60
CONTACT_WITHIN, CONTACT_MOST = timedelta(minutes=10), 2
also_mask(f"{CONFIRM}/")
also_mask(f"{LEAVE}/")


class PoolPage(http.Controller):
    @http.route(PATH, **READ)
    def ask(self, lang=None, **_ignored):
        """Show the form; after it, what to do next."""
        forget_visitor()
        lang, texts = spoken(lang)
        asked = request.httprequest.args
        if "mail" in asked:
            return tell(lang, "pool_mail_sent_title", "pool_mail_sent", "pool_mail_sent_not_yet")
        if "joined" in asked:
            return tell(lang, "pool_joined_title", "pool_joined", "pool_joined_leave", way=(LEAVE, "pool_leave_way"))
        return form_page(lang)

    @http.route(PATH, **POST)
    def join(self, **_posted):
        """Take the form and send what proves the contact."""
        return refuse_post() or guarded(receive)

    @http.route([CONFIRM, f"{CONFIRM}/<string(length=22):code>"], **READ)
    def show_confirm(self, code=None, lang=None, **_ignored):
        """Show the button that confirms, or the field of the digits."""
        forget_visitor()
        return confirm_page(spoken(lang)[0], code or request.httprequest.args.get("t", ""), is_read=True)

    @http.route([CONFIRM, f"{CONFIRM}/<string(length=22):code>"], **POST)
    def confirm(self, code=None, **_posted):
        """Take the person in."""
        return refuse_post() or guarded(lambda lang, form: confirmed(lang, code or form.get("t", ""), form))

    @http.route([LEAVE, f"{LEAVE}/<string:code>"], **READ)
    def show_leave(self, code="", lang=None, **_ignored):
        """Ask for the contact, or for one more click where a mail's own link was opened."""
        forget_visitor()
        lang = spoken(lang)[0]
        if "left" in request.httprequest.args:
            return tell(lang, "pool_left_title", "pool_left")
        return leave_page(lang, code)

    @http.route([LEAVE, f"{LEAVE}/<string:code>"], **POST)
    def leave(self, code="", **_posted):
        """Erase. Whoever asks learns nothing of others: known or not, the answer is the same."""
        return refuse_post() or guarded(lambda lang, form: left(lang, code, form))


def spoken(lang):
    """Return (language of the page, its words)."""
    lang = lang if lang in dict(LANGUAGES) else "fi"
    return lang, {**page_texts(lang.partition("-")[0]), **pool_texts(lang)}


def guarded(answer):
    """Return `answer(lang, form)`, or say that it cannot be done now where the person key is missing."""
    forget_visitor()
    form = request.httprequest.form
    lang = spoken(form.get("lang"))[0]
    try:
        return answer(lang, form)
    except PersonKeyError as error:
        _logger.error("the resident pool cannot be used: %s", error)
        return tell(lang, "pool_late_title", "pool_broken", status=503)


def offered(lang):
    """Return (topics, municipalities) as (id, name), in the language of the page."""
    topics = request.env["hva.pool.topic"]._offered(lang)
    # sudo: names of municipalities are no secret
    places = request.env["hva.municipality"].sudo().with_context(lang=f"{_locale(lang)}").search([])
    return topics, [(place.id, place.name) for place in places]


def form_page(lang, posted=None, wrong=None, status=200, busy=False):
    """Draw the form."""
    texts = spoken(lang)[1]
    topics, places = offered(lang)
    posted = posted or {"lang_code": [lang.partition("-")[0]]}
    view = view_form(texts, topics, places, posted, wrong or {})
    # sudo: shown to everybody
    consent = request.env["hva.pool.consent"]._current().with_context(lang=_locale(lang)).text or ""
    values = {"view": view, "consent_parts": consent.split("\n\n"), "is_busy": busy}
    return page("pool_form", lang, "pool_title", status, **values)


def receive(lang, form):
    """Check the form and send the proof."""
    posted = {name: form.getlist(name) for name in form if name}
    wish, wrong = read_wish(posted, *offered(lang))
    if wrong:
        return form_page(lang, posted, wrong, 422)
    if form.get("website"):  # the field that no person sees: the same answer, and nothing is sent
        return to(PATH, lang, mail=1)
    if is_too_much(wish.contact):
        response = form_page(lang, posted, status=429, busy=True)
        response.headers["Retry-After"] = str(int(CONTACT_WITHIN.total_seconds()))
        return response
    ticket = request.env["hva.pool.request"]._ask(wish, lang)
    return to(CONFIRM, lang, t=ticket) if ticket else to(PATH, lang, mail=1)


def is_too_much(contact):
    """Note one more form; tell whether too many came from this network, or for this contact."""
    counts = request.env["hva.throttle"].sudo()  # sudo: nobody has rights on it
    network = throttle.network_of(request.httprequest.remote_addr)
    of_network = counts._note(f"pool {network}", NETWORK_WITHIN)
    known_as = hashlib.sha256(contact.encode()).hexdigest()  # hashed again with the secret of the day
    of_contact = counts._note(f"pool contact {known_as}", CONTACT_WITHIN)
    return len(of_network) >= NETWORK_MOST or len(of_contact) >= CONTACT_MOST


def confirm_page(lang, ticket, error="", status=200, is_read=False):
    """Draw what confirms a request: a button for a mail's link, a field for digits."""
    found = request.env["hva.pool.request"]._find(ticket)
    if not found:
        return late(lang)
    texts = spoken(lang)[1]
    if not found.is_by_digits:
        return page("pool_confirm", lang, "pool_confirm_title", status, ticket=ticket, view=PoolView())
    field = {"hint": texts["pool_digits_hint"], "max_length": 12, "autocomplete": "one-time-code"}
    view = view_line("digits", texts["pool_digits"], texts, "", error and texts[error], **field)
    return page("pool_confirm", lang, "pool_digits_title", status, ticket=ticket, view=view)


def confirmed(lang, ticket, form):
    """Confirm, or say why not."""
    found = request.env["hva.pool.request"]._find(ticket)
    if found and found.is_by_digits and not found._try_digits(ticket, form.get("digits", "")):
        return confirm_page(lang, ticket, "pool_digits_error", 422)
    if not (found and found._confirm()):
        return late(lang)
    return to(PATH, lang, joined=1)


def late(lang):
    """Say that a link or code leads nowhere; whoever tries many waits."""
    return count_miss(
        lambda too_many: tell(
            lang, "pool_late_title", "pool_late", status=429 if too_many else 410, way=(PATH, "pool_again")
        )
    )


def leave_page(lang, seal="", typed="", error="", status=200):
    """Draw the form of leaving."""
    texts = spoken(lang)[1]
    view = PoolView()
    if not seal:
        more = {"autocomplete": "email", "max_length": 254}
        view = view_line("contact", texts["pool_leave_contact"], texts, typed, error and texts[error], **more)
    return page("pool_leave", lang, "pool_leave_title", status, seal=seal[:60], view=view)


def left(lang, seal, form):
    """Erase whoever the link or the contact belongs to."""
    members = request.env["hva.pool.member"].sudo()  # sudo: everybody may withdraw
    if seal:
        members._of_seal(seal).unlink()
        return to(LEAVE, lang, left=1)
    found = read_any_contact(form.get("contact", "")[:300])
    if not found:
        return leave_page(lang, "", form.get("contact", ""), "pool_leave_error", 422)
    members._leave([members._hmac(*found)])
    return to(LEAVE, lang, left=1)


def to(path, lang, **query):
    """Redirect to a page of ours in the same language."""
    place = f"{path}?{urlencode({**query, 'lang': lang})}"
    return request.make_response("", [*LOOK.headers().items(), ("Location", place)], status=303)


def tell(lang, title_key, *line_keys, status=200, way=None):
    """Draw a page that says one thing, perhaps with a way on: (path, text key)."""
    texts = spoken(lang)[1]
    lines = [texts[key] for key in line_keys]
    way = way and (f"{way[0]}?lang={lang}", texts[way[1]])
    return page("pool_told", lang, title_key, status, lines=lines, way=way, view=PoolView())


def page(template, lang, title_key, status, **values):
    """Draw a page of the pool."""
    texts = spoken(lang)[1]
    title = texts[title_key]
    is_wrong = bool(values["view"].summary)
    common = {
        "lang_code": "fi" if lang not in ("sv", "en") else lang,
        "page_lang": lang,
        "languages": LANGUAGES,
        "texts": {**texts, "summary_kept": texts["pool_summary"]},
        "page_title": texts["error_title"] % {"title": title} if is_wrong else title,
        "title": title,
        "path": request.httprequest.path,
        "company_id": request.env["hva.look"]._get_only_county(),
    }
    return draw(f"hva_sms.{template}", status, {**common, **values}, extra_css=CSS)


def _locale(lang):
    return {"sv": "sv_SE", "en": "en_US"}.get(lang, "fi_FI")
