from odoo import api, fields, models
from odoo.fields import NO_ACCESS

from ..tools import codes_tables
from ..tools.codes import new_code
from ..tools.device_batch import PROBLEMS
from ..tools.device_time import SKEW_MAX, is_silent
from .by_hand import refuse_by_hand

KINDS = [row for row in codes_tables.CHANNELS if row[0] in ("kiosk", "tablet")]
PROBLEM_LABELS = [
    ("storage_full", "Storage of the browser is full"),
    ("storage_nearly_full", "Storage of the browser is nearly full"),
    ("storage_not_kept", "The browser may clear its storage"),
]
assert [code for code, _label in PROBLEM_LABELS] == list(PROBLEMS)
KEPT = (
    "code", "unit_id", "company_id", "state", "paired_at", "revoked_at", "last_seen_at", "is_silent", "unsent_count",
    "aside_count", "lost_count", "skew_seconds", "app_version", "problem", "pairing_until", "is_pairing_used",
)  # fmt: skip


class HvaDevice(models.Model):
    """A feedback terminal or a tablet in the hands of staff: one browser that may bring answers of one way in.

    What it asks, and about which unit, is its way in's; the other way to answer that its screen shows is too.
    The browser has a key of its own making and the server only the key's hash (`tools.device_proof`). It tells how it
    does with every message; `state` is what follows from that and from an hourly look for silent ones.
    """

    _name = "hva.device"
    _description = "Feedback terminal or tablet"
    _order = "name, id"

    name = fields.Char(required=True)
    code = fields.Char(required=True, copy=False, readonly=True, default=lambda self: new_code())
    kind = fields.Selection(KINDS, required=True, default="kiosk")
    collector_id = fields.Many2one(
        "hva.collector",
        string="Way in",
        required=True,
        index=True,
        ondelete="restrict",
        help="Says what is asked and about which unit. Its web address is shown on the screen as the other way to "
        "answer.",
    )
    unit_id = fields.Many2one(related="collector_id.unit_id", string="Unit visited", store=True, index=True)
    company_id = fields.Many2one(related="collector_id.company_id", store=True, index=True)
    lang_code = fields.Selection(list(codes_tables.LANGUAGES), string="First language", required=True, default="fi")
    has_languages = fields.Boolean("Offer all languages", default=True, help="Of those that the question set has.")
    has_text = fields.Boolean(
        "Ask open questions",
        help="People type on a screen that others may see. The page asks them not to write who they are.",
    )
    idle_seconds = fields.Integer(
        "Clear the screen after (seconds)",
        default=60,
        required=True,
        help="Without a touch. 20 seconds before, the page asks whether the person is still there.",
    )
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Opening hours",
        help="Empty: always open. At other times the screen asks nothing; answers that come all the same are marked.",
    )
    active = fields.Boolean(default=True)
    state = fields.Selection(list(codes_tables.DEVICE_STATES), compute="_compute_state", store=True)

    paired_at = fields.Datetime("Paired", readonly=True, copy=False)
    revoked_at = fields.Datetime("Revoked", readonly=True, copy=False)
    last_seen_at = fields.Datetime("Last seen", readonly=True, copy=False)
    is_silent = fields.Boolean(readonly=True, copy=False)
    unsent_count = fields.Integer("Unsent", readonly=True, copy=False, help="Answers that wait in the device.")
    aside_count = fields.Integer("Set aside", readonly=True, copy=False, help="Answers that the server did not take.")
    lost_count = fields.Integer(
        "Lost", readonly=True, copy=False, help="Answers that waited in the device when its storage was lost."
    )
    skew_seconds = fields.Integer("Clock differs (seconds)", readonly=True, copy=False)
    app_version = fields.Char("Version of the page", readonly=True, copy=False)
    problem = fields.Selection(PROBLEM_LABELS, readonly=True, copy=False)

    key_hash = fields.Char(readonly=True, copy=False, groups=NO_ACCESS)
    pairing_hash = fields.Char(readonly=True, copy=False, groups=NO_ACCESS)
    pairing_until = fields.Datetime("Pairing address is valid until", readonly=True, copy=False)
    is_pairing_used = fields.Boolean(readonly=True, copy=False)
    burst_tail = fields.Json(readonly=True, copy=False, groups=NO_ACCESS)

    _code_uniq = models.Constraint("UNIQUE (code)", "This code is in use already.")
    _pairing_uniq = models.UniqueIndex("(pairing_hash) WHERE pairing_hash IS NOT NULL")
    _idle_range = models.Constraint(
        "CHECK (idle_seconds BETWEEN 30 AND 600)", "The screen is cleared after 30 to 600 seconds."
    )

    @api.depends("revoked_at", "paired_at", "active", "is_silent", "skew_seconds", "problem")
    def _compute_state(self):
        for device in self:
            device.state = device._get_state()

    def _get_state(self):
        if self.revoked_at or not self.active:
            return "revoked"
        if not self.paired_at:
            return "waiting"
        if self.is_silent:
            return "silent"
        if abs(self.skew_seconds) > SKEW_MAX.total_seconds():
            return "clock"
        return "storage" if self.problem in ("storage_full", "storage_nearly_full") else "ok"

    @api.onchange("collector_id")
    def _onchange_collector_id(self):
        if self.collector_id:
            self.lang_code = self.collector_id.lang_code

    @api.model_create_multi
    def create(self, vals_list):
        refuse_by_hand(self, vals_list, KEPT)
        return super().create(vals_list)

    def write(self, vals):
        refuse_by_hand(self, [vals], KEPT)
        result = super().write(vals)
        if vals.get("active") is False:
            self._revoke()
        return result

    # ------------------------------------------------------------------ actions

    def action_revoke(self):
        """End the device's right to send, at once. What waits in it stays there until it is paired anew."""
        self.check_access("read")  # the unit's manager may do this too, and needs no other right to the device
        self._revoke()

    def _revoke(self):
        alive = self.filtered(lambda device: not device.revoked_at)
        # sudo: nobody writes keys by hand
        alive.sudo().write(
            {
                "revoked_at": self.env["hva.clock"]._now(),
                "key_hash": False,
                "pairing_hash": False,
                "pairing_until": False,
            }
        )
        self.env["hva.audit"]._record("device_revoked", alive) if alive else None

    def action_open_answers(self):
        """List the feedback that terminals and tablets brought in through this way in."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_answer_action")
        domain = [
            ("hva_is_feedback", "=", True),
            ("hva_collector_id", "=", self.collector_id.id),
            ("hva_channel", "=", self.kind),
        ]
        return action | {"domain": domain}

    # ------------------------------------------------------------------ silence

    @api.model
    def _cron_find_silent(self):
        """Mark the devices that have not reported for too much of their opening time; those that did lose the mark."""
        now = self.env["hva.clock"]._now()
        devices = self.search([("paired_at", "!=", False), ("revoked_at", "=", False)])
        hours = {calendar: calendar._hva_opening_hours() for calendar in devices.calendar_id}
        always = self.env["resource.calendar"]._hva_opening_hours()
        silent = devices.filtered(
            lambda device: is_silent(
                device.last_seen_at or device.paired_at, now, hours.get(device.calendar_id, always)
            )
        )
        (silent - silent.filtered("is_silent")).is_silent = True
        (devices - silent).filtered("is_silent").is_silent = False
