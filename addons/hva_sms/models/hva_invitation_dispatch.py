import logging
from datetime import UTC, timedelta

import psycopg2.errors

from odoo import api, models

from odoo.addons.hva_feedback.tools import codes

from ..gateways.base import GatewayConfigError, OutgoingMessage, SendResult
from ..tools import outbox, send_window
from ..tools.person_hash import PersonKeyError
from .hva_delivery_report import DOOR

_logger = logging.getLogger(__name__)

CLAIM = 20  # messages claimed together: the most that a crash can leave in doubt
CLAIM_SECONDS = 60  # what of them is not tried by then goes back, so that a slow gateway looks like no crash
BACKOFF_MINUTES = (1, 5, 15, 60)


class HvaInvitation(models.Model):
    """Sending: claim, commit, call the gateway with no lock held, write the result, commit.

    A message is handed over at most once. What is uncertain after that is `unknown`: see hva_invitation_reconcile.
    """

    _inherit = "hva.invitation"

    @api.model
    def _cron_dispatch(self):
        """Send what is due, for each gateway that can send now, at the gateway's own pace."""
        job = self.env["hva.sms.job"]
        job._insist(self._tidy)
        hold = self.env["hva.sending"]._get_hold()
        if hold != "running":
            _logger.log(logging.WARNING if hold == "restored" else logging.INFO, "nothing is sent: %s", hold)
            return
        try:
            self.env["hva.person.key"]._secret()
        except PersonKeyError as error:
            _logger.error("nothing is sent: %s", error)
            return
        default = self.env["hva.sms.gateway"].search([], limit=1)
        for gateway in self.env["hva.sms.gateway"].search([]):
            self._reconcile(gateway)
            self._dispatch(gateway, gateway._get_share(default))

    @api.model
    def _tidy(self):
        self._mark_crashed()
        self._expire_overdue()

    @api.model
    def _dispatch(self, gateway, domain):
        """Send what is due through one gateway until nothing is left, time is up or it stops answering clearly."""
        job = self.env["hva.sms.job"]
        try:
            adapter = gateway._get_adapter()
        except GatewayConfigError as error:
            _logger.error("gateway %s cannot send: %s", gateway.id, error)
            return
        while gateway._can_send(self.env["hva.clock"]._now()) and not job._is_stopped():
            claims = self._claim(gateway, domain, gateway._batch_size(CLAIM))
            if claims is None:
                return
            if not self._send_claimed(gateway, adapter, claims):
                # time is up or the gateway is paused: the scheduler calls again when there is more to send
                left = self.search_count(self._get_due_domain(domain))
                job._commit(0, left if gateway._can_send(self.env["hva.clock"]._now()) else 0)
                return

    # -- claim --------------------------------------------------------------------------------------------------------

    @api.model
    def _get_due_domain(self, domain):
        return [("state", "=", "due"), ("due_at", "<=", self.env["hva.clock"]._now()), *domain]

    @api.model
    def _claim(self, gateway, domain, limit):
        """Claim messages for this process and commit; return [(invitation, token, validity)], None when none is due.

        What speaks against sending is looked at here again, because days may have passed since the decision. Rows
        that another process has locked are skipped, and when one was faster than our snapshot we only look again.
        """
        job = self.env["hva.sms.job"]
        try:
            due = self.search(self._get_due_domain(domain), order="due_at, id", limit=limit).try_lock_for_update()
            if not due:
                return None
            sendable = due._recheck()
            claims = [(invitation, codes.new_code(), minutes) for invitation, minutes in sendable]
            self.browse([invitation.id for invitation, *_rest in claims])._move("claimed", gateway_id=gateway.id)
            for invitation, token, _minutes in claims:
                invitation.dlr_token_hash = codes.hash_code(token)
            if claims:
                self.env["hva.sending"]._count_claim()
            self.env.flush_all()
        except psycopg2.errors.SerializationFailure:
            job._rollback()
            return []
        job._commit()
        if claims:
            self.env["hva.sending"]._write_outside()
        return claims

    def _recheck(self):
        """Refuse or put off what must not go now; return [(invitation, minutes the operator may try)] of the rest."""
        hmac = self.env["hva.person.key"]._hmac
        keys = {invitation: hmac("phone", invitation.phone) for invitation in self if invitation.phone}
        opted_out = self.env["hva.opt.out"]._known(keys.values())
        refused = self.filtered(lambda invitation: keys.get(invitation) in opted_out)
        refused._move("failed", "opted_out")
        lost = self - refused - self.browse().union(*keys)
        lost._move("failed", "no_phone")
        sendable, windows = [], {}
        for invitation in self - refused - lost:
            minutes = invitation._get_minutes_left(windows)
            if minutes:
                sendable.append((invitation, minutes))
        return sendable

    def _get_minutes_left(self, windows):
        """Return the minutes until the window closes; outside it put the invitation off and return 0."""
        self.ensure_one()
        if not self.rule_id:  # the rule was deleted: its unit's people no longer want this sent
            self._move("failed", "no_rule")
            return 0
        now = self.env["hva.clock"]._now().replace(tzinfo=UTC)
        if self.rule_id.is_paused:
            self.due_at = (now + timedelta(hours=1)).replace(tzinfo=None)
            return 0
        key = (self.rule_id, self.unit_id._get_calendar())
        if key not in windows:
            windows[key] = self.rule_id._get_window(self.rule_id._get_closed_days(self.unit_id))
        zone = self.env["hva.clock"]._zone()
        minutes = send_window.validity_minutes(now, windows[key], zone)
        if not minutes:
            # a minute on, so that the last seconds of a window do not find themselves
            later = send_window.next_send_at(now, now + timedelta(minutes=1), self._get_any_day(windows[key]), zone)
            self.due_at = later.replace(tzinfo=None)
        return minutes

    @staticmethod
    def _get_any_day(window):
        """Return the window without "not on the day of the visit": that was seen to when it was planned."""
        return send_window.Window(window.start, window.end, window.weekdays, window.holidays, next_working_day=False)

    # -- send ---------------------------------------------------------------------------------------------------------

    @api.model
    def _send_claimed(self, gateway, adapter, claims) -> bool:
        """Hand claimed messages over one by one; return whether to go on. What was not tried goes back to `due`."""
        job = self.env["hva.sms.job"]
        until = self.env["hva.clock"]._now() + timedelta(seconds=CLAIM_SECONDS)
        for number, (invitation, token, minutes) in enumerate(claims, start=1):
            result = self._call(adapter, invitation._get_message(gateway, token, minutes))
            is_clear = invitation._apply_result(result)
            can_go_on = job._commit(1, len(claims) - number)
            if not is_clear or gateway.failure_count:
                is_unknown = result.outcome == "unknown"
                has_time = job._insist(lambda c=is_clear, u=is_unknown: gateway._note_reply(c, u))
                can_go_on = can_go_on and has_time and is_clear
            can_go_on = can_go_on and not self.env["hva.sending"]._is_stopped_by_hand()
            if not can_go_on or self.env["hva.clock"]._now() >= until:
                self.browse([each.id for each, *_rest in claims[number:]])._move("due")
                job._commit()
                return can_go_on
            job._pause(60 / gateway.rate_per_minute)
        return True

    def _get_message(self, gateway, token, minutes):
        self.ensure_one()
        return OutgoingMessage(
            ref=f"hva-{self.id}",
            to=self.phone,
            sender=gateway.sender_id,
            text=self.text,
            callback_url=f"{gateway._get_callback_base()}{DOOR}{token}",
            validity_minutes=minutes,
        )

    @api.model
    def _call(self, adapter, message) -> SendResult:
        try:
            return adapter.send(message)
        except Exception as error:  # an adapter's own bug: nobody knows how far it came
            _logger.error("message %s: the gateway's adapter failed with %s", message.ref, type(error).__name__)
            return SendResult("unknown", "adapter_failed")

    def _apply_result(self, result) -> bool:
        """Write what the gateway said; return whether it was a clear answer about this message."""
        self.ensure_one()
        target = outbox.AFTER_REPLY[result.outcome]
        if target == "due":
            wait = BACKOFF_MINUTES[min(self.busy_count, len(BACKOFF_MINUTES) - 1)]
            due_at = self.env["hva.clock"]._now() + timedelta(minutes=wait)
            self._move(target, result.code, due_at=due_at, busy_count=self.busy_count + 1)
        else:
            code = "" if target == "submitted" else result.code
            self._move(target, code, sent_on=self.env["hva.clock"]._today())
        return result.outcome in ("accepted", "refused")
