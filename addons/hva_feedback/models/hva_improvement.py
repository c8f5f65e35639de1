from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..tools.improvement import EFFECTS, OPEN_STATES, STATES
from .by_hand import refuse_by_hand
from .search_boolean import boolean_search

KEPT = (
    "company_id", "made_on", "state", "state_reason", "decided_on", "published_on", "published_by_id", "reminded_step",
    "reminded_for",
)  # fmt: skip
# What the public reads, beside the texts: it cannot change while it is on the page.
SHOWN = {"unit_id", "effect"}


class HvaImprovement(models.Model):
    """What a unit changes because of feedback: heard, decided, done, with which effect.

    Managers make and decide; handlers may propose one for their units and keep what they are responsible for; manager
    or quality approves what the public reads. The state changes only in `_move` (`hva_improvement_move`). The giver's
    words are linked and never copied here: when retention takes them, nothing is left behind.
    """

    _name = "hva.improvement"
    _description = "Improvement"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "made_on desc, id desc"

    name = fields.Char("Title", required=True, help="For the unit's own list. No names of customers or staff.")
    unit_id = fields.Many2one("hva.unit", required=True, index=True, ondelete="restrict", tracking=True)
    company_id = fields.Many2one(related="unit_id.company_id", store=True, index=True)
    answer_ids = fields.Many2many(
        "survey.user_input", "hva_improvement_answer_rel", "improvement_id", "answer_id", string="Feedback"
    )
    answer_count = fields.Integer("Feedback behind it", compute="_compute_answer_count")
    heard = fields.Text("What we heard", help="In your own words: the feedback itself is linked, not copied.")
    decision = fields.Text("What we decided")
    responsible_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        domain=[("share", "=", False)],
    )
    due_on = fields.Date("By when", tracking=True)
    done_on = fields.Date("Done on", tracking=True)
    effect = fields.Selection(list(EFFECTS.items()), help="“Not measured” is an honest answer too.", tracking=True)
    effect_note = fields.Text("What shows it")
    state = fields.Selection(
        list(STATES.items()), required=True, readonly=True, default="draft", index=True, copy=False, tracking=True
    )
    state_reason = fields.Char("Reason of the last step", readonly=True, copy=False)
    made_on = fields.Date("Made on", readonly=True, copy=False)
    decided_on = fields.Date("Decided on", readonly=True, copy=False)
    published_on = fields.Date("Published on", readonly=True, copy=False)
    published_by_id = fields.Many2one("res.users", "Approved by", readonly=True, copy=False, ondelete="set null")
    text_ids = fields.One2many("hva.improvement.text", "improvement_id", string="Texts for the public", copy=True)
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")
    reminded_step = fields.Char("Last reminder", readonly=True, copy=False)
    reminded_for = fields.Date("Day of the last reminder's matter", readonly=True, copy=False)

    _public_ix = models.Index("(unit_id, done_on DESC) WHERE state = 'published'")
    _due_ix = models.Index("(due_on) WHERE state = 'decided'")

    def _compute_answer_count(self):
        for improvement in self:
            improvement.answer_count = len(improvement.answer_ids)

    @api.depends("due_on", "state")
    def _compute_is_late(self):
        today = self.env["hva.clock"]._today()
        for improvement in self:
            is_open = improvement.state in OPEN_STATES
            improvement.is_late = is_open and bool(improvement.due_on) and improvement.due_on < today

    @boolean_search
    def _search_is_late(self):
        late = fields.Domain("state", "in", OPEN_STATES)
        late &= fields.Domain("due_on", "<", self.env["hva.clock"]._today())
        return late

    @api.constrains("responsible_id", "unit_id")
    def _check_responsible(self):
        """Only somebody who can open it and say that it is done: a name that cannot act would hide that nobody does."""
        for improvement in self.filtered("responsible_id"):
            person = improvement.responsible_id
            if not improvement.with_user(person).sudo(False).has_access("write"):
                raise ValidationError(
                    self.env._(
                        "%(person)s does not handle feedback in this unit: choose a handler or a manager.",
                        person=person.sudo().name,  # sudo: the name is known to who chose it
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        refuse_by_hand(self, vals_list, KEPT)
        today = self.env["hva.clock"]._today()
        # the state is said here, so that no default of a context says another
        made = super().create([{**vals, "state": "draft", "made_on": today} for vals in vals_list])
        made._check_answers()
        return made

    def write(self, vals):
        refuse_by_hand(self, [vals], KEPT)
        if SHOWN & vals.keys():
            self._refuse_when_published()
        result = super().write(vals)
        if "unit_id" in vals:
            self.check_access("write")  # the unit it was moved to counts too
        if "answer_ids" in vals:
            self._check_answers()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if not self.env.su and any(improvement.state not in ("draft", "withdrawn") for improvement in self):
            raise UserError(self.env._("Withdraw the improvement before deleting it."))

    def _check_answers(self):
        """Refuse feedback that the person cannot read: a link tells that it is there."""
        if not self.env.su:
            self.sudo().answer_ids.sudo(False).check_access("read")  # sudo: all that is linked, then by own rights
            if any(not answer.hva_is_feedback for answer in self.answer_ids):
                raise AccessError(self.env._("Improvements are made from customer feedback."))

    def _refuse_when_published(self):
        if any(improvement.state == "published" for improvement in self):
            raise UserError(self.env._("It is published. Take it off the page before changing what the public reads."))

    def action_open_answers(self):
        """Open the feedback behind the improvement."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_answer_action")
        return {**action, "domain": [("id", "in", self.answer_ids.ids)], "context": {"create": False}}
