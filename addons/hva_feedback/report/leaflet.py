"""The leaflet for the people who work in a unit."""

from ..controllers.page_texts import OWN_LOCALES
from ..tools import qr_code
from .paper import data_uri, render_pdf
from .paper_texts import paper_texts


def render_leaflet(collector, lang_code):
    """Return the PDF of the staff leaflet in one language."""
    texts = paper_texts(lang_code)
    unit = collector.unit_id.with_context(lang=OWN_LOCALES.get(lang_code)).name
    return render_pdf(
        collector.env,
        "hva_feedback.staff_leaflet",
        {
            "lang_code": lang_code,
            "title": texts["leaflet_title"],
            "texts": texts,
            "unit": unit,
            "url": collector.url,
            "look": collector.env["hva.look"]._get_paper_look(collector.company_id.id),
            "qr": data_uri(qr_code.svg(collector.url), "image/svg+xml"),
            "qr_alt": texts["qr_alt"] % {"unit": unit},
        },
    )
