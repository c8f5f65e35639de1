"""How the public's addresses are opened: without a user, a session, a cookie or a place in a site map."""

MAX_BODY = 64 * 1024  # bytes of a sent form

_PUBLIC = {"type": "http", "auth": "none", "save_session": False, "sitemap": False}
READ = {**_PUBLIC, "methods": ["GET"], "readonly": True}
WRITE = {
    **_PUBLIC,
    "methods": ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"],  # the others to say no in our own words
    "csrf": False,  # no session to forge; a signed number, a code or a proof takes its place
    "readonly": False,  # without a user Odoo takes a route for a reading one
    "max_content_length": MAX_BODY,
}
