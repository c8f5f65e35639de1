import logging

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

LATE_MINUTES = 30


class HvaSending(models.Model):
    """The alarm on what has been due longest: once when it is late, and again only after it was not."""

    _inherit = "hva.sending"

    late_since = fields.Datetime("Late since", readonly=True)

    @api.model
    def _get_late_minutes(self) -> int:
        """Return after how many minutes a message that is due is late, setting `hva_sms.late_minutes`."""
        value = self.env["hva.sms.job"]._param("late_minutes", str(LATE_MINUTES))
        return int(value) if value.isdecimal() else LATE_MINUTES

    @api.model
    def _cron_watch(self):
        """Each five minutes: tell technical people once that messages wait for too long. No message is named."""
        page = self._get()
        if page.is_late and not page.late_since:
            page.late_since = self.env["hva.clock"]._now()
            _logger.warning(
                "text messages are late: %s are due, the oldest for %s minutes", page.due_count, page.oldest_due_minutes
            )
            page._tell_late()
        elif page.late_since and not page.is_late:
            page.late_since = False
            _logger.info("text messages are no longer late")

    def _tell_late(self):
        for lang, people in self._get_technical_people().grouped("lang").items():
            ours = self.with_context(lang=lang)
            people.with_context(lang=lang)._hva_notice(
                ours.env._("Text messages are late"),
                [
                    ours.env._(
                        "%(count)s text messages are due and not sent. The oldest has waited for %(minutes)s minutes.",
                        count=self.due_count,
                        minutes=self.oldest_due_minutes,
                    ),
                    ours.env._("Look under Feedback, Text messages, Sending: %(link)s", link=self._get_link()),
                ],
            )

    @api.model
    def _get_technical_people(self):
        """Return the people who look after the sending."""
        return self.env.ref("hva_feedback.hva_feedback_group_technical").all_user_ids.filtered(
            lambda user: user.active and not user.share
        )

    @api.model
    def _get_link(self):
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url")  # sudo: the setting is no secret
        return f"{base}/odoo/action-hva_sms.hva_sending_action/{self._get().id}"
