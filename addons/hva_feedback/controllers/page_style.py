"""The page's style sheet and the headers that let in this style and nothing else."""

import base64
import hashlib
import re

from markupsafe import Markup

from odoo.tools import file_open


def _read_style():
    with file_open("hva_feedback/static/src/feedback_page/feedback_page.css") as file:
        css = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", css).strip()


_CSS = _read_style()
# Ready-made element: the hash below is over exactly these characters.
STYLE = Markup("<style>%s</style>") % Markup(_CSS)
_HASH = base64.b64encode(hashlib.sha256(_CSS.encode()).digest()).decode()

HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
