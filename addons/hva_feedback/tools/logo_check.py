"""Whether a file may be a county's logo: a PNG or an SVG that is a picture and nothing else.

An SVG can hold scripts, addresses of other servers and whole pages, so everything that is not on the list below is
refused. A PNG is read chunk by chunk and written again without the remarks that cameras and programs leave in it.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from lxml import etree

MAX_BYTES: Final = 200_000
MAX_SIDE: Final = 4000
MIN_SIDE: Final = 24
PNG_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
KEPT_CHUNKS: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"IDAT", b"IEND"})
SVG: Final = "{http://www.w3.org/2000/svg}"
XLINK_HREF: Final = "{http://www.w3.org/1999/xlink}href"
SVG_ELEMENTS: Final = frozenset(
    "svg g defs symbol use title desc metadata path rect circle ellipse line polyline polygon text tspan "
    "linearGradient radialGradient stop clipPath mask style switch pattern".split()
)
# Of other makers' namespaces (Inkscape, Illustrator) only what is never drawn may stay, and it is taken out.
PROBLEMS: Final = ("unknown_kind", "too_large", "too_small", "too_wide", "broken", "not_plain")

_OUTSIDE: Final = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(|javascript:|-moz-binding|\\", re.IGNORECASE)
_LENGTH: Final = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(?:px|pt|mm|cm|in)?\s*")


@dataclass(frozen=True, slots=True)
class Logo:
    """A file that may be shown. `width` and `height` are in its own units: their ratio is what counts."""

    kind: Literal["png", "svg"]
    data: bytes
    width: float
    height: float

    @property
    def mimetype(self) -> str:
        return "image/png" if self.kind == "png" else "image/svg+xml"


class LogoRefused(ValueError):
    """A file that is no logo. `code` is one of `PROBLEMS`, `detail` what was found."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail


def check_logo(data: bytes) -> Logo:
    """Return the logo as it is stored. Raises `LogoRefused`."""
    if len(data) > MAX_BYTES:
        raise LogoRefused("too_large", str(len(data)))
    if data.startswith(PNG_SIGNATURE):
        return _check_png(data)
    if b"<svg" in data[:4000] or b":svg" in data[:4000]:
        return _check_svg(data)
    raise LogoRefused("unknown_kind")


# ---------------------------------------------------------------------- PNG


def _check_png(data: bytes) -> Logo:
    chunks = list(_chunks(data))
    names = [name for name, _body in chunks]
    if names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or b"IDAT" not in names or len(chunks[0][1]) != 13:
        raise LogoRefused("broken")
    width, height = struct.unpack(">II", chunks[0][1][:8])
    _check_sides(width, height)
    kept = [(name, body) for name, body in chunks if name in KEPT_CHUNKS]
    return Logo("png", PNG_SIGNATURE + b"".join(_written(name, body) for name, body in kept), width, height)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (name, body) up to IEND; what follows it is no part of the picture."""
    at = len(PNG_SIGNATURE)
    while at + 12 <= len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + size]
        checksum = data[at + 8 + size : at + 12 + size]
        if len(checksum) != 4 or zlib.crc32(name + body) != int.from_bytes(checksum, "big"):
            raise LogoRefused("broken")
        yield name, body
        if name == b"IEND":
            return
        at += 12 + size
    raise LogoRefused("broken")


def _written(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _check_sides(width: float, height: float) -> None:
    if max(width, height) > MAX_SIDE:
        raise LogoRefused("too_wide", f"{width:g} x {height:g}")
    if min(width, height) < MIN_SIDE:
        raise LogoRefused("too_small", f"{width:g} x {height:g}")


# ---------------------------------------------------------------------- SVG


def _check_svg(data: bytes) -> Logo:
    if re.search(rb"<!DOCTYPE[^>]*\[|<!ENTITY", data, re.IGNORECASE):
        raise LogoRefused("not_plain", "ENTITY")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise LogoRefused("broken") from None
    if root.tag != f"{SVG}svg":
        raise LogoRefused("unknown_kind")
    _strip_foreign(root)
    for element in root.iter():
        _check_element(element)
    width, height = _svg_size(root)
    etree.cleanup_namespaces(root)
    return Logo("svg", etree.tostring(root, encoding="utf-8"), width, height)


def _strip_foreign(root: etree._Element) -> None:
    """Take out what drawing programs note for themselves."""
    for element in list(root.iter()):
        parent = element.getparent()
        is_note = isinstance(element.tag, str) and not element.tag.startswith(SVG)
        if parent is not None and (is_note or element.tag == f"{SVG}metadata"):
            parent.remove(element)
            continue
        for name in [name for name in map(str, element.attrib) if name.startswith("{") and name != XLINK_HREF]:
            del element.attrib[name]


def _check_element(element: etree._Element) -> None:
    name = element.tag.removeprefix(SVG) if isinstance(element.tag, str) else "entity"
    if name not in SVG_ELEMENTS:
        raise LogoRefused("not_plain", name)
    if name == "style" and _OUTSIDE.search("".join(map(str, element.itertext()))):
        raise LogoRefused("not_plain", "style")
    for key, value in element.attrib.items():
        attribute, text = str(key).lower(), str(value)
        is_link = attribute == "href" or attribute.endswith("}href")
        if attribute.startswith("on") or (is_link and not text.strip().startswith("#")) or _OUTSIDE.search(text):
            raise LogoRefused("not_plain", attribute.rsplit("}", 1)[-1])


def _svg_size(root: etree._Element) -> tuple[float, float]:
    box = re.split(r"[\s,]+", str(root.get("viewBox") or "").strip())
    try:
        if len(box) == 4 and float(box[2]) > 0 and float(box[3]) > 0:
            return float(box[2]), float(box[3])
    except ValueError:
        raise LogoRefused("broken") from None
    width, height = (_LENGTH.fullmatch(str(root.get(side) or "")) for side in ("width", "height"))
    if not (width and height) or not (float(width[1]) and float(height[1])):
        raise LogoRefused("too_small", "viewBox")
    return float(width[1]), float(height[1])
