import base64
import hashlib
import io

from PIL import Image, UnidentifiedImageError

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..report.paper import data_uri
from ..tools import county_look
from ..tools.contrast import is_colour
from ..tools.languages import shown_name
from ..tools.logo_check import LogoRefused, check_logo

COLOUR_FIELDS = {"main": "main_color", "on_main": "on_color", "accent": "accent_color", "dark_main": "dark_color"}


class HvaLook(models.Model):
    """How a county looks to the people who give it feedback: logo and colours of pages, mails and paper.

    A row of its own and not fields of the company, so that the administrator of the feedback can keep it, who as a rule
    may not change companies. A county without a row has the house's own colours and its name in the logo's place.

    Colours that people could not see are refused (`tools.county_look.checks`): so what is stored can be shown as it is.
    """

    _name = "hva.look"
    _description = "Look of a county"
    _order = "company_id"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company", string="County", required=True, index=True, default=lambda self: self.env.company
    )
    logo = fields.Binary(attachment=True, help="PNG or SVG, at most 200 kB, on a light ground or without one.")
    logo_png = fields.Binary(
        "Logo as PNG",
        attachment=True,
        help="Mails and pictures cannot show an SVG. Without a PNG they show the county's name.",
    )
    logo_name = fields.Char(copy=False)
    logo_png_name = fields.Char(copy=False)
    logo_kind = fields.Selection([("png", "PNG"), ("svg", "SVG")], readonly=True, copy=False)
    logo_hash = fields.Char(readonly=True, copy=False, index="btree_not_null")
    logo_png_hash = fields.Char(readonly=True, copy=False, index="btree_not_null")
    main_color = fields.Char("Main colour", required=True, default=county_look.HOUSE_MAIN)
    on_color = fields.Char("Text on the main colour", required=True, default=county_look.HOUSE_ON_MAIN)
    accent_color = fields.Char("Links and marks", help="Empty: the main colour.")
    dark_color = fields.Char(
        "Main colour on dark screens", help="Empty: a tint of the main colour that can be seen on a dark page."
    )

    _company_uniq = models.Constraint("UNIQUE (company_id)", "This county has a look already.")

    # ------------------------------------------------------------------ checks

    @api.constrains("main_color", "on_color", "accent_color", "dark_color")
    def _check_colours(self):
        for look in self:
            for name in COLOUR_FIELDS.values():
                if look[name] and not is_colour(look[name]):
                    raise ValidationError(
                        self.env._(
                            "“%(colour)s” is not a colour: write # and six digits, for example #003f7f.",
                            colour=look[name],
                        )
                    )
            failed = [check for check in county_look.checks(look._get_palette()) if not check.is_passed]
            if failed:
                raise ValidationError("\n".join(look._get_check_text(check) for check in failed))

    def _get_check_text(self, check):
        """Say in one sentence which pair fails, by how much, and what would pass."""
        facts = {
            "use": self._get_check_use(check),
            "colour": check.colour,
            "beside": check.beside,
            # Rounded down: 4.496 must not read as the 4.5 that it is not.
            "measured": f"{int(check.measured * 100) / 100:.2f}",
            "needed": f"{check.needed:.1f}",
            "suggestion": check.suggestion,
        }
        if check.suggestion:
            return self.env._(
                "%(use)s: contrast of %(colour)s and %(beside)s is %(measured)s, at least %(needed)s is needed. "
                "Nearest colour that passes: %(suggestion)s",
                **facts,
            )
        return self.env._(
            "%(use)s: contrast of %(colour)s and %(beside)s is %(measured)s, at least %(needed)s is needed.", **facts
        )

    def _get_palette(self):
        self.ensure_one()
        return county_look.Palette(**{key: self[name] or None for key, name in COLOUR_FIELDS.items()})

    # ------------------------------------------------------------------ CRUD

    @api.model_create_multi
    def create(self, vals_list):
        looks = super().create([self._with_checked_logos(vals) for vals in vals_list])
        self.env.registry.clear_cache()
        return looks

    def write(self, vals):
        result = super().write(self._with_checked_logos(vals))
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _with_checked_logos(self, vals):
        """Return the values with their pictures as they may be stored, and what follows from them."""
        vals = dict(vals)
        for name in {"logo_kind", "logo_hash", "logo_png_hash"} & vals.keys():
            del vals[name]
        if "logo" in vals:
            logo = self._read_logo(vals["logo"])
            vals |= {"logo": logo and base64.b64encode(logo.data), "logo_kind": logo.kind if logo else False}
            vals["logo_hash"] = _hash(logo)
        if "logo_png" in vals:
            logo = self._read_logo(vals["logo_png"])
            if logo and logo.kind != "png":
                raise ValidationError(self.env._("The logo for mails and pictures must be a PNG."))
            vals |= {"logo_png": logo and base64.b64encode(logo.data), "logo_png_hash": _hash(logo)}
        return vals

    def _read_logo(self, encoded):
        """Return the `Logo` of a base64 file, or False for none. Raises ValidationError with the reason."""
        if not encoded:
            return False
        try:
            logo = check_logo(base64.b64decode(encoded))
            if logo.kind == "png":
                Image.open(io.BytesIO(logo.data)).load()
        except LogoRefused as refused:
            raise ValidationError(self._get_refusal(refused)) from refused
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
            raise ValidationError(self._get_refusal(LogoRefused("broken"))) from error
        return logo

    def _get_refusal(self, refused):
        texts = {
            "unknown_kind": self.env._("The logo must be a PNG or an SVG."),
            "too_large": self.env._("The logo is too large: at most 200 kB."),
            "too_small": self.env._("The logo is too small or does not say its size: %(size)s", size=refused.detail),
            "too_wide": self.env._("The logo has too many pixels: %(size)s", size=refused.detail),
            "broken": self.env._("The logo cannot be read. Save it again in a drawing program."),
            "not_plain": self.env._(
                "The logo is more than a picture (%(what)s). Save it as plain SVG, with pictures and fonts as paths.",
                what=refused.detail,
            ),
        }
        return texts[refused.code]

    # ------------------------------------------------------------------ actions

    @api.model
    def action_open_own(self):
        """Open the look of the county at work: the row there is, or a new one."""
        look = self.search([("company_id", "=", self.env.company.id)], limit=1)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Look"),
            "res_model": "hva.look",
            "view_mode": "form",
            "res_id": look.id,
        }

    # ------------------------------------------------------------------ what pages ask

    @api.model
    @tools.ormcache("company_id")
    def _get_facts(self, company_id):
        """Return what pages, mails and paper say of a county, and how they look.

        Keys: county, county_lang (which language its name is in), css, logo, mail_logo, main, on_main.

        `css` follows the house's style sheet and is empty without a look; `logo` and `mail_logo` are addresses below
        the database's own, empty where there is no such picture.
        """
        # sudo: everybody sees it, on the page
        company = self.env["res.company"].sudo().browse(company_id)
        look = self.sudo().search([("company_id", "=", company_id)], limit=1)
        png_hash = look.logo_png_hash or (look.logo_hash if look.logo_kind == "png" else False)
        palette = look._get_palette() if look else county_look.Palette()
        return {
            "county": company.name,
            "county_lang": shown_name({"en_US": company.name}, None, company.partner_id.lang)[1],
            "css": county_look.css(palette) if look else "",
            "logo": f"/p/logo/{look.logo_hash}" if look.logo_hash else "",
            "mail_logo": f"/p/logo/{png_hash}" if png_hash else "",
            "main": palette.main,
            "on_main": palette.on_main,
        }

    @api.model
    @tools.ormcache()
    def _get_only_county(self):
        """Return the id of the one company that has units, or None: pages without a unit then speak for it."""
        # SQL: asked for everybody, of the public page too, about nothing but the number of counties
        self.env["hva.unit"].flush_model(["company_id"])
        rows = self.env.execute_query(SQL("SELECT DISTINCT company_id FROM hva_unit LIMIT 2"))
        return rows[0][0] if len(rows) == 1 else None

    @api.model
    def _get_mail_look(self, company_id):
        """Return what the head of a mail is drawn with: {county, main, on_main, logo}, the last an address or ""."""
        facts = self._get_facts(company_id)
        base = self.browse().get_base_url().rstrip("/")
        logo = f"{base}{facts['mail_logo']}" if facts["mail_logo"] else ""
        return {key: facts[key] for key in ("county", "main", "on_main")} | {"logo": logo}

    @api.model
    def _get_paper_look(self, company_id):
        """Return what paper and pictures draw with: {county, main, on_main, logo, png}.

        `logo` is the picture inside an address of its own, `png` its bytes where there is a PNG; "" and None without.
        """
        facts = self._get_facts(company_id)
        found = {
            key: self.sudo()._find_logo(facts[key].rpartition("/")[2]) if facts[key] else None  # sudo: as above
            for key in ("logo", "mail_logo")
        }
        return {
            "county": facts["county"],
            "main": facts["main"],
            "on_main": facts["on_main"],
            "logo": data_uri(*found["logo"]) if found["logo"] else "",
            "png": found["mail_logo"] and found["mail_logo"][0],
        }

    @api.model
    def _find_logo(self, digest):
        """Return (bytes, mimetype) of the picture with this hash, None where no county uses it."""
        look = self.search(["|", ("logo_hash", "=", digest), ("logo_png_hash", "=", digest)], limit=1)
        if not look:
            return None
        is_main = look.logo_hash == digest
        mimetype = "image/svg+xml" if is_main and look.logo_kind == "svg" else "image/png"
        return base64.b64decode(look.logo if is_main else look.logo_png), mimetype


def _hash(logo):
    """Return the name a picture has in its address: half a SHA-256, long enough that two never share it."""
    return hashlib.sha256(logo.data).hexdigest()[:32] if logo else False
