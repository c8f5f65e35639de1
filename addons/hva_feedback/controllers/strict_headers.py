"""Headers of everything that our public addresses answer: pages, files, machine doors, redirects and errors.

An answer that says more about itself (a page its styles, an embedded one its hosts, a logo how long it may be kept)
keeps its word; what it leaves out is forbidden here, so that nobody can forget it.
"""

from werkzeug.exceptions import HTTPException

STRICT = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def harden(response):
    """Add what is missing and return the response; an HTTP exception becomes the response that it makes."""
    if isinstance(response, HTTPException):
        response = response.get_response()
    for name, value in STRICT.items():
        response.headers.setdefault(name, value)
    return response
