"""What is filled in with a pen, from the version of a set that is in use: the form, and cards to cut."""

from markupsafe import Markup

from odoo.exceptions import UserError

from ..controllers.page_texts import OWN_LOCALES
from ..tools import qr_code
from ..tools.about_feedback import ASPECTS
from ..tools.form_code import form_code
from ..tools.paper_form import about_blocks, card_blocks, paper_blocks
from .paper import data_uri, render_pdf
from .paper_texts import paper_texts

CARD_SIZES = {"a6": (4, "A4 portrait", 5), "a5": (2, "A4 landscape", 7)}  # on an A4, its page, lines to write on
LARGE_LINES = 3


def render_form(collector, lang_code, is_large=False):
    """Return the PDF of the whole form in one language. Large print is 18 points."""
    values = _values(collector, lang_code, is_large)
    form, texts = values["form"], values["texts"]
    page_texts = collector.env["hva.page.text"]._get_texts(collector.company_id.id, form.lang_code)
    blocks = paper_blocks(form, texts, is_large)
    number = max((block.number for block in blocks), default=0)
    asks = [aspect for aspect in ASPECTS if collector[f"asks_{aspect}"]]
    if collector.respondent_group and "group" in asks:
        asks.remove("group")
    locale = OWN_LOCALES[form.lang_code]
    topics = collector.env["hva.topic"]._hva_offered(collector.service_id.id, locale)
    about = about_blocks(asks, [topic[1] for topic in topics], texts, number)
    return render_pdf(
        collector.env,
        "hva_feedback.paper_form",
        {
            **values,
            "blocks": (*blocks, *about),
            "notice": page_texts.get("notice"),
            "privacy": page_texts.get("privacy_open"),
            "has_contact": any(question.role == "contact_wish" for question in form.questions),
        },
    )


def render_cards(collector, lang_code, size="a6", is_large=False):
    """Return the PDF of one A4 with as many cards as it holds. Large print needs the A5."""
    values = _values(collector, lang_code, is_large)
    size = "a5" if is_large else size
    per_sheet, page, lines = CARD_SIZES[size]
    blocks = card_blocks(values["form"], values["texts"], LARGE_LINES if is_large else lines)
    page_css = Markup("@page { size: %s; margin: 0; }") % page
    return render_pdf(
        collector.env,
        "hva_feedback.feedback_card",
        {**values, "blocks": blocks, "size": size, "per_sheet": per_sheet, "page_css": page_css},
    )


def printed_code(collector):
    """Return the code that leads staff entry to this version and unit (`tools.form_code`). Raises UserError."""
    version = asked_version(collector)
    return form_code(version.hva_set_id.id, version.hva_version, collector.unit_id.id)


def asked_version(collector):
    """Return the published version that a way in asks today. Raises UserError where there is none."""
    # sudo: which version is asked is on the public page
    version = collector.sudo().asked_set_id._version_for(collector.unit_id)
    if not version:
        raise UserError(
            collector.env._(
                "“%(way_in)s” asks no published question set: there is nothing to print.", way_in=collector.name
            )
        )
    return version


def _values(collector, lang_code, is_large):
    code = printed_code(collector)
    form = asked_version(collector)._hva_form(lang_code)
    if form.lang_code not in OWN_LOCALES:
        raise UserError(
            collector.env._(
                "“%(way_in)s” cannot be printed in this language: paper speaks Finnish, Swedish and English.",
                way_in=collector.name,
            )
        )
    texts = paper_texts(form.lang_code)
    unit = collector.unit_id.with_context(lang=OWN_LOCALES[form.lang_code]).name
    return {
        "lang_code": form.lang_code,
        "title": texts["form_title"] % {"title": form.title, "unit": unit},
        "texts": texts,
        "form": form,
        "unit": unit,
        "look": collector.env["hva.look"]._get_paper_look(collector.company_id.id),
        "is_large": is_large,
        "code_text": texts["form_code"] % {"code": code},
        "qr": data_uri(qr_code.svg(f"{collector.url}?form={code}"), "image/svg+xml"),
        "qr_alt": texts["qr_alt"] % {"unit": unit},
    }
