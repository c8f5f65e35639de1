"""Making one-time codes for the next customers: one on the screen, or slips on paper. Shown once, kept as hashes."""

import qrcode
import qrcode.image.svg
from markupsafe import Markup

from odoo.http import request

from ..models.hva_handover_code import SCREEN_DAYS, SLIP_DAYS
from ..tools.hand_code import show_hand_code
from ..tools.staff_facts import show_day
from .page_answer import draw
from .page_style import read_css
from .page_texts import OWN_LOCALES
from .staff_texts import staff_texts

CODES_CSS = read_css("hva_feedback/static/src/feedback_page/codes.css")
PER_SHEET = 12
MOST_SHEETS = 20


class CodeDesk:
    """Codes for one staff link's unit. `carried` is what each form carries on, `action` where they post to."""

    def __init__(self, link, lang, action, carried):
        self.link, self.lang, self.action, self.carried = link, lang, action, carried
        self.texts = staff_texts(lang)

    def answer(self, do, sheets=""):
        """Return the page of one step: the desk itself, a code on the screen, or slips."""
        if do == "show_code":
            return self._show()
        if do == "print_codes":
            count = int(sheets) if sheets.isascii() and sheets.isdigit() and len(sheets) < 4 else 1
            return self._slips(min(max(count, 1), MOST_SHEETS))
        values = {
            "print_hint": self.texts["codes_print_hint"] % {"count": PER_SHEET, "days": SLIP_DAYS},
            "most_sheets": MOST_SHEETS,
        }
        return self._page("hva_feedback.code_desk", "staff_codes", values)

    def _show(self):
        [slip], until = self._make(SCREEN_DAYS, 1)
        return self._page("hva_feedback.code_on_screen", "code_title", {"slip": slip, "until": until})

    def _slips(self, sheets):
        slips, until = self._make(SLIP_DAYS, sheets * PER_SHEET)
        pages = [slips[start : start + PER_SHEET] for start in range(0, len(slips), PER_SHEET)]
        return self._page("hva_feedback.code_slips", "slips_title", {"pages": pages, "until": until})

    def _make(self, days, count):
        """Return ([what a slip says], the words that say until when)."""
        codes, last_day = self.link._hva_make_codes(days, count)
        base = self.link.get_base_url().rstrip("/")
        slips = [{"code": show_hand_code(code), "qr": qr_svg(f"{base}/p/koodi/{code}")} for code in codes]
        return slips, self.texts["code_until"] % {"day": show_day(last_day)}

    def _page(self, template, title_key, values):
        place = request.env["hva.collector"]._hva_page_place(self.link.unit_id.id, OWN_LOCALES[self.lang])
        address = f"{self.link.get_base_url().rstrip('/').partition('://')[2]}/p/koodi"
        common = {
            "lang_code": self.lang,
            "texts": self.texts,
            "page_title": self.texts[title_key],
            "action": self.action,
            "address_line": self.texts["code_or"] % {"address": address},
            "address": address,
            **place,
            **self.carried,
        }
        return draw(template, 200, {**common, **values}, extra_css=CODES_CSS)


def qr_svg(text):
    """Return a QR code as an inline drawing. A quarter of it may be dirty or folded and it still opens."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=4)
    code.add_data(text)
    return Markup(code.make_image(image_factory=qrcode.image.svg.SvgPathImage).to_string(encoding="unicode"))
