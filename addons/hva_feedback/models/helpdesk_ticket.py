from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ..tools.case_states import OUTCOMES, RUNNING_STATES, STATES
from ..tools.codes_tables import KINDS
from .search_boolean import boolean_search

# Carried in the context by our own code only: a caller over RPC can send a key, never this object.
DOOR = object()
# Core fields that nobody sets on a case by hand: they hold no words of anybody, or they follow the state.
CLOSED_CORE_FIELDS = {
    "access_token", "active", "closed_date", "commercial_partner_id", "company_id", "description", "duplicate_id",
    "email_cc", "last_stage_update", "name", "number", "partner_email", "partner_id", "partner_name", "properties",
    "stage_id", "team_id",
}  # fmt: skip


class HelpdeskTicket(models.Model):
    """A case: a feedback that somebody handles, on the unit responsible.

    Cases are tickets without a team. Their state is `hva_state`, which only `_hva_move` changes (state table in
    `tools/case_states.py`); the stage mirrors it. The words of the giver and the contact details stay on the answer
    and the contact: nothing of them is ever written on the ticket, for tickets travel in mails.

    Every method here first asks whether the ticket is ours and passes the rest on untouched.
    """

    _inherit = "helpdesk.ticket"

    hva_is_case = fields.Boolean("Feedback case", index=True, readonly=True, copy=False)
    hva_answer_id = fields.Many2one(
        "survey.user_input", string="Feedback", readonly=True, copy=False, ondelete="set null"
    )
    hva_unit_id = fields.Many2one(
        "hva.unit", string="Unit visited", index="btree_not_null", readonly=True, copy=False, ondelete="restrict"
    )
    hva_responsible_unit_id = fields.Many2one(
        "hva.unit", string="Responsible unit", index="btree_not_null", readonly=True, copy=False, ondelete="restrict"
    )
    hva_state = fields.Selection(
        list(STATES.items()), string="State", readonly=True, copy=False, tracking=True, group_expand=True
    )
    hva_kind = fields.Selection(list(KINDS), string="Kind", readonly=True, copy=False)
    hva_deadline_at = fields.Datetime("Deadline", readonly=True, copy=False)
    hva_is_late = fields.Boolean("Late", compute="_compute_hva_is_late", search="_search_hva_is_late")
    hva_outcome = fields.Selection(list(OUTCOMES.items()), string="Outcome", readonly=True, copy=False, tracking=True)
    hva_outcome_reason = fields.Text("Reason of the outcome", readonly=True, copy=False)
    hva_contact_id = fields.Many2one(
        "hva.contact",
        string="Contact details",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups="hva_feedback.hva_feedback_group_handler",
    )
    hva_routing_rule_id = fields.Many2one(
        "hva.routing.rule", string="Routing rule", readonly=True, copy=False, ondelete="set null"
    )
    hva_routing_reason = fields.Char("Reason code", readonly=True, copy=False)
    hva_taken_at = fields.Datetime("Taken at", readonly=True, copy=False)
    hva_closed_at = fields.Datetime("Closed at", readonly=True, copy=False)

    _hva_answer_uniq = models.UniqueIndex(
        "(hva_answer_id) WHERE hva_answer_id IS NOT NULL", "This feedback already has a case."
    )
    _hva_open_idx = models.Index("(hva_responsible_unit_id, hva_state, hva_deadline_at) WHERE hva_is_case")
    _hva_whole = models.Constraint(
        """CHECK (hva_is_case IS NOT TRUE OR (hva_unit_id IS NOT NULL AND hva_responsible_unit_id IS NOT NULL
           AND hva_state IS NOT NULL AND hva_deadline_at IS NOT NULL AND team_id IS NULL))""",
        "A feedback case has its units, a state and a deadline, and no team.",
    )
    _hva_closed_with_outcome = models.Constraint(
        "CHECK (hva_state IS DISTINCT FROM 'closed' OR hva_outcome IS NOT NULL)", "A closed case has an outcome."
    )

    # Three computes of helpdesk that would give our cases a team, drop their handler or choose a stage.

    def _compute_team_id(self):
        return super(HelpdeskTicket, self - self._hva_ours())._compute_team_id()

    def _compute_user_id(self):
        return super(HelpdeskTicket, self - self._hva_ours())._compute_user_id()

    def _compute_stage_id(self):
        return super(HelpdeskTicket, self - self._hva_ours())._compute_stage_id()

    @api.depends("hva_deadline_at", "hva_state")
    def _compute_hva_is_late(self):
        now = self.env["hva.clock"]._now()
        for ticket in self:
            due = ticket.hva_deadline_at if ticket.hva_state in RUNNING_STATES else False
            ticket.hva_is_late = bool(due) and due < now

    @boolean_search
    def _search_hva_is_late(self):
        late = Domain("hva_is_case", "=", True) & Domain("hva_state", "in", list(RUNNING_STATES))
        late &= Domain("hva_deadline_at", "<", self.env["hva.clock"]._now())
        return late

    @api.constrains("user_id")
    def _check_hva_handler(self):
        """A case is given only to somebody who may handle it: the name would otherwise hide that nobody does."""
        for ticket in self._hva_ours().filtered("user_id"):
            user = ticket.user_id
            if not user.active or not ticket.with_user(user).sudo(False).has_access("write"):
                raise ValidationError(
                    self.env._("%(person)s does not handle the cases of this unit.", person=user.sudo().name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        by_door = self._hva_by_door()
        if not by_door and any(vals.get(name) for vals in vals_list for name in vals if name.startswith("hva_")):
            raise AccessError(self.env._("Feedback cases are made from feedback, not by hand."))
        tickets = super().create(vals_list)
        if not by_door and tickets._hva_ours():  # a default in the context asked for it
            raise AccessError(self.env._("Feedback cases are made from feedback, not by hand."))
        return tickets

    def write(self, vals):
        if not self._hva_by_door():
            self._hva_refuse_by_hand(vals)
        result = super().write(vals)
        if vals.get("user_id") and (ours := self._hva_ours()):
            ours._hva_hand_over_activities()
        return result

    def copy(self, default=None):
        if self._hva_ours():
            raise UserError(self.env._("A feedback case is not duplicated: one feedback is one case."))
        return super().copy(default)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_hva_case(self):
        if not self.env.su and self._hva_ours():
            raise AccessError(self.env._("Feedback cases are not deleted by hand. Close the case with an outcome."))

    def _prepare_ticket_number(self, values):
        if values.get("hva_is_case"):
            # sudo: routing runs without a person; own numbers, so that those of other tickets have no gaps
            return self.env["ir.sequence"].sudo().next_by_code("hva_feedback.case")
        return super()._prepare_ticket_number(values)

    def get_formview_id(self, access_uid=None):
        if len(self) == 1 and self._hva_ours():
            return self.env.ref("hva_feedback.hva_ticket_view_form").id
        return super().get_formview_id(access_uid=access_uid)

    def _hva_ours(self):
        """Return the cases in `self`; every override asks this first."""
        # sudo: whose a ticket is decides over access, so it is read before access
        return self.browse(self.sudo().filtered("hva_is_case").ids)

    def _hva_by_door(self):
        return self.env.context.get("hva_door") is DOOR

    def _hva_refuse_by_hand(self, vals):
        """Refuse writes that only our own methods may do.

        :raises UserError: for a case, when the stage or another field that follows the state is written
        :raises AccessError: for any ticket, when one of our fields is written
        """
        if any(name.startswith("hva_") for name in vals):
            raise AccessError(self.env._("The state and facts of a feedback case change only through its buttons."))
        if CLOSED_CORE_FIELDS & vals.keys() and self._hva_ours():
            raise UserError(self.env._("The state and facts of a feedback case change only through its buttons."))

    @api.model
    def _hva_guards_foreign(self):
        """Say whether the county closed helpdesk's known holes for every ticket, not only for cases."""
        # sudo: parameters are readable by system administrators alone
        value = self.env["ir.config_parameter"].sudo().get_param("hva_feedback.guard_foreign_tickets")
        return value in ("True", "1", "true")
