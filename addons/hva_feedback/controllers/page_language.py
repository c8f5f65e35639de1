"""Which language a page opens in."""

from odoo.http import request

from ..tools.languages import base_of, pick


def choose(asked, entry, offered):
    """Return the language to show a form in, one of `offered` wherever there is any.

    First what the address asks for; then what the browser asks for, where the way in wants that; then the language of
    the way in.
    """
    liked = None
    if asked not in offered and entry.follows_browser:
        liked = pick(request.httprequest.accept_languages.values(), offered)
    wished = (asked, liked, entry.lang_code, base_of(entry.lang_code or "fi"), *offered)
    return next((code for code in wished if code in offered), "fi")
