"""A logo is a picture: what else a file can be is refused."""

import io

import pytest
from PIL import Image, PngImagePlugin

from hva_feedback.tools.logo_check import MAX_BYTES, LogoRefused, check_logo

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 120 40">%s</svg>'


def png(width=120, height=40, **options):
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#003f7f").save(out, "PNG", **options)
    return out.getvalue()


def refusal(data):
    with pytest.raises(LogoRefused) as caught:
        check_logo(data if isinstance(data, bytes) else data.encode())
    return caught.value.code


def test_a_png_is_taken_without_the_remarks_in_it():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "Maija Meikäläinen")
    logo = check_logo(png(pnginfo=notes) + b"<script>after the end</script>")
    assert (logo.kind, logo.width, logo.height, logo.mimetype) == ("png", 120, 40, "image/png")
    assert b"Author" not in logo.data and b"script" not in logo.data
    assert Image.open(io.BytesIO(logo.data)).size == (120, 40)


def test_a_plain_svg_is_taken_without_the_drawing_programs_notes():
    drawn = '<metadata><x xmlns="urn:x">Maija</x></metadata><path d="M0 0h9v9z" fill="#003f7f"/><!-- note -->'
    logo = check_logo((SVG % drawn).encode())
    assert (logo.kind, logo.width, logo.height) == ("svg", 120, 40)
    assert b"Maija" not in logo.data and b"note" not in logo.data and b"<path" in logo.data


def test_width_and_height_do_where_there_is_no_view_box():
    logo = check_logo(b'<svg xmlns="http://www.w3.org/2000/svg" width="200px" height="50"><rect/></svg>')
    assert (logo.width, logo.height) == (200, 50)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<g onload="alert(1)"/>',
        "<foreignObject/>",
        '<image href="https://example.org/x.png"/>',
        '<use xlink:href="https://example.org/x.svg#a"/>',
        '<use href="data:image/svg+xml,x"/>',
        '<path style="fill:url(https://example.org/x)"/>',
        '<path fill="url( &quot;//example.org/x&quot; )"/>',
        "<style>@import 'https://example.org/x.css';</style>",
        r"<style>@\69mport 'x';</style>",
        "<style>path{fill:url(//example.org)}</style>",
        '<a href="#x"/>',
        '<set attributeName="href" to="javascript:x"/>',
        '<animate attributeName="x"/>',
    ],
)
def test_an_svg_that_does_something_is_refused(inside):
    assert refusal(SVG % inside) == "not_plain"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "unknown_kind"),
        (b"GIF89a", "unknown_kind"),
        (b"<html><svg></html>", "broken"),
        (b'<html xmlns="x"><svg/></html>', "unknown_kind"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>', "not_plain"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "too_small"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 x y"/>', "broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "broken"),
        (png()[:-20], "broken"),
        (png(5000, 30), "too_wide"),
        (png(100, 10), "too_small"),
        (png() + b"\0" * MAX_BYTES, "too_large"),
    ],
)
def test_what_is_no_logo_is_refused_with_its_reason(data, code):
    assert refusal(data) == code


def test_a_changed_byte_is_noticed():
    data = bytearray(png())
    data[20] ^= 1
    assert refusal(bytes(data)) == "broken"
