import logging

from odoo import fields, models

from ..tools.codes_tables import MAIL_PROBLEMS

_logger = logging.getLogger(__name__)
MAIL = "hva_feedback.hva_escalation_mail_template"


class HvaEscalation(models.Model):
    """Who has been told that a case is due soon, late or waits long. One row per person and step of a round.

    The row makes each step happen once, also when the job runs twice at the same time or again after a crash.
    """

    _name = "hva.escalation"
    _description = "Reminder about a case"
    _log_access = False  # `at` says it, by the house clock
    _order = "id desc"

    ticket_id = fields.Many2one("helpdesk.ticket", "Case", required=True, readonly=True, ondelete="cascade")
    step_id = fields.Many2one("hva.escalation.step", required=True, readonly=True, ondelete="cascade")
    clock_round = fields.Integer("Round", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Who was told", readonly=True, index="btree_not_null", ondelete="cascade")
    at = fields.Datetime("Time", required=True, readonly=True)
    deadline_at = fields.Datetime("Deadline", readonly=True)
    mail_problem = fields.Selection(list(MAIL_PROBLEMS), "No mail because", readonly=True)

    _once = models.UniqueIndex("(ticket_id, step_id, clock_round, COALESCE(user_id, 0))")

    def _queue_mails(self):
        """Put one mail per reminder into Odoo's queue; one that cannot be made stops nobody and leaves its reason."""
        template = self.env.ref(MAIL)
        for notice in self:
            if not notice.user_id.email:
                notice.mail_problem = "no_address"
                continue
            try:
                with self.env.cr.savepoint():
                    template.send_mail(notice.id)
            except Exception as error:  # noqa: BLE001  one bad receiver or a template that somebody broke
                self.env.invalidate_all()
                _logger.error("mail of reminder %s could not be made: %s", notice.id, type(error).__name__)
                notice.mail_problem = "not_made"
        if self:  # Odoo's mail queue would otherwise wait for its hour; sudo: the job runs for every unit
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _get_case_link(self):
        """Return the address of the case for the mail. It says nothing of the case but that there is one."""
        self.ensure_one()
        return f"{self.get_base_url()}/mail/view?model=helpdesk.ticket&res_id={self.ticket_id.id}"

    def _get_mail_look(self):
        """Return the county's look for the head of the mail."""
        self.ensure_one()
        return self.env["hva.look"]._get_mail_look(self.ticket_id.company_id.id)


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    hva_escalation_ids = fields.One2many("hva.escalation", "ticket_id", string="Reminders", readonly=True)
