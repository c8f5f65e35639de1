from odoo import fields, models

SENT, FAILED, WAITING = ("submitted", "delivered", "unknown", "sent"), ("failed", "expired"), ("due", "claimed")


class HvaCampaign(models.Model):
    """What became of a survey, in counts alone: nobody knows who answered, the program neither."""

    _inherit = "hva.campaign"

    fitting_count = fields.Integer("Can be asked now", compute="_compute_fitting", compute_sudo=True)
    fitting_resting_count = fields.Integer("At rest now", compute="_compute_fitting", compute_sudo=True)
    sent_count = fields.Integer("Sent", compute="_compute_messages", compute_sudo=True)
    failed_count = fields.Integer("Not arrived", compute="_compute_messages", compute_sudo=True)
    waiting_count = fields.Integer("Waiting", compute="_compute_messages", compute_sudo=True)
    reminder_count = fields.Integer("Reminders sent", compute="_compute_messages", compute_sudo=True)
    answered_count = fields.Integer("Answers by personal link", compute="_compute_answers", compute_sudo=True)
    open_count = fields.Integer("Answers by open link", compute="_compute_answers", compute_sudo=True)
    rate = fields.Float(
        "Response rate",
        compute="_compute_rate",
        help="Answers by personal link for 100 messages that went. From counts: after a reminder one person can answer "
        "twice, so it may be a little too high.",
    )
    open_url = fields.Char("Address", compute="_compute_open", compute_sudo=True)
    open_qr = fields.Html("QR code", compute="_compute_open", compute_sudo=True, sanitize=False)

    def _compute_fitting(self):
        for campaign in self:
            is_asked = campaign.state == "draft" and (campaign.has_mail or campaign.has_sms) and campaign.unit_id
            if not (is_asked and campaign.opens_on):
                campaign.fitting_count = campaign.fitting_resting_count = 0
                continue
            askable, resting, _opted_out = campaign._sort_out()
            campaign.fitting_count, campaign.fitting_resting_count = len(askable), resting

    def _compute_messages(self):
        counts = {}
        for model in ("hva.invitation", "hva.pool.mail"):
            groups = self.env[model]._read_group(
                [("campaign_id", "in", self.ids)], ["campaign_id", "kind", "state"], ["__count"]
            )
            for campaign, kind, state, count in groups:
                wave = "remind" if kind in ("remind", "campaign_reminder") else "invite"
                key = (campaign.id, wave, state)
                counts[key] = counts.get(key, 0) + count

        def total(campaign, wave, states):
            return sum(counts.get((campaign.id, wave, state), 0) for state in states)

        for campaign in self:
            campaign.sent_count = total(campaign, "invite", SENT)
            campaign.failed_count = total(campaign, "invite", FAILED)
            campaign.waiting_count = total(campaign, "invite", WAITING) + total(campaign, "remind", WAITING)
            campaign.reminder_count = total(campaign, "remind", SENT)

    def _compute_answers(self):
        groups = self.env["survey.user_input"]._read_group(
            [("hva_collector_id", "in", self.collector_ids.ids), ("state", "=", "done")],
            ["hva_collector_id"],
            ["__count"],
        )
        counts = {collector.id: count for collector, count in groups}
        for campaign in self:
            is_open = campaign.collector_ids.filtered(lambda each: each.campaign_way == "open")
            campaign.open_count = sum(counts.get(each.id, 0) for each in is_open)
            campaign.answered_count = sum(counts.get(each.id, 0) for each in campaign.collector_ids - is_open)

    def _compute_rate(self):
        for campaign in self:
            campaign.rate = campaign.answered_count / campaign.sent_count if campaign.sent_count else 0.0

    def _compute_open(self):
        for campaign in self:
            collector = campaign.collector_ids.filtered(lambda each: each.campaign_way == "open")[:1]
            campaign.open_url = collector.url if collector else False
            campaign.open_qr = collector.qr_svg if collector else False

    def action_open_answers(self):
        """List the answers, as far as the user's rights reach."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_answer_action")
        collectors = self.sudo().collector_ids  # sudo: which ways in are this survey's
        domain = [("hva_is_feedback", "=", True), ("hva_collector_id", "in", collectors.ids)]
        return {**action, "domain": domain, "context": {}}

    def action_open_page(self):
        """Open the page of the open link."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self.open_url, "target": "new"}
