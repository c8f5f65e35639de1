"""The page for requests under `/p/` that fail before or outside their route."""

import logging

from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from odoo.http import Response, request

from .page_answer import STATEMENT_PATH
from .page_embed import SCRIPT_HASH, embed_script
from .page_style import LOOK, county_look
from .page_texts import OWN_LOCALES, own_texts

KEYS = {400: "unreadable", 404: "unknown", 405: "unreadable", 413: "too_large", 415: "unreadable"}
_logger = logging.getLogger(__name__)
ERROR_PAGE = Markup(
    '<!DOCTYPE html><html lang="%(lang)s"><head><meta charset="utf-8"/>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"/><link rel="icon" href="data:,"/>'
    "<title>%(title)s</title>%(style)s</head>"
    "<body>%(header)s<main><h1>%(title)s</h1><p>%(text)s</p></main>%(footer)s%(script)s</body></html>"
)


def error_page(exception, lang=None, frame_ancestors=()):
    """Return the page for a request that failed: wrong method or address, too large, a fault of ours.

    `lang` is what the address asked for; Finnish where it is no language of the page. `frame_ancestors` are the origins
    that may show the page inside their own.

    Drawn without templates, and without the database where that is what is broken.
    """
    status = exception.code if isinstance(exception, HTTPException) and exception.code else 500
    key = KEYS.get(status, "broken")
    lang = lang if lang in OWN_LOCALES else "fi"
    texts = own_texts(lang)
    look = _look()
    body = ERROR_PAGE % {
        "lang": lang,
        "style": look.style,
        "header": _header(look, lang),
        "title": texts[f"{key}_title"],
        "text": texts[f"{key}_text"],
        "footer": _footer(lang, texts, bool(frame_ancestors)),
        "script": embed_script(frame_ancestors) if frame_ancestors else "",
    }
    headers = look.headers(frame_ancestors, (SCRIPT_HASH,) if frame_ancestors else ())
    response = Response(body, status=status, headers=headers, content_type="text/html; charset=utf-8")
    if status == 405:
        response.headers["Allow"] = "GET, HEAD, POST"
    return response


def _look():
    """Return the county's look: as a rule from the cache, and the house's own where it cannot be read."""
    try:
        return county_look(request.env)
    except Exception as error:  # the database may be gone, the transaction broken; the page is drawn all the same
        _logger.info("an error page is drawn in the house's own look: %s", type(error).__name__)
        return LOOK


def _header(look, lang):
    said = Markup(' lang="%s"') % look.county_lang if look.county_lang != lang else ""
    if look.logo:
        return Markup('<header><div><img src="%s" alt="%s"%s/></div></header>') % (look.logo, look.county, said)
    return Markup("<header><p%s>%s</p></header>") % (said, look.county) if look.county else ""


def _footer(lang, texts, is_embedded):
    path = f"{STATEMENT_PATH}?lang={lang}" if lang != "fi" else STATEMENT_PATH
    outside = Markup(' target="_blank" rel="noopener noreferrer"') if is_embedded else ""
    label = f"{texts['accessibility']} {texts['new_tab']}" if is_embedded else texts["accessibility"]
    return Markup('<footer><p><a href="%s"%s>%s</a></p></footer>') % (path, outside, label)
