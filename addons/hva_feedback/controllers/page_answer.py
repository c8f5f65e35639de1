"""What the public pages answer with, and what each of their requests needs first."""

import dataclasses
from datetime import UTC
from urllib.parse import urlencode

from odoo.http import request

from ..tools import form_nonce
from ..tools.difficulty import view_difficulty
from ..tools.follow_code import is_ticket
from ..tools.languages import base_of, direction_of
from .kept_pages import ACTION, NONCE, draw_once
from .page_embed import SCRIPT_HASH, embed_script
from .page_style import LOOK, county_look
from .page_texts import LOCALES, OWN_LOCALES, page_texts

STATEMENT_PATH = "/p/saavutettavuus"
TICKET = "hva-kept-page-ticket"
NUMBER_FOR = "kiitos"  # what the number of the thank-you page's own form is signed for, in place of a code


def draw(template, status, values, look=None, frame_ancestors=(), script_hashes=(), extra_css="", **policy):
    """Render a public page. `policy` goes to `page_style.Look.headers`: who may embed it, which scripts it has.

    Without a `look` it is that of the county `values["company_id"]`, or of the only county of the database. Its logo
    stands where its name would.
    """
    look = look or county_look(request.env, values.get("company_id"))
    if frame_ancestors:
        values = {**values, "embed_script": embed_script(frame_ancestors)}
        script_hashes = (*script_hashes, SCRIPT_HASH)
    if extra_css:
        look = dataclasses.replace(look, css=look.css + extra_css)
    policy = {"frame_ancestors": frame_ancestors, "script_hashes": script_hashes, **policy}
    values = {
        "style": look.style,
        "county": look.county,
        "county_lang": look.county_lang,
        "lang_dir": direction_of(values["lang_code"]),
        **statement_link(values["lang_code"]),
        **values,
    }
    values["logo"] = look.logo if values["county"] == look.county else ""
    html = request.env["ir.qweb"]._render(template, values)
    headers = {**look.headers(**policy), "Content-Type": "text/html; charset=utf-8"}
    return request.make_response(html.strip(), list(headers.items()), status=status)


def statement_link(lang_code):
    """Return what the foot of a page in a language links to: the accessibility statement, which has fewer languages."""
    texts = page_texts(lang_code)
    lang = next((code for code in (lang_code, base_of(lang_code)) if code in OWN_LOCALES), "fi")
    return {
        "statement_url": f"{STATEMENT_PATH}?lang={lang}" if lang != "fi" else STATEMENT_PATH,
        "statement_lang": lang if lang != lang_code else None,
        "statement_label": texts["accessibility"],
        "new_tab": texts["new_tab"],
    }


def thank_you(lang, embedded_code=None, ticket=""):
    """Redirect to the thank-you page. It needs no code, but of a way in that others embed: it says who may.

    With a `ticket` (`tools.follow_code`) it offers a code to follow the feedback.
    """
    path = f"/p/{embedded_code}/kiitos" if embedded_code else "/p/kiitos"
    return see_other(path, lang, **({"take": ticket} if ticket and not embedded_code else {}))


def see_other(path, lang, **query):
    """Redirect to another public page, in a language of the page."""
    if lang in LOCALES and lang != "fi":
        query["lang"] = lang
    place = f"{path}?{urlencode(query)}" if query else path
    return request.make_response("", [*LOOK.headers().items(), ("Location", place)], status=303)


def closed_page(entry, lang):
    """Say that a code opens nothing: unknown (404), or closed for a reason (410)."""
    lang_code = lang if lang in LOCALES else (entry.lang_code if entry else None)
    if entry is None:
        return message_page("unknown", 404, lang_code, "unknown_text")
    around = entry.frame_ancestors
    reason = "archived" if entry.closed_reason in (None, "closed") else entry.closed_reason
    return message_page(
        reason, 410, lang_code, "used_text" if reason == "used" else "closed_text", frame_ancestors=around
    )


def message_page(title_key, status, lang_code, *line_keys, frame_ancestors=()):
    """Return a page that says one thing. `lang_code` None or unknown: Finnish."""
    lang_code = lang_code if lang_code in LOCALES else "fi"
    return draw_once(
        ("message", title_key, status, lang_code, line_keys, frame_ancestors),
        lambda: _draw_message(title_key, status, lang_code, line_keys, frame_ancestors),
    )


def _draw_message(title_key, status, lang_code, line_keys, frame_ancestors):
    texts = page_texts(lang_code)
    title = texts[f"{title_key}_title"]
    values = {"lang_code": lang_code, "page_title": title, "title": title, "lines": [texts[key] for key in line_keys]}
    return draw("hva_feedback.feedback_page_message", status, values, frame_ancestors=frame_ancestors)


def thanks_page(lang, frame_ancestors=(), path="/p/kiitos", view=None, is_told=False, ticket=""):
    """Return the page that says thank you and what happens next. `lang` None or unknown: Finnish.

    It asks whether the form was hard to use, and posts that to `path`. `view` is that question with what is wrong in
    it; `is_told` says that it was answered. With a `ticket` it offers a code to follow the feedback.
    """
    lang_code = lang if lang in LOCALES else "fi"
    if is_told:
        return message_page("difficulty_done", 200, lang_code, "difficulty_done_text", frame_ancestors=frame_ancestors)
    number = form_nonce.issue(secret(), NUMBER_FOR, 0, now())
    ticket = ticket if is_ticket(ticket or "") else ""
    if view:
        return _draw_thanks(lang_code, frame_ancestors, path, view, number, ticket)
    marker = TICKET if ticket else ""
    return draw_once(
        ("thanks", lang_code, frame_ancestors, bool(ticket)),
        lambda: _draw_thanks(lang_code, frame_ancestors, ACTION, view_difficulty(page_texts(lang_code)), NONCE, marker),
        **{NONCE: number, ACTION: path, **({TICKET: ticket} if ticket else {})},
    )


def _draw_thanks(lang_code, frame_ancestors, path, view, nonce, ticket):
    texts = page_texts(lang_code)
    title = texts["thanks_title"]
    values = {
        "lang_code": lang_code,
        "page_title": texts["error_title"] % {"title": title} if view.is_open else title,
        "texts": texts,
        "view": view,
        "action": path,
        "nonce": nonce,
        "ticket": ticket,
    }
    status = 422 if view.is_open else 200
    return draw("hva_feedback.feedback_page_thanks", status, values, frame_ancestors=frame_ancestors)


def forget_visitor():
    """Go on as the public user, whoever is logged in in this browser.

    Odoo notes who created a row: a member of staff, or a client with a portal account, must not be noted on a feedback.
    """
    request.update_env(user=request.env["ir.model.data"]._xmlid_to_res_id("base.public_user"))
    # Said here, because Odoo would read the user's whole row in each request to find its company.
    request.update_context(allowed_company_ids=list(request.env.user._get_company_ids()))


def now():
    """Return the present moment in seconds since 1970."""
    return int(request.env["hva.clock"]._now().replace(tzinfo=UTC).timestamp())


def secret():
    """Return the key that signs what public pages carry."""
    # sudo: the database's secret is for the server's own use
    return request.env["ir.config_parameter"].sudo().get_param("database.secret").encode()
