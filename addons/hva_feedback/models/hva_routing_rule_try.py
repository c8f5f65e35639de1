from datetime import timedelta

from odoo import models

from ..tools.routing import decide, matches

TRIED_DAYS = 90
MOST_TRIED = 5000
MOST_SHOWN = 500


class HvaRoutingRule(models.Model):
    """The button that tries one rule, as it stands, on what people have said lately."""

    _inherit = "hva.routing.rule"

    def action_try(self):
        """Show which of the newest feedback of the last 90 days this rule would decide, and count it in the title."""
        self.ensure_one()
        first_day = self.env["hva.clock"]._today() - timedelta(days=TRIED_DAYS)
        answers = self.env["survey.user_input"].search(
            [("hva_is_feedback", "=", True), ("state", "=", "done"), ("hva_given_on", ">=", first_day)],
            order="hva_given_on desc, id desc",
            limit=MOST_TRIED,
        )
        rules = [rule._as_rule() for rule in self._get_in_force()._with_drafts(self)]
        mine = next(rule for rule in rules if rule.rule_id == self.id)
        facts = answers._hva_routing_facts(rules)
        matched = [answer_id for answer_id in answers.ids if matches(facts[answer_id], mine)]
        decided = [answer_id for answer_id in matched if decide(facts[answer_id], rules).rule is mine]
        title = self.env._(
            "“%(rule)s” decides %(decided)s of %(all)s feedbacks of the last %(days)s days and matches %(matched)s",
            rule=self.name,
            decided=len(decided),
            all=len(answers),
            days=TRIED_DAYS,
            matched=len(matched),
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_answer_action")
        return {**action, "name": title, "display_name": title, "domain": [("id", "in", decided[:MOST_SHOWN])]}
