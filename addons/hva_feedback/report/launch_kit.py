"""What a county needs to tell people about a way in: posters, pictures, words for the web, a leaflet for staff."""

import io
import zipfile

from markupsafe import Markup

from ..tools import qr_code
from .leaflet import render_leaflet
from .paper_texts import paper_texts
from .pictures import PICTURES, render_picture
from .poster import poster_languages, render_posters

LEAFLET_LANGUAGES = ("fi", "sv")
WEB_PAGE = Markup(
    '<section lang="%(lang)s">\n  <h2>%(heading)s</h2>\n  <p>%(text)s</p>\n'
    '  <p><a href="%(url)s">%(link)s</a></p>\n</section>\n'
)


def kit_files(collector):
    """Return {name: bytes} of one way in's launch kit."""
    spoken = [(code, paper_texts(code)) for code in poster_languages(collector)]
    files = {"poster.pdf": render_posters(collector.env, collector), **qr_files(collector)}
    for name, size in PICTURES.items():
        files[f"{name}-{size[0]}x{size[1]}.png"] = render_picture(collector, size)
    for lang_code, texts in spoken:
        facts = {"unit": collector.unit_id.name}
        words = {key: texts[f"web_{key}"] % facts for key in ("heading", "text", "link")}
        plain = f"{words['heading']}\n\n{words['text']}\n\n{words['link']}\n{collector.url}\n"
        files[f"web-text-{lang_code}.txt"] = plain.encode()
        page = WEB_PAGE % {"lang": lang_code, "url": collector.url, **words}
        files[f"web-text-{lang_code}.html"] = page.encode()
    offered = [lang_code for lang_code, _texts in spoken if lang_code in LEAFLET_LANGUAGES]
    for lang_code in offered or [lang_code for lang_code, _texts in spoken]:
        files[f"staff-leaflet-{lang_code}.pdf"] = render_leaflet(collector, lang_code)
    return files


def qr_files(collector):
    """Return {name: bytes} of the code alone."""
    out = io.BytesIO()
    matrix = qr_code.matrix(collector.url)
    qr_code.picture(matrix).save(out, "PNG", optimize=True)
    return {"qr.png": out.getvalue(), "qr.svg": qr_code.svg(collector.url).encode()}


def pack(files):
    """Return a ZIP. Every member has the same date, so that the same content is the same file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
