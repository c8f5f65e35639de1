from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.orm.models import NO_ACCESS

from ..tools.codes import hash_code, is_code, new_code
from ..tools.weekly import shorten
from .by_hand import refuse_by_hand
from .hva_improvement_text import PUBLIC_LANGUAGES

VALIDITY = [("none", "No link made yet"), ("open", "In use"), ("revoked", "Revoked")]
LONGEST = 400  # characters of one thanks: more cannot be read from across a room
KEPT = ("company_id", "made_by_id", "made_at", "revoked_by_id", "revoked_at")


class HvaWall(models.Model):
    """A secret address `/p/wall/<code>` that shows a unit's thanks and figures on a screen on the wall.

    Only the hash of the code is kept: the address is shown once, when it is made. Making it anew ends the old one.
    Managers keep the screens of their units; making and revoking are audited. What it shows is public in effect: who
    passes by reads it, so nothing comes here that names a person, and figures only as far as anybody may see them.
    """

    _name = "hva.wall"
    _description = "Wall screen"
    _order = "unit_id, name, id"

    name = fields.Char("Where it hangs", required=True, help="For example: Lobby.")
    unit_id = fields.Many2one("hva.unit", required=True, index=True, ondelete="restrict", help="With its parts.")
    company_id = fields.Many2one(related="unit_id.company_id", store=True, index=True)
    lang_code = fields.Selection(PUBLIC_LANGUAGES, string="Language", required=True, default="fi")
    shows_figures = fields.Boolean(
        "Figures", default=True, help="How much feedback, and the NPS where there is enough."
    )
    shows_changes = fields.Boolean("What has changed", default=True, help="Approved public texts of improvements.")
    code_hash = fields.Char(copy=False, readonly=True, groups=NO_ACCESS)
    made_by_id = fields.Many2one("res.users", "Made by", copy=False, readonly=True, ondelete="restrict")
    made_at = fields.Datetime("Made", copy=False, readonly=True)
    revoked_by_id = fields.Many2one("res.users", "Revoked by", copy=False, readonly=True, ondelete="restrict")
    revoked_at = fields.Datetime("Revoked", copy=False, readonly=True)
    validity = fields.Selection(VALIDITY, string="State", compute="_compute_validity")

    _code_hash_uniq = models.UniqueIndex("(code_hash) WHERE code_hash IS NOT NULL")

    @api.depends("made_at", "revoked_at")
    def _compute_validity(self):
        for wall in self:
            wall.validity = "revoked" if wall.revoked_at else "open" if wall.made_at else "none"

    @api.model_create_multi
    def create(self, vals_list):
        refuse_by_hand(self, vals_list, KEPT)
        return super().create([{**vals, **dict.fromkeys(KEPT[1:], False)} for vals in vals_list])

    def write(self, vals):
        refuse_by_hand(self, [vals], KEPT)
        if "unit_id" in vals and any(wall.made_at and wall.unit_id.id != vals["unit_id"] for wall in self):
            raise UserError(self.env._("The link stays with its unit. Revoke it and make one for the other unit."))
        result = super().write(vals)
        if "unit_id" in vals:
            self.check_access("write")  # the unit it was moved to counts too
        return result

    # ------------------------------------------------------------------ actions

    def action_make(self):
        """Make the address, or make it anew, and show it this once. An old one ends at once."""
        self.ensure_one()
        self.check_access("write")
        code, again = new_code(), bool(self.made_at)
        # sudo: nobody may write the hash by hand
        self.sudo().write(
            {
                "code_hash": hash_code(code),
                "made_by_id": self.env.uid,
                "made_at": self.env["hva.clock"]._now(),
                "revoked_at": False,
                "revoked_by_id": False,
            }
        )
        self.env["hva.audit"]._record("wall_make", self, details={"again": again})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Wall screen of %(unit)s", unit=self.unit_id.name),
            "res_model": "hva.staff.link.show",
            "views": [(self.env.ref("hva_feedback.hva_wall_show_view_form").id, "form")],
            "target": "new",
            "context": {"default_url": f"{self.get_base_url().rstrip('/')}/p/wall/{code}"},
        }

    def action_revoke(self):
        """End the address at once; the screen says so at its next turn."""
        self.check_access("write")
        live = self.filtered(lambda wall: wall.made_at and not wall.revoked_at)
        # sudo: as in action_make. The hash stays, so that the page can say why it is closed.
        live.sudo().write({"revoked_at": self.env["hva.clock"]._now(), "revoked_by_id": self.env.uid})
        self.env["hva.audit"]._record("wall_revoke", live)

    # ------------------------------------------------------------------ what it shows

    @api.model
    def _hva_resolve(self, code):
        """Return the screen (sudo) of a code, None where no code is known. Revoked ones too: see `validity`."""
        if not is_code(code):
            return None
        # sudo: the code is the permission
        return self.sudo().search([("code_hash", "=", hash_code(code))], limit=1) or None

    def _get_thanks(self):
        """Return what somebody chose for the wall, newest choice first: [{text, lang_code}]. Checked at each look."""
        self.ensure_one()
        answers = self.env["survey.user_input"].sudo()  # sudo: as in _hva_resolve
        chosen = answers.search(
            [*answers._hva_wall_domain(), ("hva_unit_id", "child_of", self.unit_id.ids)],
            order="hva_wall_on desc, id desc",
            limit=30,
        )
        said = [(shorten(answer._hva_shared_text(), LONGEST), answer.hva_lang_code) for answer in chosen]
        return [{"text": text, "lang_code": lang_code} for text, lang_code in said if text]

    def _get_changes(self):
        """Return approved public texts, as `hva.improvement._hva_public` does."""
        self.ensure_one()
        return (
            self.env["hva.improvement"]._hva_public(self.unit_id, self.lang_code, limit=6) if self.shows_changes else []
        )

    @api.model
    def _hva_wall_figures(self, wall):
        """Hook: return the figures that anybody may see of the wall's unit: a list of (code, number).

        Codes: "answers", "nps". Nothing here: an addon that keeps figures decides which are large enough to show.
        """
        return []
