import dataclasses

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.hva_feedback.models.by_hand import refuse_by_hand

TARGETED = "targeted"
OF_CAMPAIGN = ("campaign_id", "campaign_way", "counts_in_results")  # the survey's own to write


class HvaCollector(models.Model):
    """A targeted survey's ways in: one for its open link, one each for its mails and text messages.

    The latter have no address of their own (they are archived); answers of personal links are filed under them, so
    that results can be told apart.
    """

    _inherit = "hva.collector"

    channel = fields.Selection(selection_add=[(TARGETED, "Targeted survey")], ondelete={TARGETED: "set default"})
    campaign_id = fields.Many2one(
        "hva.campaign", string="Targeted survey", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    campaign_way = fields.Selection(
        [("open", "Open link"), ("mail", "E-mail"), ("sms", "Text message")], string="Way", readonly=True
    )
    counts_in_results = fields.Boolean(readonly=True)

    @api.constrains("channel", "campaign_id")
    def _check_campaign(self):
        for collector in self:
            if (collector.channel == TARGETED) != bool(collector.campaign_id):
                raise UserError(self.env._("Ways in of targeted surveys are made by starting the survey."))

    @api.model_create_multi
    def create(self, vals_list):
        refuse_by_hand(self, vals_list, OF_CAMPAIGN)
        return super().create(vals_list)

    def write(self, vals):
        refuse_by_hand(self, [vals], OF_CAMPAIGN)
        self._refuse_campaigns()
        return super().write(vals)

    def unlink(self):
        self._refuse_campaigns()
        return super().unlink()

    def _refuse_campaigns(self):
        # sudo: the survey itself writes as superuser
        if not self.env.su and self.sudo().campaign_id:
            raise UserError(self.env._("This way in belongs to a targeted survey. Change it there."))

    @api.model
    def _hva_resolve_code(self, code):
        """Ask the version that the survey has chosen, and only while it runs."""
        entry = super()._hva_resolve_code(code)
        if entry is None or entry.channel != TARGETED or entry.source != "collector":
            return entry
        campaign = self.sudo().browse(entry.collector_id).campaign_id  # sudo: the public page asks
        is_open = entry.is_open and campaign.state == "running"
        return dataclasses.replace(
            entry,
            survey_id=campaign.survey_id.id,
            is_open=is_open,
            closed_reason=entry.closed_reason if is_open else entry.closed_reason or "closed",
            asks=frozenset(),
        )


class HvaFeedbackLink(models.Model):
    """Personal links of targeted surveys are born like all others; they also know under which way they are filed."""

    _inherit = "hva.feedback.link"

    collector_id = fields.Many2one("hva.collector", index="btree_not_null", ondelete="cascade")

    @api.model
    def _bear_for_campaign(self, campaign, collector, languages) -> list:
        """Return a fresh code for each of `languages`, the languages of the people drawn, in their order."""
        facts = {
            "survey_id": campaign.survey_id.id,
            "unit_id": campaign.unit_id.id,
            "service_id": False,
            "contact_mode": False,
            "age_band": False,
            "month": f"{self.env['hva.clock']._today():%Y-%m}",
        }
        links = self.with_context(hva_link_campaign=(collector.id, campaign.closes_on))
        return links._bear([{**facts, "lang_code": lang} for lang in languages])

    @api.model
    def _coarsen(self, facts_list):
        coarse = super()._coarsen(facts_list)
        if given := self.env.context.get("hva_link_campaign"):
            coarse = [{**facts, "collector_id": given[0]} for facts in coarse]
        return coarse

    @api.model
    def _last_day(self):
        given = self.env.context.get("hva_link_campaign")
        return given[1] if given else super()._last_day()

    @api.model
    def _resolve(self, code):
        entry = super()._resolve(code)
        if entry is None:
            return None
        collector = self.sudo().browse(entry.source_id).collector_id  # sudo: the code is the permission
        if not collector:
            return entry
        is_running = collector.campaign_id.state == "running"
        return dataclasses.replace(
            entry,
            channel=TARGETED,
            filed_under=collector.id,
            respondent_group="resident",
            asks=frozenset(),
            is_open=entry.is_open and is_running,
            closed_reason=entry.closed_reason or (None if is_running else "closed"),
        )
