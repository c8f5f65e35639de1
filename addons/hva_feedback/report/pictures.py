"""Pictures for info screens and social media, drawn with Pillow, which is Odoo's own."""

import functools
import io

from PIL import Image, ImageDraw, ImageFont

from odoo.exceptions import UserError

from ..tools import qr_code
from .paper_fonts import font_files
from .paper_texts import calls, paper_texts
from .poster import poster_languages

PICTURES = {"info-screen": (1920, 1080), "social": (1200, 630), "social-square": (1080, 1080)}
WHITE, INK, SOFT = "#ffffff", "#1b1f23", "#454d55"
SMALLEST_TEXT = 18


def render_picture(collector, size):
    """Return the PNG of a way in at `size` (width, height). Raises UserError where no font has its letters."""
    look = collector.env["hva.look"]._get_paper_look(collector.company_id.id)
    canvas = _Canvas(collector.env, size)
    spoken = calls(poster_languages(collector)) or [("fi", paper_texts("fi"))]
    wide = size[0] > size[1] * 1.2
    plate, text_box, code_box = _layout(size, wide)
    canvas.block(plate, look["main"])
    canvas.county(look, canvas.margin, plate[1])
    canvas.invitation(text_box, spoken, collector.unit_id.name, look["on_main"])
    canvas.code(code_box, collector.url, [texts["call_scan"] for _code, texts in spoken], is_beside=not wide)
    return canvas.png()


def _layout(size, wide):
    """Return the boxes (left, top, right, bottom) of the coloured plate, the words on it, and the code."""
    width, height = size
    top, edge = round(height * 0.17), round(min(size) * 0.07)
    if wide:
        split = round(width * 0.6)
        return (0, top, split, height), (edge, top + edge, split - edge, height - edge), (split, top, width, height)
    split = round(height * 0.6)
    return (0, top, width, split), (edge, top + edge, width - edge, split - edge), (0, split, width, height)


class _Canvas:
    """A white picture. Sizes are pixels; boxes are (left, top, right, bottom)."""

    def __init__(self, env, size):
        self.env, self.size = env, size
        self.image = Image.new("RGB", size, WHITE)
        self.draw = ImageDraw.Draw(self.image)
        self.margin = round(min(size) * 0.07)

    def block(self, box, colour):
        self.draw.rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill=colour)

    def county(self, look, left, height):
        """Put the logo, or the county's name where it has none that can be drawn, above the plate."""
        box = (left, round(height * 0.24), self.size[0] - left, round(height * 0.76))
        if look["png"]:
            logo = Image.open(io.BytesIO(look["png"])).convert("RGBA")
            scale = min((box[2] - box[0]) / logo.width, (box[3] - box[1]) / logo.height)
            logo = logo.resize((max(1, round(logo.width * scale)), max(1, round(logo.height * scale))), Image.LANCZOS)
            self.image.paste(logo, (box[0], box[1] + (box[3] - box[1] - logo.height) // 2), logo)
        else:
            self.text(box, look["county"], round(height * 0.34), INK, 700, max_lines=1)

    def invitation(self, box, spoken, unit, colour):
        """Say the call in the languages of the set, and at the bottom of the box which unit is meant."""
        width, height = box[2] - box[0], box[3] - box[1]
        first, *others = [texts["call"] for _code, texts in spoken]
        bottom = self.text(box, first, round(min(width * 0.16, height * 0.3)), colour, 700, max_lines=1)
        if others:
            beside = (box[0], bottom + round(height * 0.03), box[2], box[3])
            self.text(beside, " · ".join(others), round(min(width * 0.07, height * 0.12)), colour, 700, max_lines=2)
        low = (box[0], box[1] + round(height * 0.6), box[2], box[3])
        self.text(low, unit, round(min(width * 0.075, height * 0.13)), colour, 700, max_lines=3, is_low=True)

    def code(self, box, url, lines, is_beside):
        """Draw the code and how to use it: below it on a wide picture, beside it on a square one."""
        modules = qr_code.matrix(url)
        width, height = box[2] - box[0], box[3] - box[1]
        room = min(width * 0.46, height * 0.88) if is_beside else min(width * 0.78, height * 0.68)
        pixel = max(1, int(room // len(modules)))
        side = pixel * len(modules)
        left = box[0] + (round(width * 0.04) if is_beside else (width - side) // 2)
        top = box[1] + ((height - side) // 2 if is_beside else round(height * 0.02))
        for y, row in enumerate(modules):
            for x, is_black in enumerate(row):
                if is_black:
                    at = (left + x * pixel, top + y * pixel)
                    self.draw.rectangle((*at, at[0] + pixel - 1, at[1] + pixel - 1), fill="#000000")
        if is_beside:
            words = (left + side + round(width * 0.01), top, box[2] - self.margin, top + side)
        else:
            words = (box[0] + self.margin // 2, top + side, box[2] - self.margin // 2, box[3] - self.margin // 2)
        self.paragraphs(words, lines, round(min(self.size) * 0.034))

    def paragraphs(self, box, texts, size):
        """Write one paragraph after the other, centred in the height of the box."""
        while size > SMALLEST_TEXT:
            wrapped = [self.wrap(text, size, 400, box[2] - box[0]) for text in texts]
            total = sum(len(lines) for lines in wrapped) * round(size * 1.25) + (len(texts) - 1) * size // 2
            if total <= box[3] - box[1]:
                break
            size -= 1
        wrapped = [self.wrap(text, size, 400, box[2] - box[0]) for text in texts]
        total = sum(len(lines) for lines in wrapped) * round(size * 1.25) + (len(texts) - 1) * size // 2
        top = box[1] + max(0, (box[3] - box[1] - total) // 2)
        for lines in wrapped:
            top = self.lines((box[0], top), lines, size, INK, 400) + size // 2

    def text(self, box, text, size, colour, weight, max_lines, is_low=False):
        """Write a text as large as it fits, at most `size`; return where it ends. `is_low`: at the foot of the box."""
        width, height = box[2] - box[0], box[3] - box[1]
        while size > SMALLEST_TEXT:
            lines = self.wrap(text, size, weight, width)
            if len(lines) <= max_lines and len(lines) * round(size * 1.2) <= height:
                break
            size -= 1
        lines = self.wrap(text, size, weight, width)[:max_lines]
        top = box[3] - len(lines) * round(size * 1.2) if is_low else box[1]
        return self.lines((box[0], top), lines, size, colour, weight)

    def lines(self, start, lines, size, colour, weight):
        left, top = start
        step = round(size * (1.2 if weight == 700 else 1.25))
        for line in lines:
            self.draw.text((left, top), line, font=self.font(line, size, weight), fill=colour)
            top += step
        return top

    def wrap(self, text, size, weight, width):
        """Break a text into lines of at most `width`; a word that is longer is broken inside."""
        font = self.font(text, size, weight)
        lines, line = [], ""
        for word in text.split():
            for piece in _pieces(word, font, width):
                joined = f"{line} {piece}".strip() if piece is not word or line else piece
                if line and font.getlength(joined) > width:
                    lines.append(line)
                    line = piece
                else:
                    line = joined
        return [*lines, line]

    def font(self, text, size, weight):
        for path in font_files(weight):
            if (letters := _letters(path)) and {ord(char) for char in text} <= letters:
                return _load(path, size)
        raise UserError(
            self.env._(
                "This server has no font with the letters of “%(text)s”. Ask IT to install fonts-dejavu-core.",
                text=text,
            )
        )

    def png(self):
        out = io.BytesIO()
        self.image.save(out, "PNG", optimize=True)
        return out.getvalue()


def _pieces(word, font, width):
    """Return a word in parts that fit a line; a hyphen stands where it is broken."""
    if font.getlength(word) <= width:
        return [word]
    pieces, piece = [], ""
    for char in word:
        if piece and font.getlength(f"{piece}{char}-") > width:
            pieces.append(f"{piece}-")
            piece = ""
        piece += char
    return [*pieces, piece]


@functools.lru_cache(maxsize=256)
def _load(path, size):
    return ImageFont.truetype(path, size)


@functools.lru_cache(maxsize=8)
def _letters(path):
    """Return the code points that a font file draws; none where it is not there."""
    try:
        from fontTools.ttLib import TTFont

        with TTFont(path, lazy=True) as font:
            return frozenset(font.getBestCmap())
    except (ImportError, OSError):
        return frozenset()
