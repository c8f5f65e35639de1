"""The one script of the public pages, and only of those shown inside another website: it tells their height."""

import re

from markupsafe import Markup

from odoo.tools import file_open

from .page_style import hash_source


def _read_script():
    with file_open("hva_feedback/static/src/feedback_page/embed.js") as file:
        script = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", script).strip()


SCRIPT = _read_script()
SCRIPT_HASH = hash_source(SCRIPT)


def embed_script(origins):
    """Return the script element for a page that `origins` may embed. Its text, and so its hash, is always the same."""
    return Markup('<script data-origins="%s">%s</script>') % (" ".join(origins), Markup(SCRIPT))
