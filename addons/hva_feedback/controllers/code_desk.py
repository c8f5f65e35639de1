"""Making one-time codes for the next customers: one on the screen, or slips on paper. Shown once, kept as hashes."""

from markupsafe import Markup

from odoo.exceptions import UserError
from odoo.http import request

from ..models.hva_handover_code import SCREEN_DAYS, SLIP_DAYS
from ..report.code_slips import PER_SHEET, render_code_slips
from ..report.paper import load_weasyprint
from ..tools import qr_code
from ..tools.hand_code import show_hand_code
from ..tools.staff_facts import show_day
from .page_answer import draw
from .page_style import LOOK, read_css
from .page_texts import OWN_LOCALES
from .staff_texts import staff_texts

CODES_CSS = read_css("hva_feedback/static/src/feedback_page/codes.css")
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
        if do in ("print_codes", "pdf_codes"):
            count = int(sheets) if sheets.isascii() and sheets.isdigit() and len(sheets) < 4 else 1
            return (self._slips if do == "print_codes" else self._pdf)(min(max(count, 1), MOST_SHEETS))
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

    def _pdf(self, sheets):
        try:
            load_weasyprint(request.env)
        except UserError:  # this server draws no PDF: the page to print says the same
            return self._slips(sheets)
        slips, until = self._make(SLIP_DAYS, sheets * PER_SHEET)
        pdf = render_code_slips(self.link.sudo(), slips, {**self._common("slips_title"), "until": until})
        headers = {
            **LOOK.headers(),
            "Content-Type": "application/pdf",
            "Content-Disposition": 'attachment; filename="codes.pdf"',
        }
        return request.make_response(pdf, list(headers.items()))

    def _make(self, days, count):
        """Return ([what a slip says], the words that say until when)."""
        codes, last_day = self.link._hva_make_codes(days, count)
        base = self.link.get_base_url().rstrip("/")
        slips = [{"code": show_hand_code(code), "url": f"{base}/p/koodi/{code}"} for code in codes]
        return [{**slip, "qr": Markup(qr_code.svg(slip["url"]))} for slip in slips], self.texts["code_until"] % {
            "day": show_day(last_day)
        }

    def _page(self, template, title_key, values):
        return draw(template, 200, {**self._common(title_key), **values}, extra_css=CODES_CSS)

    def _common(self, title_key):
        place = request.env["hva.collector"]._hva_page_place(self.link.unit_id.id, OWN_LOCALES[self.lang])
        address = f"{self.link.get_base_url().rstrip('/').partition('://')[2]}/p/koodi"
        return {
            "lang_code": self.lang,
            "texts": self.texts,
            "page_title": self.texts[title_key],
            "title": self.texts[title_key],
            "action": self.action,
            "address_line": self.texts["code_or"] % {"address": address},
            "address": address,
            **place,
            **self.carried,
        }
