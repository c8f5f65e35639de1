"""How the public pages look, and the headers that let in this look and nothing else.

A `Look` is a style sheet with its hash. The house's own is `LOOK`; a county's differs in its colours and has a logo.
"""

import base64
import functools
import hashlib
import re
from dataclasses import dataclass

from markupsafe import Markup

from odoo.tools import file_open

FIXED_HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
EMBED_HEADERS = {
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}


def read_css(path):
    """Return a style sheet of ours without its comments and line ends; `path` begins with the addon's name."""
    with file_open(path) as file:
        css = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", css).strip()


@dataclass(frozen=True, slots=True)
class Look:
    """A style sheet as it stands in the page. Scripts are named by the hashes of their exact text.

    `county` is the name that a page shows above all, in the language `county_lang`; `logo` is the address of the
    picture that stands for it.
    """

    css: str
    county: str = ""
    county_lang: str = "fi"
    logo: str = ""

    @property
    def style(self):
        """The ready-made element: the policy's hash is over exactly these characters."""
        return Markup("<style>%s</style>") % Markup(self.css)

    def headers(self, frame_ancestors=(), script_hashes=(), **directives):
        """Return the headers of a page. `frame_ancestors`: origins that may embed it; nobody where it is empty.

        Further directives of the Content-Security-Policy come by name: `connect_src="'self'"`.
        """
        policy = {
            "default-src": "'none'",
            "style-src": _source(self.css),
            "img-src": "'self'" if self.logo else "",
            "script-src": " ".join(f"'{value}'" for value in script_hashes),
            "form-action": "'self'",
            "frame-ancestors": " ".join(frame_ancestors) or "'none'",
            "base-uri": "'none'",
            **{name.replace("_", "-"): value for name, value in directives.items()},
        }
        csp = "; ".join(f"{name} {value}" for name, value in policy.items() if value)
        # Allowed to be embedded also by pages that are isolated from other origins; this one loads nothing itself.
        isolation = EMBED_HEADERS if frame_ancestors else {}
        return {"Content-Security-Policy": csp, **FIXED_HEADERS, **isolation}


def hash_source(text):
    """Return the source expression, without quotes, that allows exactly this inline text: `sha256-...`."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@functools.lru_cache(maxsize=64)
def _source(text):
    return f"'{hash_source(text)}'"


LOOK = Look(read_css("hva_feedback/static/src/feedback_page/feedback_page.css"))


def county_look(env, company_id=None):
    """Return how a county's pages look. None: that of the only county here, or the house's own where there are more.

    No query once cached, so that every page may ask.
    """
    company_id = company_id or env["hva.look"]._get_only_county()
    if not company_id:
        return LOOK
    facts = env["hva.look"]._get_facts(company_id)
    return Look(LOOK.css + facts["css"], facts["county"], facts["county_lang"], facts["logo"])
