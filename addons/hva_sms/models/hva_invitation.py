import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import delivery_status

LONGEST_WAIT_HOURS = 72
_CODE_IN_TEXT = re.compile(r"/p/([0-9A-Za-z]{22})\b")


class HvaInvitation(models.Model):
    """A text message that is to be sent, and what became of it: our own outbox (docs/decisions/0012).

    | state     | means                                         | phone and text | next                           |
    |-----------|-----------------------------------------------|----------------|--------------------------------|
    | due       | waits for its moment                          | kept           | claimed, failed, expired       |
    | claimed   | is being handed over                          | kept           | due, submitted, unknown, final |
    | submitted | the gateway took it                           | at most 72 h   | unknown, final                 |
    | unknown   | it may or may not have gone                   | gone, or 72 h  | final; due                     |

    An `unknown` invitation is settled by a report that comes late, or by asking the gateway where it can be asked: only
    then phone and text are kept meanwhile, and only its definite "never seen" makes it due again.

    The final states are delivered, failed and expired: phone and text are gone.

    A final invitation keeps day, unit and outcome and no other time. It never learns whether the link was used.
    """

    _name = "hva.invitation"
    _description = "Invitation by text message"
    _log_access = False
    _order = "due_on desc, id desc"

    kind = fields.Selection([("survey", "Survey"), ("reply", "Reply")], required=True, default="survey")
    unit_id = fields.Many2one("hva.unit", string="Unit visited", required=True, index=True, ondelete="restrict")
    rule_id = fields.Many2one("hva.contact.rule", string="Contact rule", index="btree_not_null", ondelete="set null")
    survey_id = fields.Many2one("survey.survey", string="Question set", index="btree_not_null", ondelete="set null")
    gateway_id = fields.Many2one("hva.sms.gateway", index="btree_not_null", ondelete="set null")
    lang_code = fields.Char("Language")
    state = fields.Selection(
        [
            ("due", "Waiting"),
            ("claimed", "Being sent"),
            ("submitted", "Sent"),
            ("delivered", "Delivered"),
            ("failed", "Failed"),
            ("expired", "Expired"),
            ("unknown", "Not known"),
        ],
        required=True,
        default="due",
        index=True,
    )
    failure_code = fields.Char("Reason")
    due_on = fields.Date("Planned day", required=True, index=True)
    sent_on = fields.Date("Sent on", index=True)
    due_at = fields.Datetime(groups="base.group_system")
    state_at = fields.Datetime(groups="base.group_system")
    give_up_at = fields.Datetime(groups="base.group_system")
    busy_count = fields.Integer(groups="base.group_system")
    ask_at = fields.Datetime(groups="base.group_system")
    phone = fields.Char(groups="base.group_system")
    text = fields.Text(groups="base.group_system")
    dlr_token_hash = fields.Char(groups="base.group_system", index="btree_not_null")
    visit_ids = fields.One2many("hva.visit", "invitation_id", groups="base.group_system")

    failure_reason = fields.Selection(
        list(delivery_status.FAILURES.items()), string="Reason in words", compute="_compute_failure_reason"
    )
    unknown_hours = fields.Integer(
        "Hours without certainty",
        compute="_compute_unknown",
        compute_sudo=True,
        help="Blank after 72 hours, when all times are forgotten.",
    )
    can_ask_gateway = fields.Boolean("Gateway can be asked", compute="_compute_unknown", compute_sudo=True)

    _due_idx = models.Index("(due_at) WHERE state = 'due'")
    _unknown_idx = models.Index("(ask_at) WHERE state = 'unknown'")

    @api.depends("failure_code")
    def _compute_failure_reason(self):
        for invitation in self:
            code = (invitation.failure_code or "").partition(":")[0]
            invitation.failure_reason = code if code in delivery_status.FAILURES else False

    @api.depends("state", "state_at", "ask_at")
    def _compute_unknown(self):
        now = self.env["hva.clock"]._now()
        for invitation in self:
            is_open = invitation.state == "unknown" and invitation.state_at
            invitation.unknown_hours = (now - invitation.state_at) // timedelta(hours=1) if is_open else 0
            invitation.can_ask_gateway = bool(is_open and invitation.ask_at)

    @api.model
    def _create_due(self, vals_list):
        """Create invitations that wait for `due_at`, in the order of `vals_list`.

        :param vals_list: values with phone and text, which are written by a statement that is never logged
        """
        now = self.env["hva.clock"]._now()
        secret = [{name: vals[name] for name in ("phone", "text")} for vals in vals_list]
        invitations = self.create(
            [
                {
                    **{name: value for name, value in vals.items() if name not in ("phone", "text")},
                    "state_at": now,
                    "give_up_at": vals["due_at"] + timedelta(hours=LONGEST_WAIT_HOURS),
                }
                for vals in vals_list
            ]
        )
        if invitations:
            self.env.flush_all()
            rows = [
                SQL("(%s, %s, %s)", invitation.id, values["phone"], values["text"])
                for invitation, values in zip(invitations, secret, strict=True)
            ]
            self.env["hva.sms.job"]._execute_unlogged(
                SQL(
                    """UPDATE hva_invitation SET phone = new.phone, text = new.text
                         FROM (VALUES %s) AS new (id, phone, text) WHERE hva_invitation.id = new.id""",
                    SQL(", ").join(rows),
                )
            )
            invitations.invalidate_recordset(["phone", "text"])
        return invitations

    def _take_back(self):
        """Delete invitations that never left, and the links in their texts."""
        codes = [code for text in self.mapped("text") for code in _CODE_IN_TEXT.findall(text or "")]
        self.env["hva.feedback.link"]._delete_for_codes(codes)
        self.unlink()
