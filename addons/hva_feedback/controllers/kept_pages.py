"""Pages that are drawn once and kept, for as long as nothing changed that they are made of.

They stand in one of Odoo's own caches: the one that is emptied together with any other, in all workers. So whatever a
kept page shows is either in its key, or a view, or comes from a method with `ormcache`.
"""

from markupsafe import escape

from odoo.http import request

NONCE, ACTION = "hva-kept-page-nonce", "hva-kept-page-action"


def draw_once(key, draw, secret_part="", **fresh):
    """Return a response that is drawn by `draw()` where `key` (hashable) has none yet.

    `fresh` is marker -> text: what differs from one visitor to the next stands in the drawn page as a marker.
    A page that holds `secret_part`, the code of a personal link, is nobody else's and not kept.
    """
    pages = request.env["hva.collector"]._hva_kept_pages()
    kept = pages.get(key)
    if kept is None:
        response = draw()
        kept = response.get_data(), list(response.headers.items()), response.status_code
        if not secret_part or secret_part.encode() not in kept[0]:
            pages[key] = kept
    body, headers, status = kept
    for marker, text in fresh.items():
        body = body.replace(marker.encode(), escape(text).encode())
    return request.make_response(body, headers, status=status)
