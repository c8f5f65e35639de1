"""The page for requests under `/p/` that fail before or outside their route."""

from markupsafe import Markup
from werkzeug.exceptions import HTTPException

from odoo.http import Response

from .page_embed import SCRIPT_HASH, embed_script
from .page_style import LOOK
from .page_texts import LOCALES, page_texts

KEYS = {400: "unreadable", 404: "unknown", 405: "unreadable", 413: "too_large", 415: "unreadable"}
ERROR_PAGE = Markup(
    '<!DOCTYPE html><html lang="%(lang)s"><head><meta charset="utf-8"/>'
    '<meta name="viewport" content="width=device-width, initial-scale=1"/><title>%(title)s</title>%(style)s</head>'
    "<body><main><h1>%(title)s</h1><p>%(text)s</p></main>%(script)s</body></html>"
)


def error_page(exception, lang=None, frame_ancestors=()):
    """Return the page for a request that failed: wrong method or address, too large, a fault of ours.

    `lang` is what the address asked for; Finnish where it is no language of the page. `frame_ancestors` are the origins
    that may show the page inside their own.

    Drawn without database and templates, which may be what is broken.
    """
    status = exception.code if isinstance(exception, HTTPException) and exception.code else 500
    key = KEYS.get(status, "broken")
    lang = lang if lang in LOCALES else "fi"
    texts = page_texts(lang)
    body = ERROR_PAGE % {
        "lang": lang,
        "style": LOOK.style,
        "title": texts[f"{key}_title"],
        "text": texts[f"{key}_text"],
        "script": embed_script(frame_ancestors) if frame_ancestors else "",
    }
    headers = LOOK.headers(frame_ancestors, (SCRIPT_HASH,) if frame_ancestors else ())
    response = Response(body, status=status, headers=headers, content_type="text/html; charset=utf-8")
    if status == 405:
        response.headers["Allow"] = "GET, HEAD, POST"
    return response
