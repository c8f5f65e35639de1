import logging
from datetime import timedelta

import psycopg2.errors

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..gateways.base import QueryResult
from ..tools import outbox

_logger = logging.getLogger(__name__)

SETTLE_MINUTES = 15  # a frozen gateway may still take what was handed over; before that its "never seen" proves nothing
ASK_AGAIN_MINUTES = 60
ROUND = 20  # questions to one gateway in one run: each may take as long as a call may


class HvaInvitation(models.Model):
    """What became of `unknown` messages: a late report tells, or the gateway when it can be asked by our reference.

    Only "never seen" makes a message due again; all else leaves it `unknown`, counted, until a report or 72 hours end
    it.
    """

    _inherit = "hva.invitation"

    def _plan_to_ask(self):
        """Keep what is needed to send again where the gateway can tell; elsewhere erase it."""
        can_ask = self.filtered(lambda invitation: invitation.gateway_id._can_query())
        can_ask.ask_at = self.env["hva.clock"]._now() + timedelta(minutes=SETTLE_MINUTES)
        (self - can_ask).write({"phone": False, "text": False})

    @api.model
    def _reconcile(self, gateway):
        """Ask one gateway about its unknown messages, one by one with nothing locked, until an answer is unclear."""
        now = self.env["hva.clock"]._now()
        if not (gateway._can_query() and gateway._can_send(now)):
            return
        settled = [
            ("state", "=", "unknown"),
            ("gateway_id", "=", gateway.id),
            ("ask_at", "<=", now),
            ("state_at", "<=", now - timedelta(minutes=SETTLE_MINUTES)),
        ]
        adapter = gateway._get_adapter()
        for invitation in self.search(settled, order="ask_at, id", limit=ROUND):
            result = self._query(adapter, f"hva-{invitation.id}")
            if not (invitation._settle(result) and result.answer != "unclear"):
                break

    @api.model
    def _query(self, adapter, ref) -> QueryResult:
        try:
            return adapter.query(ref)
        except Exception as error:  # an adapter's own bug is no answer
            _logger.error("message %s: the gateway's adapter failed with %s", ref, type(error).__name__)
            return QueryResult("unclear")

    def _settle(self, result) -> bool:
        """Apply what the gateway said and commit; return whether to go on.

        A report that was applied meanwhile wins: the transaction that would overwrite it is refused and forgotten.
        """
        self.ensure_one()
        job = self.env["hva.sms.job"]
        try:
            self._move_after(result)
            self.env.flush_all()
        except psycopg2.errors.SerializationFailure:
            job._rollback()
            return False
        return job._commit()

    def _move_after(self, result):
        """Make due what the gateway has never seen, unless time or number is gone; end what it knows to be over."""
        now = self.env["hva.clock"]._now()
        target = outbox.after_question(
            result.answer,
            result.report.state if result.report else "",
            has_number=bool(self.phone and self.text),
            is_in_time=bool(self.give_up_at and self.give_up_at > now),
        )
        if not target:
            self.ask_at = now + timedelta(minutes=ASK_AGAIN_MINUTES)
        elif target == "due":
            _logger.info("message hva-%s was never seen by gateway %s; it is due again", self.id, self.gateway_id.id)
            self._move("due", "", due_at=now, ask_at=False, sent_on=False)
        else:
            codes = {"failed": "never_taken", "expired": "too_late"}
            self._move(target, result.report.code if result.report else codes[target])

    def action_ask_gateway(self):
        """Ask about these messages with the next run of the sending job, where the gateway can be asked."""
        if not self.env.user.has_group("hva_feedback.hva_feedback_group_technical"):
            raise AccessError(self.env._("Only the technical role asks the gateway."))
        self.check_access("read")
        asked = self.sudo().filtered("can_ask_gateway")  # sudo: the role was checked, the times are not for eyes
        if not asked:
            raise UserError(
                self.env._(
                    "None of these can be asked about. They stay unknown until a report comes, and are not resent."
                )
            )
        asked.ask_at = self.env["hva.clock"]._now()
        self.env["hva.sms.job"]._wake("dispatch")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._(
                    "The gateway is asked about %(count)s messages within a minute.", count=len(asked)
                ),
            },
        }
