from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.orm.models import NO_ACCESS

from ..tools import codes_tables
from ..tools.about_feedback import default_asks
from ..tools.codes import hash_code, is_code, new_code
from ..tools.entry import Entry
from ..tools.staff_pin import MAX_LENGTH, MIN_LENGTH, hash_pin, pin_problem
from .by_hand import refuse_by_hand

VALID_MONTHS = 12
REMIND_DAYS = 30
VALIDITY = [
    ("none", "No link made yet"),
    ("open", "In use"),
    ("ending", "Ends soon"),
    ("expired", "Expired"),
    ("revoked", "Revoked"),
]
KEPT = (
    "company_id", "made_by_id", "made_at", "remind_on", "revoked_by_id", "revoked_at", "last_used_on", "answer_count",
    "handover_count",
)  # fmt: skip


class HvaStaffLink(models.Model):
    """A unit's secret address `/p/staff/<code>`, where its staff record oral and paper feedback without an account.

    Only the hash of the code is kept: the address is shown once, when it is made. Making it anew ends the old one.
    Managers keep the links of their units; making, revoking, prolonging, a change of PIN and each use are audited.
    """

    _name = "hva.staff.link"
    _description = "Staff link"
    _order = "unit_id, name, id"

    name = fields.Char("For whom", required=True, help="Who uses the link, for example the reception. Not a person.")
    unit_id = fields.Many2one("hva.unit", string="Unit visited", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="unit_id.company_id", store=True, index=True)
    set_id = fields.Many2one(
        "hva.question.set",
        string="Question set",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the set that is meant for the service.",
    )
    service_id = fields.Many2one("hva.service", index="btree_not_null", ondelete="restrict")
    contact_mode = fields.Selection(list(codes_tables.CONTACT_MODES), string="Mode of contact")
    lang_code = fields.Selection(list(codes_tables.LANGUAGES), string="Language", required=True, default="fi")
    code_hash = fields.Char(copy=False, readonly=True, groups=NO_ACCESS)
    pin_hash = fields.Char(copy=False, readonly=True, groups=NO_ACCESS)
    wrong_tries = fields.Integer(copy=False, readonly=True, groups=NO_ACCESS)
    wait_until = fields.Datetime(copy=False, readonly=True, groups=NO_ACCESS)
    has_pin = fields.Boolean("Asks for a PIN", compute="_compute_has_pin", compute_sudo=True)
    new_pin = fields.Char(
        "New PIN",
        compute="_compute_new_pin",
        inverse="_inverse_new_pin",
        copy=False,
        help="4 to 12 digits. Tell it to the staff by another way than the link. It cannot be shown again.",
    )
    made_by_id = fields.Many2one("res.users", "Made by", copy=False, readonly=True, ondelete="restrict")
    made_at = fields.Datetime("Made", copy=False, readonly=True)
    expires_on = fields.Date("Last day", copy=False, default=lambda self: self._default_expires_on())
    remind_on = fields.Date("Reminder to renew", compute="_compute_remind_on", store=True)
    revoked_by_id = fields.Many2one("res.users", "Revoked by", copy=False, readonly=True, ondelete="restrict")
    revoked_at = fields.Datetime("Revoked", copy=False, readonly=True)
    last_used_on = fields.Date("Last used", copy=False, readonly=True)
    answer_count = fields.Integer("Recorded feedback", copy=False, readonly=True)
    handover_count = fields.Integer("One-time codes made", copy=False, readonly=True)
    validity = fields.Selection(VALIDITY, string="State", compute="_compute_validity")

    _code_hash_uniq = models.UniqueIndex("(code_hash) WHERE code_hash IS NOT NULL")

    @api.model
    def _default_expires_on(self):
        return self.env["hva.clock"]._today() + relativedelta(months=VALID_MONTHS)

    @api.depends("pin_hash")
    def _compute_has_pin(self):
        for link in self:
            link.has_pin = bool(link.pin_hash)

    def _compute_new_pin(self):
        self.new_pin = False  # never shown

    @api.depends("expires_on")
    def _compute_remind_on(self):
        for link in self:
            link.remind_on = link.expires_on and link.expires_on - relativedelta(days=REMIND_DAYS)

    @api.depends("made_at", "revoked_at", "expires_on")
    def _compute_validity(self):
        today = self.env["hva.clock"]._today()
        for link in self:
            link.validity = link._get_validity(today)

    def _get_validity(self, today):
        if self.revoked_at:
            return "revoked"
        if not self.made_at:
            return "none"
        if self.expires_on and self.expires_on < today:
            return "expired"
        return "ending" if self.remind_on and self.remind_on <= today else "open"

    def _inverse_new_pin(self):
        for link in self.filtered("new_pin"):
            problem = pin_problem(link.new_pin)
            if problem:
                raise ValidationError(self._pin_problem_text(problem))
            link._set_pin(hash_pin(link.new_pin))
        self.invalidate_recordset(["new_pin"])

    @api.model
    def _pin_problem_text(self, problem):
        texts = {
            "pin_digits": self.env._("A PIN has only digits."),
            "pin_length": self.env._(
                "A PIN has from %(low)s to %(high)s digits.", low=str(MIN_LENGTH), high=str(MAX_LENGTH)
            ),
            "pin_easy": self.env._("This PIN is among the first that somebody would try. Choose another."),
        }
        return texts[problem]

    @api.constrains("expires_on")
    def _check_expires_on(self):
        if any(not link.expires_on for link in self):
            raise ValidationError(self.env._("A link needs a last day."))

    @api.model_create_multi
    def create(self, vals_list):
        refuse_by_hand(self, vals_list, KEPT)
        return super().create(vals_list)

    def write(self, vals):
        refuse_by_hand(self, [vals], KEPT)
        if "unit_id" in vals and any(link.made_at and link.unit_id.id != vals["unit_id"] for link in self):
            raise UserError(self.env._("The link stays with its unit. Revoke it and make one for the other unit."))
        later = self.filtered(lambda link: "expires_on" in vals and link.made_at)
        before = {link.id: {"before": str(link.expires_on)} for link in later}
        result = super().write(vals)
        if "unit_id" in vals:
            self.check_access("write")  # the unit it was moved to counts too
        if later:
            days = {link.id: before[link.id] | {"after": str(link.expires_on)} for link in later}
            self.env["hva.audit"]._record("staff_link_extend", later, details=days)
        return result

    # ------------------------------------------------------------------ actions

    def action_make(self):
        """Make the address, or make it anew, and show it this once. An old one ends at once."""
        self.ensure_one()
        self.check_access("write")
        code, clock = new_code(), self.env["hva.clock"]
        again = bool(self.made_at)
        vals = {"made_by_id": self.env.uid, "made_at": clock._now(), "revoked_at": False, "revoked_by_id": False}
        if self.expires_on < clock._today():
            vals["expires_on"] = self._default_expires_on()
        # sudo: nobody may write the hash by hand
        self.sudo().write(vals | {"code_hash": hash_code(code), "wrong_tries": 0, "wait_until": False})
        self.env["hva.audit"]._record("staff_link_make", self, details={"again": again})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Staff link of %(unit)s", unit=self.unit_id.name),
            "res_model": "hva.staff.link.show",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_url": f"{self.get_base_url().rstrip('/')}/p/staff/{code}"},
        }

    def action_revoke(self):
        """End the link at once. The feedback that came through it stays."""
        self.check_access("write")
        live = self.filtered(lambda link: not link.revoked_at)
        # sudo: as in action_make. The hash stays, so that the page can say why it is closed.
        live.sudo().write({"revoked_at": self.env["hva.clock"]._now(), "revoked_by_id": self.env.uid})
        self.env["hva.audit"]._record("staff_link_revoke", live)

    def action_remove_pin(self):
        self.check_access("write")
        for link in self.filtered("has_pin"):
            link._set_pin(False)

    def action_codes(self):
        """Open the desk for one-time codes."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/hva_feedback/staff_codes/{self.id}", "target": "new"}

    def _set_pin(self, pin_hash):
        """Keep the hash of a new PIN, or False for none; who was waiting need not wait any more."""
        self.ensure_one()
        self.check_access("write")
        # sudo: as in action_make
        self.sudo().write({"pin_hash": pin_hash, "wrong_tries": 0, "wait_until": False})
        self.env["hva.audit"]._record("staff_link_pin", self, details={"has_pin": bool(pin_hash)})

    # ------------------------------------------------------------------ the way in

    @api.model
    def _hva_resolve(self, code):
        """Return the link (sudo) of a code, None where no code is known. Closed ones too: see `validity`."""
        if not is_code(code):
            return None
        # sudo: the code is the permission
        return self.sudo().search([("code_hash", "=", hash_code(code))], limit=1) or None

    def _hva_entry(self, survey_id):
        """Return the `Entry` of one recording; channel, language and group come from what the staff fill in."""
        self.ensure_one()
        return Entry(
            survey_id=survey_id,
            unit_id=self.unit_id.id,
            channel="staff_oral",
            source="staff",
            source_id=self.id,
            service_id=self.service_id.id or None,
            contact_mode=self.contact_mode or None,
            lang_code=self.lang_code,
            asks=default_asks("staff_oral"),
        )

    def _hva_version(self, form_code=None):
        """Return the id of the set version to record in: the link's own, or that of a printed form.

        `form_code` is a `tools.form_code.FormCode`. None where there is no such version, or it was printed for another
        unit.
        """
        self.ensure_one()
        if form_code is None:
            # sudo: what is asked is decided by the sets, whoever looks
            sets = self.env["hva.question.set"].sudo()
            return sets._asked_survey(self.unit_id, "staff_oral", self.service_id, chosen=self.set_id).id or None
        if form_code.unit_id not in (None, self.unit_id.id):
            return None
        # sudo: as in _hva_resolve; a retired version still takes what was printed of it
        versions = self.env["survey.survey"].sudo()
        domain = [("hva_set_id", "=", form_code.set_id), ("hva_version", "=", form_code.version)]
        version = versions.search(domain, limit=1)
        return version.id if version and version._hva_accepts_answers() else None

    def _hva_count_use(self):
        """Note that one feedback was recorded, in the transaction that stores it."""
        self.ensure_one()
        link = self.sudo()  # sudo: the public has no rights
        link.write({"answer_count": link.answer_count + 1, "last_used_on": self.env["hva.clock"]._today()})
        self.env["hva.audit"]._record("staff_link_use", link, details={"count": link.answer_count})

    def _hva_make_codes(self, days, count):
        """Make one-time codes for the unit of this link. Return (codes, their last day).

        How many are counted on the link; of slips, the audit trail says who made them. A code on the screen leaves no
        row with a time: it is answered within minutes.
        """
        self.ensure_one()
        link = self.sudo()  # sudo: who has the link may hand codes over
        facts = {
            "set_id": link.set_id.id,
            "unit_id": link.unit_id.id,
            "service_id": link.service_id.id,
            "contact_mode": link.contact_mode,
        }
        codes = self.env["hva.handover.code"]._make(facts, days, count)
        link.handover_count += count
        if count > 1:
            self.env["hva.audit"]._record("handover_slips", link, details={"count": count})
        return codes, self.env["hva.clock"]._today() + relativedelta(days=days)
