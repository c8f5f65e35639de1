"""Slips with one-time codes, as a PDF: cut apart, one for each customer."""

from ..tools import qr_code
from .paper import data_uri, render_pdf

PER_SHEET = 12


def render_code_slips(link, slips, values):
    """Return the PDF. `slips` are dicts of code and url; `values` the words: texts, lang_code, title, unit, until."""
    drawn = [{**slip, "qr": data_uri(qr_code.svg(slip["url"]), "image/svg+xml")} for slip in slips]
    sheets = [drawn[start : start + PER_SHEET] for start in range(0, len(drawn), PER_SHEET)]
    look = link.env["hva.look"]._get_paper_look(link.company_id.id)
    return render_pdf(link.env, "hva_feedback.code_slips_paper", {**values, "sheets": sheets, "look": look})
