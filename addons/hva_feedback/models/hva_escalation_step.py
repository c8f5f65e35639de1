from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..tools.case_states import RUNNING_STATES
from ..tools.escalation import AFTER, BEFORE, WAITING, Step

MOMENTS = [(BEFORE, "Before the deadline"), (AFTER, "After the deadline"), (WAITING, "Waiting for customer")]
WHOM = [
    ("handler", "Handler"),
    ("manager", "Manager of the unit"),
    ("above", "Manager above"),
    ("above_2", "Manager two levels above"),
]
LONGEST = 250


class HvaEscalationStep(models.Model):
    """Who is told, and how many working days before or after the deadline of a case, or into its waiting.

    Levels are levels of managers: “above” is the nearest place up the tree that has a manager of its own.
    """

    _name = "hva.escalation.step"
    _description = "Step of escalation"
    _order = "moment, days, id"

    active = fields.Boolean(default=True)
    moment = fields.Selection(MOMENTS, "When", required=True, default=AFTER)
    days = fields.Integer(
        "Working days",
        required=True,
        help="Before the deadline: so many working days ahead. After it: 0 is as soon as the case is late.",
    )
    whom = fields.Selection(WHOM, "Who is told", required=True, default="manager")

    _days_range = models.Constraint(f"CHECK (days BETWEEN 0 AND {LONGEST})", "Working days are between 0 and 250.")
    _step_uniq = models.UniqueIndex("(moment, days, whom) WHERE active", "There is such a step already.")

    @api.depends("moment", "days", "whom")
    @api.depends_context("lang")
    def _compute_display_name(self):
        people = dict(self._fields["whom"]._description_selection(self.env))
        for step in self:
            step.display_name = f"{step._moment_in_words()}: {people.get(step.whom, '')}"

    def _moment_in_words(self):
        if self.moment == BEFORE:
            return self.env._("%(days)s working days before the deadline", days=self.days)
        if self.moment == WAITING:
            return self.env._("%(days)s working days of waiting", days=self.days)
        if not self.days:
            return self.env._("As soon as the case is late")
        return self.env._("%(days)s working days late", days=self.days)

    @api.constrains("moment", "days")
    def _check_waiting(self):
        for step in self:
            if step.moment == WAITING and step.days < 1:
                raise ValidationError(self.env._("A case has waited for at least one working day."))

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        self._look_at_every_case()
        return steps

    def write(self, vals):
        result = super().write(vals)
        self._look_at_every_case()
        return result

    @api.model
    def _get_steps(self):
        """Return the steps in force as `tools.escalation.Step`."""
        # sudo: the job runs without a person, and the steps are no secret
        return [Step(step.id, step.moment, step.days, step.whom) for step in self.sudo().search([])]

    @api.model
    def _get_soon_days(self):
        """Return the working days from which a case is due soon: the furthest step before the deadline, or None."""
        return max((step.days for step in self._get_steps() if step.moment == BEFORE), default=None)

    @api.model
    def _look_at_every_case(self):
        """Let the job of escalation look at every open case again: other steps may be due now."""
        self.env["helpdesk.ticket"].flush_model(["hva_escalate_at", "hva_state"])
        # SQL: one statement for however many cases; what it changes is the job's own note
        self.env.cr.execute(
            SQL(
                """UPDATE helpdesk_ticket SET hva_escalate_at = %s
                    WHERE hva_is_case AND hva_state IN %s""",
                self.env["hva.clock"]._now(),
                (*RUNNING_STATES, "waiting"),
            )
        )
        self.env["helpdesk.ticket"].invalidate_model(["hva_escalate_at"])
