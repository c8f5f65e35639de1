"""The poster of a way in: one A4 a way in, in the languages of its question set."""

from markupsafe import Markup

from ..controllers.page_texts import OWN_LOCALES
from ..tools import qr_code
from .paper import data_uri, render_pdf
from .paper_texts import calls, paper_texts

UNIT_SIZES = ((22, 38), (44, 30), (90, 25), (130, 19))  # up to so many characters -> points; smaller beyond
SMALLEST_UNIT = 14
LONGEST_WORD = 20  # of the largest size in the width of the sheet; longer words make the line smaller


def render_posters(env, collectors):
    """Return the PDF with the poster of each collector, in their order."""
    looks = {}
    posters = [_poster(collector, looks) for collector in collectors]
    rules = Markup("").join(_rules(number, look) for number, look in enumerate(looks.values()))
    first = collectors[:1]
    lang_code = first.lang_code or "fi"
    title = paper_texts(lang_code)["poster_title"] % {"unit": ", ".join(collectors.unit_id[:3].mapped("name"))}
    return render_pdf(
        env, "hva_feedback.poster", {"lang_code": lang_code, "title": title, "posters": posters, "poster_css": rules}
    )


def poster_languages(collector):
    """Return the codes of the set's languages that paper speaks, the way in's own first."""
    # sudo: which languages a published set has is on the public page
    version = collector.sudo().asked_set_id._version_for(collector.unit_id)
    offered = version._hva_languages() if version else ()
    return sorted((code for code in offered if code in OWN_LOCALES), key=lambda code: code != collector.lang_code)


def unit_size(name):
    """Return the size in points in which a unit's name fits its place on the poster."""
    longest = max((len(word) for word in name.split()), default=0)
    size = next((size for limit, size in UNIT_SIZES if len(name) <= limit), SMALLEST_UNIT)
    return max(SMALLEST_UNIT, min(size, round(UNIT_SIZES[0][1] * LONGEST_WORD / max(longest, LONGEST_WORD))))


def _poster(collector, looks):
    company_id = collector.company_id.id
    look = looks.setdefault(company_id, collector.env["hva.look"]._get_paper_look(company_id))
    unit = collector.unit_id.name
    spoken = calls(poster_languages(collector)) or [("fi", paper_texts("fi"))]
    return {
        "look": look,
        "look_number": list(looks).index(company_id),
        "calls": spoken,
        "unit": unit,
        "unit_size": unit_size(unit),
        "url": collector.url,
        "qr": data_uri(qr_code.svg(collector.url), "image/svg+xml"),
        "qr_alt": spoken[0][1]["qr_alt"] % {"unit": unit},
    }


def _rules(number, look):
    """Return the rules of one county's colours, which `tools.contrast` has checked to be nothing else."""
    main, on_main = Markup(look["main"]), Markup(look["on_main"])
    return Markup(
        ".look%(n)s{background:%(main)s;color:%(on)s}.on%(n)s{color:%(on)s}.edge%(n)s{border-color:%(main)s}"
    ) % {"n": number, "main": main, "on": on_main}
