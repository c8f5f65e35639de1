from odoo import api, fields, models

from ..tools.codes_tables import KINDS
from ..tools.deadlines import DAYS, HOURS, DeadlineRule, Promise, promise_for

PRIORITIES = [("0", "Low"), ("1", "Normal"), ("2", "High"), ("3", "Very high")]
# A year of working days, a month of working hours: more is a typing error, not a promise.
LONGEST = {DAYS: 250, HOURS: 160}


class HvaDeadlineRule(models.Model):
    """One row of the county's deadlines. Rows are read from top to bottom; the first whose conditions all hold counts.

    They count for cases whose routing rule says “as the county has agreed”, at their making and when they are opened
    again.
    """

    _name = "hva.deadline.rule"
    _description = "Deadline"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    wants_contact = fields.Boolean("Contact is wanted")
    kind = fields.Selection(list(KINDS), string="Only for kind")
    priority = fields.Selection(PRIORITIES, string="Only for priority")
    amount = fields.Integer("Handled within", required=True, default=7)
    clock = fields.Selection(
        [(DAYS, "working days"), (HOURS, "working hours")], string="Counted in", required=True, default=DAYS
    )

    _amount_range = models.Constraint(
        f"CHECK (amount >= 1 AND amount <= CASE clock WHEN '{HOURS}' THEN {LONGEST[HOURS]} ELSE {LONGEST[DAYS]} END)",
        "A deadline is at least one working day or hour, and at most 250 days or 160 hours.",
    )

    @api.depends("wants_contact", "kind", "priority", "amount", "clock")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for rule in self:
            kinds = dict(self._fields["kind"]._description_selection(self.env))
            priorities = dict(self._fields["priority"]._description_selection(self.env))
            conditions = [
                rule.wants_contact and self.env._("contact is wanted"),
                kinds.get(rule.kind),
                priorities.get(rule.priority),
            ]
            words = ", ".join(filter(None, conditions)) or self.env._("every case")
            rule.display_name = f"{words}: {rule._promise_in_words()}"

    def _promise_in_words(self):
        if self.clock == HOURS:
            return self.env._("%(count)s working hours", count=self.amount)
        return self.env._("%(count)s working days", count=self.amount)

    @api.model
    def _get_promise(self, facts):
        """Return the `tools.deadlines.Promise` of the first row that matches `CaseFacts`, or None."""
        return promise_for(facts, self._get_rules())

    @api.model
    def _get_rules(self):
        # sudo: cases are made without a person, and what the county promises is no secret
        return [
            DeadlineRule(Promise(rule.amount, rule.clock), rule.wants_contact, rule.kind or None, rule.priority or None)
            for rule in self.sudo().search([])
        ]
