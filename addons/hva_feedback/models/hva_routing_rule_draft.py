from dataclasses import replace

from odoo import api, fields, models


class HvaRoutingRule(models.Model):
    """Drafts: rules, and changes of rules, that decide nothing until they are taken into use.

    A rehearsal tries them on past feedback. A draft of a change stands in the place of its rule.
    """

    _inherit = "hva.routing.rule"

    is_draft = fields.Boolean("Draft", copy=False, help="Decides nothing yet: only rehearsals know it.")
    draft_of_id = fields.Many2one(
        "hva.routing.rule",
        string="Change of",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
    )

    @api.model
    def _get_in_force(self):
        return super()._get_in_force().filtered(lambda rule: not rule.is_draft)

    def _with_drafts(self, drafts):
        """Return the rules in `self` and `drafts` in their order, each changed rule in its draft's shape."""
        return ((self - drafts.draft_of_id) | drafts.sudo(self.env.su)).sorted(lambda rule: (rule.sequence, rule.id))

    def _as_rule(self):
        """A draft of a change has the reason of its rule: it is the same rule, changed."""
        rule = super()._as_rule()
        return replace(rule, reason=self.draft_of_id.code) if self.draft_of_id else rule

    def action_draft_change(self):
        """Open a copy of the rule, to be changed and tried before it is taken into use."""
        self.ensure_one()
        taken = set(self.with_context(active_test=False).search([]).mapped("code"))
        codes = (f"{self.code[:30]}_draft{number or ''}" for number in range(len(taken) + 1))
        draft = self.copy(
            {
                "code": next(code for code in codes if code not in taken),
                "is_draft": True,
                "draft_of_id": self.id,
            }
        )
        return draft._open_form()

    def action_take_into_use(self):
        """Let the draft decide from now on; one of a change takes the place of its rule, which keeps its code."""
        self.ensure_one()
        if not self.draft_of_id:
            self.is_draft = False
            return self._open_form()
        rule = self.draft_of_id
        values = self.copy_data()[0]
        if self.name == rule.name:  # its translations stay
            del values["name"]
        rule.write({**values, "active": True})
        self.unlink()
        return rule._open_form()

    def _open_form(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
