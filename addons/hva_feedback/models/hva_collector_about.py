from odoo import api, fields, models

from ..tools.about_feedback import ASPECTS, default_asks


class HvaCollector(models.Model):
    """What a way in asks about the feedback itself. A new one asks what suits its channel; anybody may choose else."""

    _inherit = "hva.collector"

    asks_kind = fields.Boolean("Kind of feedback", compute="_compute_asks", store=True, readonly=False, precompute=True)
    asks_topics = fields.Boolean(
        "Topics",
        compute="_compute_asks",
        store=True,
        readonly=False,
        precompute=True,
        help="Those offered for the service; several may be chosen.",
    )
    asks_group = fields.Boolean(
        "Whose experience",
        compute="_compute_asks",
        store=True,
        readonly=False,
        precompute=True,
        help="Own, a relative's or a resident's. Not asked where this way in says who answers.",
    )
    asks_assisted = fields.Boolean(
        "Who helped to answer", compute="_compute_asks", store=True, readonly=False, precompute=True
    )

    @api.depends("channel")
    def _compute_asks(self):
        for collector in self:
            asked = default_asks(collector.channel)
            for aspect in ASPECTS:
                collector[f"asks_{aspect}"] = aspect in asked
