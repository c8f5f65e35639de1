from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ..controllers.page_style import LOOK
from ..controllers.page_texts import page_texts
from ..tools import county_look
from ..tools.contrast import is_colour
from .hva_look import COLOUR_FIELDS

_lt = LazyTranslate(__name__)

USES = {
    "text_on_main": _lt("Text on the button"),
    "main_on_page": _lt("Button on the page"),
    "link_on_page": _lt("Link on the page"),
    "link_on_panel": _lt("Link on a panel"),
    "mark_on_page": _lt("Focus and chosen answers"),
}
SCHEMES = {"light": _lt("Light screen"), "dark": _lt("Dark screen")}


class HvaLook(models.Model):
    """What the settings screen shows while colours are tried out: the page in both schemes, and the figures."""

    _inherit = "hva.look"

    figures = fields.Html("Contrast", compute="_compute_figures", sanitize=False)
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.depends("main_color", "on_color", "accent_color", "dark_color")
    def _compute_figures(self):
        for look in self:
            rows = county_look.checks(look._get_palette()) if look._has_colours() else ()
            look.figures = self.env["ir.qweb"]._render(
                "hva_feedback.look_figures", {"rows": [look._get_figure(check) for check in rows]}
            )

    def _get_figure(self, check):
        return {
            "use": self._get_check_use(check),
            "colour": check.colour,
            "beside": check.beside,
            "measured": f"{int(check.measured * 100) / 100:.2f}",
            "needed": f"{check.needed:.1f}",
            "is_passed": check.is_passed,
            "suggestion": check.suggestion,
        }

    def _get_check_use(self, check):
        """Name a pair of colours by what it is used for."""
        use, scheme = self.env._(USES[check.code]), self.env._(SCHEMES[check.scheme])  # a lazy text takes no arguments
        return f"{scheme}: {use}"

    @api.depends("main_color", "on_color", "accent_color", "dark_color", "logo", "company_id")
    def _compute_preview(self):
        for look in self:
            schemes = ("light", "dark") if look._has_colours() else ()
            frames = Markup("").join(look._get_frame(scheme) for scheme in schemes)
            look.preview = Markup('<div class="d-flex flex-wrap gap-3">%s</div>') % frames if frames else False

    def _get_frame(self, scheme):
        """Return the sample page in a frame of its own, so that neither style sheet meets the other."""
        frame = Markup('<iframe sandbox="" style="%s" title="%s" srcdoc="%s"></iframe>')
        style = "flex:1 1 20rem;height:29rem;border:1px solid #888"
        return frame % (style, self.env._(SCHEMES[scheme]), str(self._draw_sample(scheme)))

    def _has_colours(self):
        """Tell whether every colour is one, or is left out: what is being typed must not come into a style sheet."""
        self.ensure_one()
        is_given = self.main_color and self.on_color
        return is_given and all(is_colour(self[name]) for name in COLOUR_FIELDS.values() if self[name])

    def _draw_sample(self, scheme):
        """Return a small page in the real layout and the real style sheet, with one scheme switched on for good."""
        media = "@media (prefers-color-scheme: dark)"
        css = (LOOK.css + county_look.css(self._get_palette())).replace(
            media, "@media all" if scheme == "dark" else "@media not all"
        )
        lang_code = (self.env.lang or "en")[:2]
        values = {
            "style": Markup("<style>%s</style>") % Markup(css),  # ours, and colours that were checked to be colours
            "lang_code": lang_code,
            "page_title": "",
            "county": self.company_id.name,
            "logo": self._get_sample_logo(),
            "texts": page_texts(lang_code),
        }
        return self.env["ir.qweb"]._render("hva_feedback.look_sample", values)

    def _get_sample_logo(self):
        """Return the logo as it is on the screen, saved or not, inside the address itself; "" for none."""
        logo = self.with_context(bin_size=False).logo
        if not logo:
            return ""
        encoded = logo.decode() if isinstance(logo, bytes) else logo
        return f"data:image/{'png' if encoded.startswith('iVBOR') else 'svg+xml'};base64,{encoded}"
