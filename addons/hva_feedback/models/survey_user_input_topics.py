from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command


class SurveyUserInput(models.Model):
    """What a feedback is about: the giver says it, and who handles the feedback may say it better.

    Who did and on which day stands on the feedback; the audit trail keeps what was there before.
    """

    _inherit = "survey.user_input"

    hva_topics_by_id = fields.Many2one(
        "res.users", string="Topics chosen by", readonly=True, copy=False, ondelete="set null"
    )
    hva_topics_on = fields.Date("Topics chosen on", readonly=True, copy=False)
    hva_can_set_topics = fields.Boolean(compute="_compute_hva_can_set_topics")

    @api.depends("hva_unit_id")
    @api.depends_context("uid")
    def _compute_hva_can_set_topics(self):
        allowed = self._hva_may_set_topics()
        for answer in self:
            answer.hva_can_set_topics = answer in allowed

    def _hva_may_set_topics(self):
        """Return those of `self` whose topics the user may choose: handlers and managers of the unit visited and of the
        unit that handles the case, and administrators.
        """
        ours = self.filtered("hva_is_feedback")
        if self.env.user.has_group("hva_feedback.hva_feedback_group_admin"):
            return ours
        units = self.env.user._hva_units(("handler", "manager"))
        answers = ours.sudo().with_context(active_test=False)  # sudo: units are only compared
        allowed = answers.filtered(
            lambda answer: answer.hva_unit_id in units or answer.hva_case_ids.hva_responsible_unit_id & units
        )
        return self.browse(allowed.ids)

    def action_hva_choose_topics(self):
        """Ask for the topics of the feedbacks in `self`."""
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_topic_choose_action")
        same = len(self) == 1 or len({answer.hva_topic_ids for answer in self}) == 1
        topics = self[:1].hva_topic_ids.ids if same else []
        return {**action, "context": {"default_answer_ids": self.ids, "default_topic_ids": topics}}

    def _hva_set_topics(self, topics):
        """Let the feedbacks be about `topics`, as the user's right; note who and on which day.

        :raises AccessError: for a feedback out of reach, or whose topics are others' to choose
        :raises UserError: for an archived topic that was not there before
        """
        self.check_access("read")
        if self - self._hva_may_set_topics():
            raise AccessError(self.env._("Topics are chosen by those who handle the feedback of the unit."))
        self._hva_write_topics(topics)

    def _hva_write_topics(self, topics):
        # sudo: feedback is not written by hand, this is one of the acts that may
        changed = self.sudo().filtered(lambda answer: answer.hva_topic_ids != topics)
        for answer in changed:
            if archived := (topics - answer.hva_topic_ids).filtered(lambda topic: not topic.active):
                raise UserError(self.env._("“%(topic)s” is no longer in use.", topic=archived[0].name))
        after = ", ".join(topics.mapped("name"))
        details = {a.id: {"from": ", ".join(a.hva_topic_ids.mapped("name")), "to": after} for a in changed}
        if changed:
            self.env["hva.audit"]._record("topics_set", changed, details=details)
        changed.with_context(tracking_disable=True).write(
            {
                "hva_topic_ids": [Command.set(topics.ids)],
                "hva_topics_by_id": self.env.uid,
                "hva_topics_on": self.env["hva.clock"]._today(),
            }
        )
