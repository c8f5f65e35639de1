from odoo import api, fields, models


class HvaTopicChoose(models.TransientModel):
    """Asks what feedbacks are about (`survey.user_input._hva_set_topics` decides who may and does it)."""

    _name = "hva.topic.choose"
    _description = "Choose topics of feedback"

    answer_ids = fields.Many2many("survey.user_input", "hva_topic_choose_answer_rel", string="Feedback", readonly=True)
    topic_ids = fields.Many2many("hva.topic", string="Topics")
    offered_ids = fields.Many2many("hva.topic", compute="_compute_offered_ids")
    count = fields.Integer(compute="_compute_count")

    @api.depends("answer_ids")
    def _compute_offered_ids(self):
        """Offer the topics of every service, and those of the services that the feedbacks are about."""
        topics = self.env["hva.topic"].search([])
        for wizard in self:
            services = wizard.answer_ids.hva_service_id
            mine = topics.filtered(lambda topic, mine=services: not topic.service_ids or topic.service_ids & mine)
            wizard.offered_ids = mine | wizard.answer_ids.hva_topic_ids

    @api.depends("answer_ids")
    def _compute_count(self):
        for wizard in self:
            wizard.count = len(wizard.answer_ids)

    def action_confirm(self):
        """Let the feedbacks be about the chosen topics."""
        self.ensure_one()
        self.answer_ids._hva_set_topics(self.topic_ids)
        return {"type": "ir.actions.act_window_close"}
