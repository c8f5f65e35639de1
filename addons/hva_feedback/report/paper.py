"""From a template to a PDF that can be printed and be read aloud: tagged (PDF/UA-1), with its language and its title.

WeasyPrint draws it and needs the system library Pango, which not every server has: it is loaded when a PDF is asked
for, and a server without it says what is missing instead of failing to start.
"""

import base64
import logging

from odoo.exceptions import UserError

from .paper_fonts import font_addresses, font_css

_logger = logging.getLogger(__name__)


def render_pdf(env, template, values):
    """Return the PDF of a QWeb template that is a whole HTML page. Raises UserError where this server cannot draw.

    Nothing is fetched: a page may use what stands in it (`data:`) and the fonts of `paper_fonts`.
    """
    weasyprint = load_weasyprint(env)
    values = {"font_css": font_css(), "data_uri": data_uri, **values}
    html = str(env["ir.qweb"]._render(template, values)).strip()
    fonts = font_addresses()

    class Fetcher(weasyprint.urls.URLFetcher):
        def fetch(self, url, headers=None):
            if not url.startswith("data:") and url not in fonts:
                raise ValueError("not a part of this page")
            return super().fetch(url, headers)

    document = weasyprint.HTML(string=html, url_fetcher=Fetcher(), base_url=None)
    return document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)


def load_weasyprint(env):
    """Return the library. Raises UserError that says what the server lacks."""
    try:
        import weasyprint
        import weasyprint.urls
    except (ImportError, OSError) as error:  # OSError: the package is there, Pango is not
        _logger.warning("PDFs cannot be made: %s", error)
        raise UserError(
            env._(
                "This server cannot make PDFs yet: WeasyPrint or the library Pango is missing. Ask IT to install them "
                "(see Operations in the documentation)."
            )
        ) from error
    return weasyprint


def data_uri(data, mimetype):
    """Return bytes or text as an address that holds them."""
    raw = data.encode() if isinstance(data, str) else data
    return f"data:{mimetype};base64,{base64.b64encode(raw).decode()}"
