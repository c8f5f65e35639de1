"""The letters of paper and pictures: Odoo's own Roboto, which has those of Finnish, Swedish and the three Sami.

Used from the file, so that paper looks the same on every server, whatever fonts are installed there. Where Odoo has no
such file, PDFs take the system's sans serif; pictures need one of the files below or say that there is none.
"""

import functools

from markupsafe import Markup

from odoo.tools import file_path

GOOGLE = "web/static/fonts/google"
FACES = {
    ("Paper", 400): f"{GOOGLE}/Roboto/Roboto-Regular.ttf",
    ("Paper", 700): f"{GOOGLE}/Roboto/Roboto-Bold.ttf",
    ("Paper Address", 400): f"{GOOGLE}/Fira_Mono/Fira_Mono-Medium.ttf",  # its 0 and O, 1, l and I cannot be mixed up
}
SYSTEM_FONTS = {
    400: "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    700: "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
}


def _there(path):
    try:
        return file_path(path)
    except (FileNotFoundError, ValueError):
        return None


@functools.lru_cache(maxsize=1)
def font_css():
    """Return the @font-face rules of the files that are there."""
    rules = (
        f"@font-face{{font-family:'{family}';font-weight:{weight};src:url('file://{path}')}}"
        for (family, weight), name in FACES.items()
        if (path := _there(name))
    )
    return Markup("".join(rules))  # names and paths of our own


def font_addresses():
    """Return the addresses that `font_css` names: the only files that a sheet may read."""
    return {f"file://{path}" for name in FACES.values() if (path := _there(name))}


def font_files(weight):
    """Return the paths of the files to draw a picture's text with, best first."""
    own = _there(FACES["Paper", weight])
    return [path for path in (own, SYSTEM_FONTS[weight]) if path]
