import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.routing import decide
from .one_bad_row import together_or_alone

_logger = logging.getLogger(__name__)
BATCH = 200
# An answer that could not be routed is tried again after this, so that a mended setting heals it without anybody.
RETRY_AFTER = timedelta(hours=1)


class SurveyUserInput(models.Model):
    """Routing: within a minute each new answer becomes a case or not, with a reason either way.

    It runs outside the giver's request, in bounded batches over rows that no other worker holds. An answer leaves
    `pending` only in the transaction that decides it; one that fails stays pending with the reason `error` and is
    tried again later, without holding up the others.
    """

    _inherit = "survey.user_input"

    hva_case_ids = fields.One2many("helpdesk.ticket", "hva_answer_id", string="Cases", readonly=True)
    hva_routing_failed_at = fields.Datetime("Routing failed", readonly=True, copy=False)

    @api.model
    def _cron_hva_route(self, limit=BATCH):
        """Route at most `limit` waiting answers; Odoo calls again while some remain."""
        # sudo: the job decides for every unit
        answers = self.sudo()._hva_lock_pending(limit)
        if answers:
            answers._hva_route()
        remaining = self.sudo().search_count(self._hva_pending_domain()) if len(answers) == limit else 0
        self.env["ir.cron"]._commit_progress(len(answers), remaining=remaining)

    @api.model
    def _hva_pending_domain(self):
        due = self.env["hva.clock"]._now() - RETRY_AFTER
        return [
            ("hva_routing", "=", "pending"),
            "|",
            ("hva_routing_failed_at", "=", False),
            ("hva_routing_failed_at", "<=", due),
        ]

    @api.model
    def _hva_lock_pending(self, limit):
        """Lock and return up to `limit` waiting answers, oldest first, leaving those that another worker holds."""
        self.flush_model(["hva_routing", "hva_routing_failed_at"])
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM survey_user_input
                    WHERE hva_routing = 'pending'
                      AND (hva_routing_failed_at IS NULL OR hva_routing_failed_at <= %s)
                    ORDER BY id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED""",
                self.env["hva.clock"]._now() - RETRY_AFTER,
                limit,
            )
        )
        return self.browse([row[0] for row in rows])

    def _hva_route(self):
        """Decide and apply for all of `self` at once; when that fails, one by one, so that one bad row stands alone."""
        together_or_alone(self, type(self)._hva_decide_and_apply, type(self)._hva_set_aside)

    def _hva_decide_and_apply(self):
        self._hva_apply_routing(self._hva_decide_routing())

    def _hva_set_aside(self, error):
        """Mark an answer that could not be routed. Id and kind of error only: the rest may hold somebody's words."""
        self.ensure_one()
        _logger.error("answer %s could not be routed: %s", self.id, type(error).__name__)
        self.with_context(tracking_disable=True).write(
            {"hva_routing_reason": "error", "hva_routing_failed_at": self.env["hva.clock"]._now()}
        )
        self.env["helpdesk.ticket"]._hva_release_soon()  # somebody looks after it

    def _hva_decide_routing(self):
        """Return answer -> `tools.routing.Decision` for all of `self`."""
        rules = self.env["hva.routing.rule"]._get_rules()
        facts = self._hva_routing_facts(rules)
        return {answer: decide(facts[answer.id], rules) for answer in self}

    def _hva_apply_routing(self, decisions):
        """Make the cases that are asked for and note on each answer what was decided and why."""
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)  # sudo: as in _cron_hva_route
        cased = tickets.search([("hva_answer_id", "in", self.ids)]).hva_answer_id
        tickets._hva_open({a: d.rule for a, d in decisions.items() if d.makes_case and a not in cased})
        if any(decision.makes_case for decision in decisions.values()):
            # the handlers' mails would otherwise wait for the hour of Odoo's mail queue; sudo: as in _cron_hva_route
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
        groups = {}
        for answer, decision in decisions.items():
            key = ("case" if decision.makes_case or answer in cased else "none", decision.reason)
            groups[key] = groups.get(key, self.browse()) | answer
        for (routing, reason), answers in groups.items():
            answers.with_context(tracking_disable=True).write(
                {
                    "hva_routing": routing,
                    "hva_routing_reason": reason,
                    "hva_routing_failed_at": False,
                    "hva_unrouted_owner_id": False,
                }
            )
