from collections import defaultdict
from datetime import timedelta

from odoo import api, models


class HvaInvitation(models.Model):
    """Rest times follow the message: they are counted from the day on which it goes, and end if it never does."""

    _inherit = "hva.invitation"

    def _move(self, target, code="", **values):
        """Move the rest time along, before number and visits are forgotten.

        Already when a message is claimed: what is claimed is sent at once, and a later write of its own would show in
        the database which rest belongs to which message.
        """
        asked = self.filtered(lambda invitation: invitation.kind == "survey" and invitation.rule_id)
        if target == "claimed":
            asked._rest_from_today()
        elif target in ("failed", "expired") and code != "restored":  # of which nobody knows whether it went
            asked.filtered(lambda invitation: invitation.state == "due")._end_rest()
        return super()._move(target, code, **values)

    def _rest_from_today(self):
        """Prolong the rest of those whose message goes later than it was planned."""
        today = self.env["hva.clock"]._today()
        late = self.filtered(lambda invitation: invitation.due_on < today and invitation.rule_id.quarantine_days)
        last_days = defaultdict(lambda: today)
        for invitation, persons in late._get_persons().items():
            for person in persons:
                last_days[person] = max(last_days[person], today + timedelta(days=invitation.rule_id.quarantine_days))
        self.env["hva.quarantine"]._start(dict(last_days))

    def _end_rest(self):
        """Let people be asked again who were never sent anything."""
        last_days = {
            person: invitation._get_rest_until()
            for invitation, persons in self._get_persons().items()
            for person in persons
        }
        if last_days:
            self.env["hva.quarantine"]._lift(last_days)

    def _get_persons(self):
        """Return {invitation: set of the persons it is for}, as pairs of kind and hash. No person key is needed."""
        persons = {each: set() for each in self}
        if self:
            # sudo: hashes are for nobody, and none leaves; what waits for sending has its visit's
            for visit in self.env["hva.visit"].sudo().search([("invitation_id", "in", self.ids)]):
                persons[visit.invitation_id.with_env(self.env)].update(visit._get_persons())
        return persons

    def _get_rest_until(self):
        """Return the last day of the rest time that this invitation started when it was made."""
        self.ensure_one()
        return self.due_on + timedelta(days=self.rule_id.quarantine_days)

    @api.model
    def _count_planned(self, days) -> dict:
        """Return {(rule id, unit id or 0 for all units, day): invitations planned for it}, of `days`."""
        counts = defaultdict(int)
        if days:
            groups = self._read_group(
                [("kind", "=", "survey"), ("rule_id", "!=", False), ("due_on", "in", list(days))],
                ["rule_id", "unit_id", "due_on:day"],
                ["__count"],
            )
            for rule, unit, day, count in groups:
                counts[rule.id, unit.id, day] += count
                counts[rule.id, 0, day] += count
        return dict(counts)
