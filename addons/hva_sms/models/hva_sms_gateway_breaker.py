import logging

from odoo import fields, models

from ..tools import sending

_logger = logging.getLogger(__name__)


class HvaSmsGateway(models.Model):
    """The circuit breaker: too many messages of unknown fate stop the sending through a gateway until a person acts.

    Only what left the outcome open counts. A gateway that is down, so that it certainly took nothing, costs nobody a
    message: it is paused and tried again by itself, for as long as it takes.
    """

    _inherit = "hva.sms.gateway"

    most_in_a_row = fields.Integer(
        "Stop after so many in a row",
        default=5,
        help="Messages in a row whose outcome is not known. 0: never for this reason.",
    )
    most_percent = fields.Integer(
        "Stop from this share (%)",
        default=20,
        help="Of the messages of the day, from the twentieth on, whose outcome is not known. 0: never for this reason.",
    )
    unknown_in_a_row = fields.Integer("Unknown in a row", readonly=True, copy=False)
    stopped_at = fields.Datetime("Stopped", readonly=True, copy=False)
    stopped_because = fields.Selection(list(sending.BREAKS.items()), "Stopped because", readonly=True, copy=False)
    let_go_on = fields.Date(readonly=True, copy=False)
    let_go_sent = fields.Integer(readonly=True, copy=False)
    let_go_unknown = fields.Integer(readonly=True, copy=False)

    _breaker_range = models.Constraint(
        "CHECK (most_in_a_row >= 0 AND most_percent BETWEEN 0 AND 100)", "A share is from 0 to 100 per cent."
    )

    def _can_send(self, now) -> bool:
        return not self.stopped_at and super()._can_send(now)

    def _is_out_of_order(self):
        return bool(self.stopped_at) or super()._is_out_of_order()

    def _note_reply(self, is_clear, is_unknown=False):
        super()._note_reply(is_clear, is_unknown)
        if is_unknown:
            self.unknown_in_a_row += 1
            self._break_if_needed()
        elif is_clear and self.unknown_in_a_row:
            self.unknown_in_a_row = 0

    def _break_if_needed(self):
        """Stop the gateway when its limits say so, and tell the technical people once."""
        self.ensure_one()
        sent, unknown = self._count_today()
        is_same_day = self.let_go_on == self.env["hva.clock"]._today()
        day = sending.Day(
            sent=sent - (self.let_go_sent if is_same_day else 0),
            unknown=unknown - (self.let_go_unknown if is_same_day else 0),
            in_a_row=self.unknown_in_a_row,
        )
        reason = sending.breaks(day, self.most_in_a_row, self.most_percent)
        if not reason or self.stopped_at:
            return
        self.write({"stopped_at": self.env["hva.clock"]._now(), "stopped_because": reason})
        _logger.error("gateway %s is stopped until a person lets it go on: %s", self.id, reason)
        self._tell_stopped()

    def _count_today(self):
        """Return how many messages of today went to this gateway, and of how many the outcome is not known."""
        today = [("gateway_id", "=", self.id), ("sent_on", "=", self.env["hva.clock"]._today())]
        counts = dict(self.env["hva.invitation"].sudo()._read_group(today, ["state"], ["__count"]))  # sudo: counts
        return sum(counts.values()), counts.get("unknown", 0)

    def _tell_stopped(self):
        page = self.env["hva.sending"]
        for lang, people in page._get_technical_people().grouped("lang").items():
            ours = self.with_context(lang=lang)
            people.with_context(lang=lang)._hva_notice(
                ours.env._("Sending through a gateway has been stopped"),
                [
                    ours.env._(
                        "The gateway left the outcome of too many messages open, so nothing more is sent through it."
                    ),
                    ours.env._("When it works again, let it go on: %(link)s", link=page._get_link()),
                ],
            )

    def action_resume(self):
        """Let it send again, and count from here on; the audit trail keeps who did it after a stop."""
        if stopped := self.filtered("stopped_at"):
            self.env["hva.audit"]._record(
                "gateway_resumed", stopped, details={each.id: {"because": each.stopped_because} for each in stopped}
            )
        for gateway in self:
            sent, unknown = gateway._count_today()
            gateway.write(
                {
                    "unknown_in_a_row": 0,
                    "stopped_at": False,
                    "stopped_because": False,
                    "let_go_on": self.env["hva.clock"]._today(),
                    "let_go_sent": sent,
                    "let_go_unknown": unknown,
                }
            )
        super().action_resume()
        self.env["hva.sms.job"]._wake("dispatch")
