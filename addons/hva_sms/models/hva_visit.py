from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.hva_feedback.tools import codes_tables

from ..tools import eligibility

REASONS = [("invited", "Invited"), *eligibility.REASONS.items()]
REPEAT_DAYS = 30  # so long a repeated event is recognised; older visits are not taken in
PERSON_HOURS = 72


class HvaVisit(models.Model):
    """A visit that a patient system told of, and why the person was or was not invited.

    | state     | phone | person hashes   | event hash | unit, day, reason |
    |-----------|-------|-----------------|------------|-------------------|
    | new       | yes   | yes             | yes        | yes (no reason)   |
    | evaluated | no    | at most 72 h    | 30 days    | kept              |

    `invitation_id` goes when the invitation reaches its final state. After that nothing leads from here to a person.
    """

    _name = "hva.visit"
    _description = "Visit"
    _log_access = False
    _order = "visit_on desc, id desc"

    batch_id = fields.Many2one("hva.visit.batch", string="Delivery", index="btree_not_null", ondelete="set null")
    source_system = fields.Char(required=True)
    event_hmac = fields.Char(groups="base.group_system")
    revision = fields.Integer(groups="base.group_system")
    content_hash = fields.Char(groups="base.group_system")
    unit_id = fields.Many2one("hva.unit", string="Unit visited", required=True, index=True, ondelete="restrict")
    service_id = fields.Many2one("hva.service", ondelete="restrict")
    contact_mode = fields.Selection(list(codes_tables.CONTACT_MODES), string="Mode of contact")
    visit_end_at = fields.Datetime(groups="base.group_system")
    visit_on = fields.Date("Day", required=True, index=True)
    age_years = fields.Integer(groups="base.group_system")
    lang_code = fields.Char(groups="base.group_system")
    phone = fields.Char(groups="base.group_system")
    phone_hmac = fields.Char(groups="base.group_system", index="btree_not_null")
    client_hmac = fields.Char(groups="base.group_system", index="btree_not_null")
    care_event_hmac = fields.Char(groups="base.group_system", index="btree_not_null")
    state = fields.Selection([("new", "Waiting"), ("evaluated", "Decided")], required=True, default="new")
    reason = fields.Selection(REASONS, string="Outcome", index=True)
    invitation_id = fields.Many2one(
        "hva.invitation", groups="base.group_system", index="btree_not_null", ondelete="set null"
    )

    _event_uniq = models.UniqueIndex("(source_system, event_hmac)", "This visit has already come.")
    _new_idx = models.Index("(id) WHERE state = 'new'")

    def _get_persons(self):
        """Return the hashes by which the person of this visit is known: pairs of kind and hash."""
        self.ensure_one()
        pairs = [("phone", self.phone_hmac), ("client", self.client_hmac)]
        return [(kind, key) for kind, key in pairs if key]

    def _get_own_rest(self):
        """Return {person: last day of the rest time that the invitations of these visits started}."""
        return {
            person: visit.invitation_id._get_rest_until()
            for visit in self
            if visit.invitation_id
            for person in visit._get_persons()
        }

    def _get_rule_kind(self):
        """Return which contact rules this visit goes by, a key of `hva.contact.rule.asks_about`."""
        self.ensure_one()
        return "call" if self.contact_mode == "call" else "visit"

    def _get_age(self):
        """Return the age in years, None where it is not known, as of a call. The column alone reads 0 then."""
        self.ensure_one()
        return self.age_years if self.age_years or self.contact_mode != "call" else None

    def _is_too_late(self) -> bool:
        """Tell whether the invitation of this visit has left the house, so that no revision can change it."""
        self.ensure_one()
        return self.reason == "invited" and self.invitation_id.state != "due"

    def _move_decided(self, reason):
        """Write the decision. The phone number goes either way; the age has served."""
        self.write({"state": "evaluated", "reason": reason, "phone": False, "age_years": False})

    def _withdraw(self):
        """Take back invitations that are not sent yet, with their links and rest times, as if never made."""
        invitations = self.invitation_id.filtered(lambda invitation: invitation.state == "due")
        visits = self.filtered(lambda visit: visit.invitation_id in invitations)
        self.env["hva.quarantine"]._lift(visits._get_own_rest())
        invitations._take_back()
        return visits

    def _forget_person(self):
        """Drop what is still pseudonymous: person hashes, invitation and the time of day."""
        hashes = ("phone_hmac", "client_hmac", "care_event_hmac")
        self.write({"phone": False, "visit_end_at": False, **dict.fromkeys(hashes, False)})
        self.write({"invitation_id": False, "lang_code": False, "age_years": False})

    @api.model
    def _erase(self):
        """Forget the person after 72 hours unless the invitation still waits, and the event after 30 days."""
        now, today = self.env["hva.clock"]._now(), self.env["hva.clock"]._today()
        last_day = today - timedelta(days=REPEAT_DAYS)
        self.search([("state", "=", "new"), ("visit_on", "<", last_day)])._move_decided("too_old")
        waiting = ("invitation_id.state", "in", ("due", "claimed", "submitted"))
        self.search(
            [
                ("state", "=", "evaluated"),
                ("visit_end_at", "<", now - timedelta(hours=PERSON_HOURS)),
                "!",
                waiting,
            ]
        )._forget_person()
        self.search([("event_hmac", "!=", False), ("visit_on", "<", last_day)]).write(
            {"event_hmac": False, "content_hash": False, "revision": False, "batch_id": False}
        )
