"""What the public pages answer with, and what each of their requests needs first."""

import dataclasses
from datetime import UTC

from odoo.http import request

from ..tools.languages import direction_of
from .kept_pages import draw_once
from .page_embed import SCRIPT_HASH, embed_script
from .page_style import LOOK, county_look
from .page_texts import LOCALES, page_texts


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
        **values,
    }
    values["logo"] = look.logo if values["county"] == look.county else ""
    html = request.env["ir.qweb"]._render(template, values)
    headers = {**look.headers(**policy), "Content-Type": "text/html; charset=utf-8"}
    return request.make_response(html.strip(), list(headers.items()), status=status)


def thank_you(lang, embedded_code=None):
    """Redirect to the thank-you page. It needs no code, but of a way in that others embed: it says who may."""
    suffix = f"?lang={lang}" if lang in LOCALES and lang != "fi" else ""
    path = f"/p/{embedded_code}/kiitos" if embedded_code else "/p/kiitos"
    return request.make_response("", [*LOOK.headers().items(), ("Location", f"{path}{suffix}")], status=303)


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


def thanks_page(lang, frame_ancestors=()):
    """Return the page that says thank you and what happens next. `lang` None or unknown: Finnish."""
    lang_code = lang if lang in LOCALES else "fi"
    return draw_once(("thanks", lang_code, frame_ancestors), lambda: _draw_thanks(lang_code, frame_ancestors))


def _draw_thanks(lang_code, frame_ancestors):
    texts = page_texts(lang_code)
    values = {"lang_code": lang_code, "page_title": texts["thanks_title"], "texts": texts}
    return draw("hva_feedback.feedback_page_thanks", 200, values, frame_ancestors=frame_ancestors)


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
