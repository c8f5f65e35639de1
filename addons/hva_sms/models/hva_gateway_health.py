from datetime import timedelta

from odoo import api, fields, models

from ..tools import gateway_health
from ..tools.gateway_health import Traffic

DAYS = 2
SILENT_HOURS = 6


class HvaSmsGateway(models.Model):
    """What the people who run the sending see of a gateway without looking at a single message."""

    _inherit = "hva.sms.gateway"

    health = fields.Selection(list(gateway_health.HEALTH.items()), compute="_compute_health", compute_sudo=True)
    recent_count = fields.Integer("Sent in two days", compute="_compute_health", compute_sudo=True)
    unknown_count = fields.Integer("Outcome not known", compute="_compute_health", compute_sudo=True)
    silent_count = fields.Integer("Without a report for 6 hours", compute="_compute_health", compute_sudo=True)
    oldest_unknown_hours = fields.Integer("Oldest of them (hours)", compute="_compute_health", compute_sudo=True)
    can_query = fields.Boolean("Can be asked about a message", compute="_compute_can_query")

    @api.depends("failure_count", "paused_until")
    def _compute_health(self):
        now = self.env["hva.clock"]._now()
        sent = self._count_recent([("state", "not in", ("due", "claimed"))])
        unknown = self._count_recent([("state", "=", "unknown")])
        silent_since = now - timedelta(hours=SILENT_HOURS)
        silent = self._count_recent([("state", "=", "submitted"), ("state_at", "<", silent_since)])
        oldest = dict(
            self.env["hva.invitation"]._read_group(
                [("gateway_id", "in", self.ids), ("state", "=", "unknown"), ("state_at", "!=", False)],
                ["gateway_id"],
                ["state_at:min"],
            )
        )
        for gateway in self:
            gateway.recent_count, gateway.unknown_count = sent.get(gateway, 0), unknown.get(gateway, 0)
            gateway.silent_count = silent.get(gateway, 0)
            since = oldest.get(gateway)
            gateway.oldest_unknown_hours = (now - since) // timedelta(hours=1) if since else 0
            gateway.health = gateway_health.judge(
                Traffic(
                    sent=gateway.recent_count,
                    unknown=gateway.unknown_count,
                    silent=gateway.silent_count,
                    is_paused=bool(gateway.paused_until and gateway.paused_until > now),
                )
            )

    def _count_recent(self, domain):
        """Return {gateway: number of messages of today and yesterday that meet `domain`}."""
        first_day = self.env["hva.clock"]._today() - timedelta(days=DAYS - 1)
        recent = [("gateway_id", "in", self.ids), ("sent_on", ">=", first_day), *domain]
        return dict(self.env["hva.invitation"]._read_group(recent, ["gateway_id"], ["__count"]))

    @api.depends("kind")
    def _compute_can_query(self):
        for gateway in self:
            gateway.can_query = gateway._can_query()

    def action_show_unknown(self):
        """Open the messages of this gateway whose outcome is not known."""
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_sms.hva_invitation_unknown_action")
        return {**action, "domain": [("state", "=", "unknown"), ("gateway_id", "in", self.ids)], "context": {}}
