import logging
from datetime import timedelta

from odoo import api, models

from ..tools.delivery_status import FINAL, can_move
from .hva_invitation import LONGEST_WAIT_HOURS

_logger = logging.getLogger(__name__)

CLAIM_MINUTES = 3  # a claim this old belongs to a process that died: the living give back theirs after one
PERSONAL = {"phone": False, "text": False}
TIMES = {
    "due_at": False,
    "state_at": False,
    "give_up_at": False,
    "ask_at": False,
    "busy_count": False,
    "dlr_token_hash": False,
}


class HvaInvitation(models.Model):
    _inherit = "hva.invitation"

    def _move(self, target, code="", **values):
        """Move to `target` where the order of states allows it; the others stay, and the log says so.

        The only place that writes `state`. A final state erases phone, text, every time but the day, and the way back
        from the visit. `unknown` erases phone and text too, unless the gateway can be asked whether it ever came.

        :param code: why it failed, from a gateway or of our own: opted_out, too_late, crashed, no_report
        :return: those that moved
        """
        movable = self.filtered(lambda invitation: can_move(invitation.state, target))
        if ignored := self - movable:
            _logger.info("invitations %s not moved to %s", ignored.ids, target)
        values |= {"state": target, "state_at": self.env["hva.clock"]._now(), "failure_code": code or False}
        if target in FINAL:
            values |= {**PERSONAL, **TIMES}
        movable.write(values)
        if target == "unknown":
            movable._plan_to_ask()
        if target in FINAL:
            movable._forget_visits()
        return movable

    def _forget_visits(self):
        self.env["hva.visit"].search([("invitation_id", "in", self.ids)])._forget_person()

    @api.model
    def _expire_overdue(self):
        """Give up what could not be sent in 72 hours after its first moment."""
        self.search([("state", "=", "due"), ("give_up_at", "<=", self.env["hva.clock"]._now())])._move(
            "expired", "too_late"
        )

    @api.model
    def _mark_crashed(self):
        """A claim nobody finished may have been sent or not: it is unknown and never sent again."""
        oldest = self.env["hva.clock"]._now() - timedelta(minutes=CLAIM_MINUTES)
        crashed = self.search([("state", "=", "claimed"), ("state_at", "<", oldest)])
        if crashed:
            _logger.warning("%s invitations were claimed and not finished; they are not sent again", len(crashed))
            crashed._move("unknown", "crashed", sent_on=self.env["hva.clock"]._today())

    @api.model
    def _cron_erase(self):
        """Hourly: keep what we promise about forgetting (docs/privacy), whatever else went wrong."""
        job = self.env["hva.sms.job"]
        oldest = self.env["hva.clock"]._now() - timedelta(hours=LONGEST_WAIT_HOURS)
        self._expire_overdue()
        self._mark_crashed()
        silent = self.search([("state", "=", "submitted"), ("state_at", "<", oldest)])
        silent._move("unknown", "no_report").write(PERSONAL)  # it may be asked about, not sent again
        # what could not be sent again in time any more needs neither number nor text
        late = [("state", "=", "unknown"), ("phone", "!=", False), ("give_up_at", "<=", self.env["hva.clock"]._now())]
        self.search(late).write(PERSONAL)
        # what was never resolved forgets its times as well; a report that comes this late finds nothing
        forgotten = self.search([("state", "=", "unknown"), ("state_at", "<", oldest)])
        forgotten.write({**PERSONAL, **TIMES})
        forgotten._forget_visits()
        job._commit()
        for name in ("hva.visit", "hva.delivery.report", "hva.feedback.link", "hva.quarantine", "hva.drop.folder"):
            self.env[name]._erase()
            job._commit()
