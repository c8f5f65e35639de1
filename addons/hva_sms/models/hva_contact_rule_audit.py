from odoo import api, models


class HvaContactRule(models.Model):
    """Every change of a rule goes to the audit trail: who is asked is something a county answers for."""

    _inherit = "hva.contact.rule"

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        self.env["hva.audit"]._record(
            "contact_rule_made", rules, details={rule.id: {"rule": rule.name} for rule in rules}
        )
        return rules

    def write(self, vals):
        names = [name for name in vals if name in self._fields and name != "text_ids"]
        before = {rule: rule._get_audited(names) for rule in self}
        result = super().write(vals)
        for rule in self:
            after = rule._get_audited(names)
            changes = {
                name: f"{before[rule][name]} → {after[name]}" for name in names if before[rule][name] != after[name]
            }
            if changes:
                self.env["hva.audit"]._record("contact_rule_changed", rule, details={"rule": rule.name} | changes)
        return result

    @api.ondelete(at_uninstall=False)
    def _record_removal(self):
        details = {rule.id: {"rule": rule.name} for rule in self}
        self.env["hva.audit"]._record("contact_rule_removed", self, details=details)

    def _get_audited(self, names):
        """Return {name: value in words} of fields, without asking for rights to what they point at."""
        self.ensure_one()
        values = {}
        for name in names:
            value = self.sudo()[name]  # sudo: the rule is the user's, its set or gateway need not be
            if isinstance(value, models.BaseModel):
                value = ", ".join(value.mapped("display_name"))
            values[name] = str(value) if value or value is not False else ""
        return values
